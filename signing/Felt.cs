using LowLatencyMM.Signing.Arithmetic;

namespace LowLatencyMM.Signing;

/// <summary>
/// An element of the Starknet prime field F_p, p = 2^251 + 17·2^192 + 1, as the plain integer in [0, p): asset ids, public keys,
/// message hashes and the two halves of a signature.
/// </summary>
/// <remarks>Nothing is ever reduced silently: input at or above p is refused. No member but <see cref="ToString"/> allocates.</remarks>
public readonly struct Felt : IEquatable<Felt>
{
    /// <summary>Longest text of <see cref="FormatHex"/>, in bytes: "0x" and 64 digits.</summary>
    public const int MaxHexLength = 66;

    private readonly UInt256 _value;

    internal Felt(in UInt256 value) => _value = value;

    internal UInt256 Value => _value;

    /// <summary>Whether this is 0.</summary>
    public bool IsZero => _value.IsZero;

    /// <summary>Reads hex text: "0x" optional, any case, leading zeros allowed, 1 to 64 digits, below p.</summary>
    public static bool TryParseHex(ReadOnlySpan<char> text, out Felt value)
    {
        bool parsed = HexInteger.TryParse(text, out UInt256 integer);
        return TryAccept(parsed, integer, out value);
    }

    /// <inheritdoc cref="TryParseHex(ReadOnlySpan{char}, out Felt)"/>
    public static bool TryParseHex(ReadOnlySpan<byte> utf8, out Felt value)
    {
        bool parsed = HexInteger.TryParse(utf8, out UInt256 integer);
        return TryAccept(parsed, integer, out value);
    }

    /// <summary>Reads exactly 32 big-endian bytes; false for another length or a value at or above p.</summary>
    public static bool TryFromBigEndian(ReadOnlySpan<byte> bytes32, out Felt value)
    {
        bool complete = bytes32.Length == 32;
        return TryAccept(complete, complete ? UInt256.ReadBigEndian(bytes32) : default, out value);
    }

    /// <summary>The unsigned value itself.</summary>
    public static Felt FromUInt64(ulong value) => new(new UInt256(value, 0, 0, 0));

    /// <summary>v for v ≥ 0, p − |v| for v &lt; 0 (exact for −2^63 too).</summary>
    public static Felt FromInt64(long value)
    {
        if (value >= 0)
            return FromUInt64((ulong)value);
        UInt256 magnitude = new(0UL - (ulong)value, 0, 0, 0);
        UInt256 modulus = FieldElement.Modulus;
        return new Felt(UInt256.Subtract(modulus, magnitude, out _));
    }

    /// <summary>Writes 32 big-endian bytes.</summary>
    public void WriteBigEndian(Span<byte> bytes32) => _value.WriteBigEndian(bytes32);

    /// <summary>
    /// Writes "0x" and the digits in lower case without leading zeros ("0x0" for zero); returns the bytes written, at most
    /// <see cref="MaxHexLength"/>.
    /// </summary>
    /// <exception cref="ArgumentException">The text does not fit into <paramref name="utf8"/>.</exception>
    public int FormatHex(Span<byte> utf8) => HexInteger.Format(_value, utf8);

    /// <summary>Same text as <see cref="FormatHex"/>.</summary>
    public override string ToString()
    {
        Span<byte> utf8 = stackalloc byte[MaxHexLength];
        return System.Text.Encoding.ASCII.GetString(utf8[..FormatHex(utf8)]);
    }

    /// <inheritdoc/>
    public bool Equals(Felt other) => _value.Equals(other._value);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is Felt other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => _value.GetHashCode();

    /// <summary>Same element.</summary>
    public static bool operator ==(Felt left, Felt right) => left.Equals(right);

    /// <summary>Different elements.</summary>
    public static bool operator !=(Felt left, Felt right) => !left.Equals(right);

    internal FieldElement ToFieldElement() => FieldElement.FromInteger(_value);

    internal static Felt From(in FieldElement element) => new(element.ToInteger());

    private static bool TryAccept(bool parsed, in UInt256 integer, out Felt value)
    {
        UInt256 modulus = FieldElement.Modulus;
        bool accepted = parsed && integer.IsLessThan(modulus);
        value = accepted ? new Felt(integer) : default;
        return accepted;
    }
}
