using System.Diagnostics.CodeAnalysis;

namespace LowLatencyMM.Gateway;

/// <summary>
/// The external id that stands on the wire for an own order number: <c>mm</c> and the number as 16 lower-case hex digits. Always
/// <see cref="Length"/> bytes of ASCII, so that it has a fixed place in a request.
/// </summary>
/// <remarks>Nothing here allocates but <see cref="Format(long)"/>.</remarks>
public static class ExternalId
{
    /// <summary>Bytes of every external id.</summary>
    public const int Length = 18;

    private static ReadOnlySpan<byte> Prefix => "mm"u8;

    private static ReadOnlySpan<byte> Digits => "0123456789abcdef"u8;

    /// <summary>Writes the id of <paramref name="ownId"/> (above 0) to the first <see cref="Length"/> bytes of <paramref name="utf8"/>.</summary>
    /// <exception cref="ArgumentException">The destination is too short.</exception>
    public static void Write(Span<byte> utf8, long ownId)
    {
        if (utf8.Length < Length)
            ThrowTooShort();
        Prefix.CopyTo(utf8);
        ulong rest = (ulong)ownId;
        for (int i = Length - 1; i >= Prefix.Length; i--)
        {
            utf8[i] = Digits[(int)rest & 0xF];
            rest >>= 4;
        }
    }

    /// <summary>The id as text, for the cold path.</summary>
    public static string Format(long ownId) => string.Create(Length, ownId, static (text, id) =>
    {
        Span<byte> utf8 = stackalloc byte[Length];
        Write(utf8, id);
        for (int i = 0; i < Length; i++)
            text[i] = (char)utf8[i];
    });

    /// <summary>
    /// Reads exactly what <see cref="Write"/> writes for a number above 0. Anything else (another length, upper case, a number
    /// that is not positive) is somebody else's id: false.
    /// </summary>
    public static bool TryParse(ReadOnlySpan<byte> utf8, out long ownId)
    {
        ownId = 0;
        if (utf8.Length != Length || !utf8.StartsWith(Prefix))
            return false;
        ulong value = 0;
        for (int i = Prefix.Length; i < Length; i++)
        {
            int digit = HexDigit(utf8[i]);
            if (digit < 0)
                return false;
            value = value << 4 | (uint)digit;
        }
        ownId = (long)value;
        if (ownId > 0)
            return true;
        ownId = 0;
        return false;
    }

    /// <inheritdoc cref="TryParse(ReadOnlySpan{byte}, out long)"/>
    public static bool TryParse(ReadOnlySpan<char> text, out long ownId)
    {
        ownId = 0;
        if (text.Length != Length)
            return false;
        Span<byte> utf8 = stackalloc byte[Length];
        for (int i = 0; i < Length; i++)
        {
            if (!char.IsAscii(text[i]))
                return false;
            utf8[i] = (byte)text[i];
        }
        return TryParse(utf8, out ownId);
    }

    private static int HexDigit(byte character) => character switch
    {
        >= (byte)'0' and <= (byte)'9' => character - '0',
        >= (byte)'a' and <= (byte)'f' => character - 'a' + 10,
        _ => -1,
    };

    [DoesNotReturn]
    private static void ThrowTooShort() => throw new ArgumentException($"An external id needs {Length} bytes.");
}
