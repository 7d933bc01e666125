using System.Security.Cryptography;
using System.Text;

namespace LowLatencyMM.Signing;

/// <summary>
/// A secret as UTF-8 bytes (API key, or a private key's text on its way in): held in a pinned buffer that is zeroed on
/// disposal, and impossible to print by accident.
/// </summary>
/// <remarks>
/// <see cref="ToString"/> gives a fixed mask, there is no implicit conversion, and the bytes leave only through
/// <see cref="CopyTo"/>, into a buffer whose owner then answers for them.
/// </remarks>
public sealed class SecretText : IDisposable
{
    /// <summary>What every formatting of a secret prints.</summary>
    public const string Mask = "(secret)";

    private readonly byte[] _utf8;

    /// <summary>Copies <paramref name="text"/>; the caller's own copy stays the caller's concern.</summary>
    /// <exception cref="ArgumentException">The text is empty.</exception>
    public SecretText(ReadOnlySpan<char> text)
    {
        if (text.IsEmpty)
            throw new ArgumentException("A secret must not be empty.", nameof(text));
        _utf8 = GC.AllocateUninitializedArray<byte>(Encoding.UTF8.GetByteCount(text), pinned: true);
        Encoding.UTF8.GetBytes(text, _utf8);
    }

    /// <summary>Length in UTF-8 bytes.</summary>
    public int Length => _utf8.Length;

    /// <summary>Copies the bytes into <paramref name="destination"/> and returns how many were written.</summary>
    /// <exception cref="ArgumentException">The destination is shorter than <see cref="Length"/>.</exception>
    public int CopyTo(Span<byte> destination)
    {
        _utf8.CopyTo(destination);
        return _utf8.Length;
    }

    /// <inheritdoc/>
    public override string ToString() => Mask;

    /// <inheritdoc/>
    public void Dispose() => CryptographicOperations.ZeroMemory(_utf8);
}
