using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace LowLatencyMM.Core.Numerics;

/// <summary>
/// Natural logarithm and exponential that give the same bits on every machine, so that a journal replays the same everywhere:
/// the platform's own differ between operating systems and processors.
/// </summary>
/// <remarks>
/// <para>Built from + - * /, comparisons and exact bit operations on IEEE 754 doubles, in the order written. .NET does not contract
/// a product and a sum into one fused operation by itself, and no fused operation is used. At most 1 ulp off: the tests measure it against
/// integer arithmetic, and the largest error seen is 0.51 ulp (0.75 ulp where e^x is near or below the smallest normal double). Monotone. A NaN result is always the same NaN.</para>
/// <para>The method is argument reduction by a table, after P. T. P. Tang, "Table-driven implementation of the logarithm function in
/// IEEE floating-point arithmetic" (ACM TOMS 16, 1990) and "… of the exponential function …" (ACM TOMS 15, 1989). Allocates nothing.</para>
/// </remarks>
public static class Elementary
{
    private const long SignificandMask = (1L << 52) - 1;
    private const long SmallestNormalBits = 1L << 52;
    private const long InfinityBits = 0x7FFL << 52;
    private const long ReductionStartBits = 0x3FE6L << 48; // 0.6875
    private const double TwoToThe52 = 4503599627370496.0;

    // ln 2 as a multiple of 2^-42, and the rest: an exponent times the first, plus a first part of the table, is exact.
    private const double Ln2High = 0.6931471805598903;
    private const double Ln2Low = 5.497923018708371E-14;

    // ln 2 / 128 with 34 significant bits, and the rest: up to 2^18 times the first is exact.
    private const double Ln2Over128High = 0.005415212347998022;
    private const double Ln2Over128Low = 1.2655086083325438E-13;
    private const double InverseLn2Over128 = 184.6649652337873;

    // Adding it to a number below 2^51 leaves the nearest integer in the lowest bits.
    private const double RoundingShift = 6755399441055744.0; // 1.5 * 2^52

    // Above the first e^x is beyond the largest double, below the second it rounds to 0.
    private const double ExpOverflow = 709.782712893384;
    private const double ExpUnderflow = -745.1332191019412;

    /// <summary>The natural logarithm.</summary>
    /// <param name="x">0 gives negative infinity, a negative number NaN.</param>
    public static double Ln(double x)
    {
        long bits = BitConverter.DoubleToInt64Bits(x);
        int exponent = 0;
        if ((ulong)(bits - SmallestNormalBits) >= (ulong)(InfinityBits - SmallestNormalBits))
        {
            // Zero, negative, infinite, NaN, or subnormal.
            if (x == 0)
                return double.NegativeInfinity;
            if (!(x > 0))
                return double.NaN;
            if (x == double.PositiveInfinity)
                return x;
            bits = BitConverter.DoubleToInt64Bits(x * TwoToThe52);
            exponent = -52;
        }
        return LnOfReduced(bits, exponent, 0);
    }

    /// <summary>ln(1 + x), without losing the digits of a small x.</summary>
    /// <param name="x">-1 gives negative infinity, less than -1 NaN.</param>
    public static double Log1p(double x)
    {
        if (x > -0.00390625 && x < 0.0078125)
            return x + x * x * LogarithmTail(x);
        if (!(x > -1))
            return x == -1 ? double.NegativeInfinity : double.NaN;
        if (x == double.PositiveInfinity)
            return x;

        // 1 + x = sum + lost, exactly.
        double sum = 1 + x;
        double lost = x < 1 ? x - (sum - 1) : 1 - (sum - x);
        return LnOfReduced(BitConverter.DoubleToInt64Bits(sum), 0, lost);
    }

    /// <summary>e to the power x.</summary>
    /// <param name="x">Above 709.78 the result is infinite, below -745.13 it is 0.</param>
    public static double Exp(double x)
    {
        if (!(x <= ExpOverflow && x >= ExpUnderflow))
            return x > 0 ? double.PositiveInfinity : x < 0 ? 0 : double.NaN;

        // x = n ln2/128 + r with |r| <= ln2/256, so e^x = 2^(n div 128) * 2^((n mod 128)/128) * e^r.
        double shifted = x * InverseLn2Over128 + RoundingShift;
        double count = shifted - RoundingShift;
        int n = (int)BitConverter.DoubleToInt64Bits(shifted);
        double r = x - count * Ln2Over128High - count * Ln2Over128Low;

        ref double row = ref Unsafe.Add(ref MemoryMarshal.GetReference(ElementaryTables.Powers), (n & 127) * 2);
        double square = r * r;
        double expMinus1 = r + square * (1.0 / 2 + r * (1.0 / 6) + square * (1.0 / 24 + r * (1.0 / 120)));
        double tail = Unsafe.Add(ref row, 1) + expMinus1;
        double power = row;
        int exponent = n >> 7;
        if (exponent is >= -900 and <= 1022)
        {
            // Neither the result nor the product with the small tail can leave the normal range here.
            double scaled = BitConverter.Int64BitsToDouble(BitConverter.DoubleToInt64Bits(power) + ((long)exponent << 52));
            return scaled + scaled * tail;
        }
        return Scale(power + power * tail, exponent);
    }

    /// <summary>ln(value * 2^exponent), value given by its bits (positive and normal), with a small <paramref name="lost"/> to add to value.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static double LnOfReduced(long bits, int exponent, double lost)
    {
        // value = 2^k m with 0.6875 <= m < 1.375; the seven bits below the exponent choose the row.
        long distance = bits - ReductionStartBits;
        int k = (int)(distance >> 52);
        int index = (int)(distance >> 45) & 127;
        long mBits = bits - ((long)k << 52);
        double m = BitConverter.Int64BitsToDouble(mBits);
        ref double row = ref Unsafe.Add(ref MemoryMarshal.GetReference(ElementaryTables.Logarithms), index * 3);
        double reciprocal = row;

        // f = m * reciprocal - 1 as f + fLow: each half of m times the 11 bits of the reciprocal is exact.
        double mHigh = BitConverter.Int64BitsToDouble(mBits & ~0x3FF_FFFFL);
        double fHigh = mHigh * reciprocal - 1;
        double fRest = (m - mHigh) * reciprocal;
        double f = fHigh + fRest;
        double fLow = fHigh - f + fRest;
        if (lost != 0 && k < 64)
            fLow += lost * BitConverter.Int64BitsToDouble((1023L - k) << 52) * reciprocal * (1 - f);

        // ln value = k ln2 - ln reciprocal + ln(1 + f); the first two are 0 or larger than f, so nothing is lost of high + low.
        double scale = k + exponent;
        double start = scale * Ln2High + Unsafe.Add(ref row, 1);
        double high = start + f;
        double low = start - high + f;
        double rest = scale * Ln2Low + Unsafe.Add(ref row, 2) + fLow;
        return high + (low + (rest + f * f * LogarithmTail(f)));
    }

    /// <summary>(ln(1 + f) - f) / f², for |f| up to 2^-7: the series to the term f^8 of the logarithm.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static double LogarithmTail(double f)
    {
        double square = f * f;
        double first = -1.0 / 2 + f * (1.0 / 3);
        double second = -1.0 / 4 + f * (1.0 / 5);
        double third = -1.0 / 6 + f * (1.0 / 7) - square * (1.0 / 8);
        return first + square * (second + square * third);
    }

    /// <summary>value * 2^exponent for results at the ends of the range, rounded once.</summary>
    private static double Scale(double value, int exponent)
    {
        if (exponent > 0)
            return value * PowerOfTwo(exponent - 1) * 2;
        return value * PowerOfTwo(-1022) * PowerOfTwo(exponent + 1022);
    }

    private static double PowerOfTwo(int exponent) => BitConverter.Int64BitsToDouble((exponent + 1023L) << 52);
}
