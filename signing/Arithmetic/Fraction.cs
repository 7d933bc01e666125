namespace LowLatencyMM.Signing.Arithmetic;

/// <summary>A non-negative fraction in lowest terms, numerator and denominator of at most 126 bits.</summary>
internal readonly struct Fraction
{
    private const int MaxScale = 18;
    private const int MaxBits = 126;

    private readonly UInt128 _numerator;
    private readonly UInt128 _denominator;

    private Fraction(UInt128 numerator, UInt128 denominator)
    {
        UInt128 divisor = GreatestCommonDivisor(numerator, denominator);
        _numerator = numerator / divisor;
        _denominator = denominator / divisor;
    }

    public static Fraction FromInteger(ulong value) => new(value, 1);

    /// <summary>mantissa·10^-scale, 0 ≤ scale ≤ 18.</summary>
    public static Fraction FromDecimal(ulong mantissa, int scale)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(scale);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(scale, MaxScale);
        UInt128 denominator = 1;
        for (int i = 0; i < scale; i++)
            denominator *= 10;
        return new Fraction(mantissa, denominator);
    }

    /// <exception cref="ArgumentException">The product's lowest terms need more than 126 bits.</exception>
    public Fraction Times(in Fraction other)
    {
        // Reduced crosswise first, so that a product overflows only if its lowest terms do.
        UInt128 left = GreatestCommonDivisor(_numerator, other._denominator);
        UInt128 right = GreatestCommonDivisor(other._numerator, _denominator);
        UInt128 n1 = _numerator / left, n2 = other._numerator / right;
        UInt128 d1 = _denominator / right, d2 = other._denominator / left;
        if (BitLength(n1) + BitLength(n2) > MaxBits || BitLength(d1) + BitLength(d2) > MaxBits)
            throw new ArgumentException($"Step, tick, resolutions and fee rate together need more than {MaxBits} bits; no market has such units.");
        return new Fraction(n1 * n2, d1 * d2);
    }

    /// <summary>
    /// factor·this, rounded up or down, if the result is below 2^64. Hot path: one division of small numbers in any real market; no
    /// exception, no allocation. False for the default fraction as well.
    /// </summary>
    public bool TryScale(UInt128 factor, bool roundUp, out ulong result)
    {
        result = 0;
        if (_denominator == 0)
            return false;
        UInt128 quotient, remainder;
        if (BitLength(factor) + BitLength(_numerator) <= 128)
        {
            UInt128 product = factor * _numerator;
            quotient = product / _denominator;
            remainder = product - (quotient * _denominator);
        }
        else if (!TryScaleWide(factor, out quotient, out remainder))
        {
            return false;
        }

        if (roundUp && remainder != 0)
            quotient++;
        bool fits = quotient <= ulong.MaxValue;
        result = fits ? (ulong)quotient : 0;
        return fits;
    }

    /// <summary>
    /// For products beyond 128 bits: Horner's rule over the bits of the factor, quotient and remainder carried along. Terms of at most
    /// 126 bits leave room for twice the remainder and one more. False once the quotient leaves 64 bits.
    /// </summary>
    private bool TryScaleWide(UInt128 factor, out UInt128 quotient, out UInt128 remainder)
    {
        (UInt128 wholeStep, UInt128 restStep) = UInt128.DivRem(_numerator, _denominator);
        quotient = 0;
        remainder = 0;
        for (int bit = BitLength(factor) - 1; bit >= 0; bit--)
        {
            bool isSet = ((factor >> bit) & 1) != 0;
            remainder = (remainder * 2) + (isSet ? restStep : 0);
            UInt128 carried = remainder / _denominator;
            remainder -= carried * _denominator;
            quotient = (quotient * 2) + (isSet ? wholeStep : 0) + carried;
            if (quotient > ulong.MaxValue)
                return false;
        }

        return true;
    }

    private static int BitLength(UInt128 value) => 128 - (int)UInt128.LeadingZeroCount(value);

    private static UInt128 GreatestCommonDivisor(UInt128 a, UInt128 b)
    {
        while (b != 0)
            (a, b) = (b, a % b);
        return a;
    }
}
