using System.Globalization;
using System.Numerics;
using LowLatencyMM.Signing.Arithmetic;

namespace LowLatencyMM.Signing.Tests;

/// <summary>The plain twin: field, curve and conversions written with <see cref="BigInteger"/> straight from the definitions.</summary>
internal static class BigIntegerModel
{
    public static readonly BigInteger P = BigInteger.Pow(2, 251) + (17 * BigInteger.Pow(2, 192)) + 1;
    public static readonly BigInteger N = Hex("0800000000000010ffffffffffffffffb781126dcae7b2321e66a241adc64d2f");
    public static readonly BigInteger Beta = Hex("06f21413efbe40de150e596d72f7a8c5609ad26c15c915c1f4cdfcb99cee9e89");

    public static readonly (BigInteger X, BigInteger Y) G = (
        Hex("01ef15c18599971b7beced415a40f0c7deacfd9b0d1819e03d723d8bc943cfca"),
        Hex("005668060aa49730b7be4801df46ec62de53ecd11abe43a32873000c36e8dc1f"));

    public static BigInteger Hex(string digits) => BigInteger.Parse("0" + digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);

    public static BigInteger Mod(BigInteger a, BigInteger modulus)
    {
        BigInteger remainder = a % modulus;
        return remainder.Sign < 0 ? remainder + modulus : remainder;
    }

    public static BigInteger Inverse(BigInteger a, BigInteger primeModulus) => BigInteger.ModPow(a, primeModulus - 2, primeModulus);

    /// <summary>Affine addition with all cases; null is the point at infinity.</summary>
    public static (BigInteger X, BigInteger Y)? Add((BigInteger X, BigInteger Y)? left, (BigInteger X, BigInteger Y)? right)
    {
        if (left is not { } a)
            return right;
        if (right is not { } b)
            return left;
        if (a.X == b.X && Mod(a.Y + b.Y, P).IsZero)
            return null;
        BigInteger slope = a == b
            ? ((3 * a.X * a.X) + 1) * Inverse(2 * a.Y, P)
            : (b.Y - a.Y) * Inverse(Mod(b.X - a.X, P), P);
        BigInteger x = Mod((slope * slope) - a.X - b.X, P);
        return (x, Mod((slope * (a.X - x)) - a.Y, P));
    }

    public static (BigInteger X, BigInteger Y)? Multiply(BigInteger scalar, (BigInteger X, BigInteger Y) point)
    {
        (BigInteger X, BigInteger Y)? sum = null;
        for (int bit = (int)scalar.GetBitLength() - 1; bit >= 0; bit--)
        {
            sum = Add(sum, sum);
            if (!((scalar >> bit) & 1).IsZero)
                sum = Add(sum, point);
        }

        return sum;
    }

    public static UInt256 ToUInt256(BigInteger value)
    {
        Span<byte> bytes = stackalloc byte[32];
        bytes.Clear();
        byte[] minimal = value.ToByteArray(isUnsigned: true, isBigEndian: true);
        minimal.CopyTo(bytes[(32 - minimal.Length)..]);
        return UInt256.ReadBigEndian(bytes);
    }

    public static BigInteger ToBigInteger(this UInt256 value)
    {
        Span<byte> bytes = stackalloc byte[32];
        value.WriteBigEndian(bytes);
        return new BigInteger(bytes, isUnsigned: true, isBigEndian: true);
    }

    public static BigInteger ToBigInteger(this Felt value) => value.Value.ToBigInteger();

    public static Felt ToFelt(BigInteger value) => new(ToUInt256(value));
}
