using System.Buffers.Binary;

namespace LowLatencyMM.Signing.Arithmetic;

/// <summary>A plain 256-bit unsigned integer, least significant word first: what stands between text, bytes and the two fields.</summary>
internal readonly struct UInt256(ulong v0, ulong v1, ulong v2, ulong v3) : IEquatable<UInt256>
{
    public readonly ulong V0 = v0;
    public readonly ulong V1 = v1;
    public readonly ulong V2 = v2;
    public readonly ulong V3 = v3;

    /// <summary>Bit 255 … 251 are zero: the range that message hashes and both halves of a signature must keep.</summary>
    public bool IsBelowTwoPow251 => V3 < 0x0800_0000_0000_0000;

    public bool IsZero => (V0 | V1 | V2 | V3) == 0;

    public bool IsEven => (V0 & 1) == 0;

    public static UInt256 ReadBigEndian(ReadOnlySpan<byte> bytes32) => new(
        BinaryPrimitives.ReadUInt64BigEndian(bytes32[24..]),
        BinaryPrimitives.ReadUInt64BigEndian(bytes32[16..]),
        BinaryPrimitives.ReadUInt64BigEndian(bytes32[8..]),
        BinaryPrimitives.ReadUInt64BigEndian(bytes32));

    public void WriteBigEndian(Span<byte> bytes32)
    {
        BinaryPrimitives.WriteUInt64BigEndian(bytes32[24..], V0);
        BinaryPrimitives.WriteUInt64BigEndian(bytes32[16..], V1);
        BinaryPrimitives.WriteUInt64BigEndian(bytes32[8..], V2);
        BinaryPrimitives.WriteUInt64BigEndian(bytes32, V3);
    }

    /// <summary>this &lt; other, without a branch on the words.</summary>
    public bool IsLessThan(in UInt256 other)
    {
        _ = Subtract(in this, in other, out ulong borrow);
        return borrow != 0;
    }

    /// <summary>a − b modulo 2^256; <paramref name="borrow"/> is 1 if a &lt; b, else 0.</summary>
    public static UInt256 Subtract(in UInt256 a, in UInt256 b, out ulong borrow)
    {
        ulong d0 = SubtractWithBorrow(a.V0, b.V0, 0, out ulong c);
        ulong d1 = SubtractWithBorrow(a.V1, b.V1, c, out c);
        ulong d2 = SubtractWithBorrow(a.V2, b.V2, c, out c);
        ulong d3 = SubtractWithBorrow(a.V3, b.V3, c, out borrow);
        return new UInt256(d0, d1, d2, d3);
    }

    /// <summary>a + b modulo 2^256; <paramref name="carry"/> is 1 if the sum does not fit.</summary>
    public static UInt256 Add(in UInt256 a, in UInt256 b, out ulong carry)
    {
        ulong s0 = AddWithCarry(a.V0, b.V0, 0, out ulong c);
        ulong s1 = AddWithCarry(a.V1, b.V1, c, out c);
        ulong s2 = AddWithCarry(a.V2, b.V2, c, out c);
        ulong s3 = AddWithCarry(a.V3, b.V3, c, out carry);
        return new UInt256(s0, s1, s2, s3);
    }

    /// <summary><paramref name="whenSet"/> if <paramref name="mask"/> is all ones, <paramref name="otherwise"/> if it is zero; no branch.</summary>
    public static UInt256 Select(ulong mask, in UInt256 whenSet, in UInt256 otherwise) => new(
        (whenSet.V0 & mask) | (otherwise.V0 & ~mask),
        (whenSet.V1 & mask) | (otherwise.V1 & ~mask),
        (whenSet.V2 & mask) | (otherwise.V2 & ~mask),
        (whenSet.V3 & mask) | (otherwise.V3 & ~mask));

    /// <summary>The value shifted right by 1 ≤ <paramref name="bits"/> ≤ 63.</summary>
    public UInt256 ShiftRight(int bits) => new(
        (V0 >> bits) | (V1 << (64 - bits)),
        (V1 >> bits) | (V2 << (64 - bits)),
        (V2 >> bits) | (V3 << (64 - bits)),
        V3 >> bits);

    public bool Equals(UInt256 other) => ((V0 ^ other.V0) | (V1 ^ other.V1) | (V2 ^ other.V2) | (V3 ^ other.V3)) == 0;

    public override bool Equals(object? obj) => obj is UInt256 other && Equals(other);

    public override int GetHashCode() => HashCode.Combine(V0, V1, V2, V3);

    private static ulong AddWithCarry(ulong a, ulong b, ulong carryIn, out ulong carryOut)
    {
        ulong sum = a + b;
        ulong carry = sum < a ? 1UL : 0UL;
        ulong total = sum + carryIn;
        carryOut = carry | (total < sum ? 1UL : 0UL);
        return total;
    }

    private static ulong SubtractWithBorrow(ulong a, ulong b, ulong borrowIn, out ulong borrowOut)
    {
        ulong difference = a - b;
        ulong borrow = a < b ? 1UL : 0UL;
        ulong total = difference - borrowIn;
        borrowOut = borrow | (difference < borrowIn ? 1UL : 0UL);
        return total;
    }
}
