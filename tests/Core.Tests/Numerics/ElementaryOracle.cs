using System.Numerics;

namespace LowLatencyMM.Core.Tests.Numerics;

/// <summary>
/// Logarithm and exponential in whole numbers: fixed point with 320 fractional bits, plain series. Slow, obvious, and good to
/// more than 250 bits, so that a double's error in ulp comes out exactly enough.
/// </summary>
internal static class ElementaryOracle
{
    private const int Bits = 320;

    private static readonly BigInteger One = BigInteger.One << Bits;
    private static readonly BigInteger Ln2 = 2 * InverseHyperbolicTangent(One / 3);

    /// <summary>How far <paramref name="actual"/> is from ln x, in units of its last place.</summary>
    public static double LnError(double x, double actual) => Error(Ln(Significand(x, out int exponent), exponent), Bits, actual);

    /// <summary>How far <paramref name="actual"/> is from ln(1 + x), in units of its last place. x is not below 2^-200.</summary>
    public static double Log1pError(double x, double actual)
    {
        BigInteger significand = Significand(x, out int exponent);
        // Far above 2^200 the 1 does not matter any more, and the sum would only be long.
        BigInteger sum = exponent > 200 ? significand : Shift(significand, exponent + Bits) + One;
        return Error(Ln(sum, exponent > 200 ? exponent : -Bits), Bits, actual);
    }

    /// <summary>How far <paramref name="actual"/> is from e^x, in units of its last place. |x| is 0 or not below 2^-200.</summary>
    public static double ExpError(double x, double actual)
    {
        BigInteger value = Shift(Significand(x, out int exponent), exponent + Bits);
        BigInteger powers = FloorDivide(value + Ln2 / 2, Ln2);
        return Error(ExpSeries(value - powers * Ln2), Bits - (int)powers, actual);
    }

    /// <summary>|exact / 2^scale - actual| / ulp(actual).</summary>
    private static double Error(BigInteger exact, int scale, double actual)
    {
        // 64 more fractional bits than the last place of the actual value.
        BigInteger significand = Significand(actual, out int exponent);
        int ulpExponent = Math.Max(exponent, -1074);
        BigInteger actualIn64thUlp = Shift(significand, exponent - ulpExponent + 64);
        BigInteger exactIn64thUlp = Shift(exact, 64 - ulpExponent - scale);
        return (double)BigInteger.Abs(exactIn64thUlp - actualIn64thUlp) / Math.Pow(2, 64);
    }

    /// <summary>ln(significand * 2^exponent) in fixed point.</summary>
    private static BigInteger Ln(BigInteger significand, int exponent)
    {
        int length = (int)significand.GetBitLength();
        // value = m * 2^(exponent + length), 0.5 <= m < 1, and ln m = 2 artanh((m - 1) / (m + 1)).
        BigInteger m = Shift(significand, Bits - length);
        return 2 * InverseHyperbolicTangent(((m - One) << Bits) / (m + One)) + (exponent + length) * Ln2;
    }

    private static BigInteger InverseHyperbolicTangent(BigInteger x)
    {
        BigInteger square = (x * x) >> Bits;
        BigInteger sum = 0;
        BigInteger power = x;
        for (int n = 1; !power.IsZero && power != BigInteger.MinusOne; n += 2)
        {
            sum += power / n;
            power = (power * square) >> Bits;
        }
        return sum;
    }

    private static BigInteger ExpSeries(BigInteger x)
    {
        BigInteger sum = One;
        BigInteger term = One;
        for (int n = 1; !term.IsZero && term != BigInteger.MinusOne; n++)
        {
            term = FloorDivide((term * x) >> Bits, n);
            sum += term;
        }
        return sum;
    }

    /// <summary>x = significand * 2^exponent, exactly.</summary>
    private static BigInteger Significand(double x, out int exponent)
    {
        long bits = BitConverter.DoubleToInt64Bits(x);
        int biased = (int)(bits >> 52) & 0x7FF;
        long fraction = bits & ((1L << 52) - 1);
        exponent = Math.Max(biased, 1) - 1075;
        long significand = biased == 0 ? fraction : fraction | (1L << 52);
        return bits < 0 ? -significand : significand;
    }

    private static BigInteger Shift(BigInteger value, int left) => left >= 0 ? value << left : value >> -left;

    private static BigInteger FloorDivide(BigInteger value, BigInteger divisor)
    {
        BigInteger quotient = BigInteger.DivRem(value, divisor, out BigInteger remainder);
        return remainder.Sign < 0 ? quotient - 1 : quotient;
    }
}
