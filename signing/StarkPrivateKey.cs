using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using LowLatencyMM.Signing.Arithmetic;
using LowLatencyMM.Signing.Curve;

namespace LowLatencyMM.Signing;

/// <summary>
/// A private key of the STARK curve, 1 ≤ d &lt; n: held in a pinned buffer that is zeroed on disposal, and impossible to print.
/// </summary>
[DebuggerDisplay(SecretText.Mask)]
public sealed class StarkPrivateKey : IDisposable
{
    // Longest accepted text: "0x" and 64 digits.
    private const int MaxTextLength = 66;

    [DebuggerBrowsable(DebuggerBrowsableState.Never)]
    private readonly UInt256[] _scalar = GC.AllocateArray<UInt256>(1, pinned: true);

    [DebuggerBrowsable(DebuggerBrowsableState.Never)]
    private bool _disposed;

    private StarkPrivateKey(in UInt256 scalar) => _scalar[0] = scalar;

    /// <summary>
    /// Reads hex text: "0x" optional, any case, leading zeros allowed, at most 64 digits. False for anything else, for 0 and for n or
    /// more; a key is never reduced. A refusal does not tell the text.
    /// </summary>
    public static bool TryParseHex(ReadOnlySpan<char> text, [NotNullWhen(true)] out StarkPrivateKey? key)
    {
        bool parsed = HexInteger.TryParse(text, out UInt256 scalar);
        return TryAccept(parsed, scalar, out key);
    }

    /// <summary>Same as <see cref="TryParseHex(ReadOnlySpan{char}, out StarkPrivateKey?)"/> for text that is already held as a secret.</summary>
    public static bool TryParseHex(SecretText text, [NotNullWhen(true)] out StarkPrivateKey? key)
    {
        ArgumentNullException.ThrowIfNull(text);
        key = null;
        if (text.Length > MaxTextLength)
            return false;
        Span<byte> utf8 = stackalloc byte[MaxTextLength];
        int length = text.CopyTo(utf8);
        bool parsed = HexInteger.TryParse<byte>(utf8[..length], out UInt256 scalar);
        CryptographicOperations.ZeroMemory(utf8);
        return TryAccept(parsed, scalar, out key);
    }

    /// <summary>
    /// The key that the exchange derives from an Ethereum signature (hex of r, s and v, "0x" optional, any case): SHA-256 of the first 32
    /// bytes, their leading zero bytes removed, and a counter, until the digest is below 31·n; then modulo n. False for fewer than 64
    /// digits or a character that is no hex digit; a refusal does not tell the text.
    /// </summary>
    public static bool TryDerive(ReadOnlySpan<char> ethereumSignature, [NotNullWhen(true)] out StarkPrivateKey? key)
    {
        bool derived = KeyGrinding.TryGrind(ethereumSignature, out UInt256 scalar);
        return TryAccept(derived, scalar, out key);
    }

    /// <summary>The public key: the x coordinate of d·G.</summary>
    /// <exception cref="ObjectDisposedException">The key was disposed.</exception>
    public Felt DerivePublicKey()
    {
        GeneratorTable.Scanned.Multiply(Scalar, out JacobianPoint point, out _);
        return new Felt(point.AffineX());
    }

    /// <summary>The number itself, for the signer alone.</summary>
    internal ref readonly UInt256 Scalar
    {
        get
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            return ref _scalar[0];
        }
    }

    /// <summary>A fixed mask.</summary>
    public override string ToString() => SecretText.Mask;

    /// <summary>Zeroes the key.</summary>
    public void Dispose()
    {
        _disposed = true;
        CryptographicOperations.ZeroMemory(MemoryMarshal.AsBytes(_scalar.AsSpan()));
    }

    private static bool TryAccept(bool parsed, in UInt256 scalar, out StarkPrivateKey? key)
    {
        UInt256 order = ScalarField.Order;
        bool accepted = parsed && !scalar.IsZero && scalar.IsLessThan(order);
        key = accepted ? new StarkPrivateKey(scalar) : null;
        return accepted;
    }
}
