namespace LowLatencyMM.Feed.Numbers;

/// <summary>Exact reading of decimal text (UTF-8) into integers. No allocation, no exception, no floating point.</summary>
/// <remarks>
/// The grammar is <c>-?digits[.digits][(e|E)[+-]digits]</c>: any number of leading and trailing zeros, an exponent is read
/// exactly. Everything else (a plus sign, blanks, a point without digits on both sides) is <see cref="DecimalError.NotANumber"/>.
/// </remarks>
public static class DecimalText
{
    /// <summary>Decimal places of money amounts: 1e-6 of the collateral.</summary>
    public const int MicroScale = 6;

    /// <summary>Decimal places of prices off the tick (mark, index, averages): 1e-9 of the collateral.</summary>
    public const int NanoScale = 9;

    /// <summary>Decimal places of rates: 1e-12.</summary>
    public const int PicoScale = 12;

    private const int ExponentLimit = 100_000;

    /// <summary>
    /// Reads <paramref name="text"/> as a multiple of 10^-<paramref name="scale"/>, rounding what lies beyond to the nearest, halves
    /// away from zero.
    /// </summary>
    /// <param name="text">UTF-8 decimal text.</param>
    /// <param name="scale">Decimal places kept, 0 to 18.</param>
    /// <param name="value">The value times 10^scale; 0 on an error.</param>
    public static DecimalError ReadRounded(ReadOnlySpan<byte> text, int scale, out long value) => Read(text, scale, round: true, out value);

    /// <summary>As <see cref="ReadRounded"/>, but digits beyond <paramref name="scale"/> that are not zero are <see cref="DecimalError.OffGrid"/>.</summary>
    public static DecimalError ReadExact(ReadOnlySpan<byte> text, int scale, out long value) => Read(text, scale, round: false, out value);

    private static DecimalError Read(ReadOnlySpan<byte> text, int scale, bool round, out long value)
    {
        value = 0;
        if (text.IsEmpty)
            return DecimalError.Empty;
        bool negative = text[0] == '-';
        int at = negative ? 1 : 0;
        int integerStart = at;
        int integerDigits = DigitsAt(text, at);
        if (integerDigits == 0)
            return DecimalError.NotANumber;
        at += integerDigits;
        int fractionDigits = 0;
        if (at < text.Length && text[at] == '.')
        {
            fractionDigits = DigitsAt(text, at + 1);
            if (fractionDigits == 0)
                return DecimalError.NotANumber;
            at += 1 + fractionDigits;
        }
        int exponent = 0;
        if (at < text.Length && !TryReadExponent(text, ref at, out exponent))
            return DecimalError.NotANumber;

        return Accumulate(text.Slice(integerStart), integerDigits, fractionDigits, exponent + scale, round, negative, out value);
    }

    /// <summary>Digit k stands for d × 10^(integerDigits - 1 - k); all digits whose power of ten is at least -shift are kept.</summary>
    private static DecimalError Accumulate(
        ReadOnlySpan<byte> digits, int integerDigits, int fractionDigits, int shift, bool round, bool negative, out long value)
    {
        value = 0;
        int count = integerDigits + fractionDigits;
        int keep = integerDigits + shift;
        ulong magnitude = 0;
        ulong carry = 0;
        for (int k = 0; k < count; k++)
        {
            uint digit = (uint)(digits[k < integerDigits ? k : k + 1] - '0');
            if (k < keep)
            {
                if (magnitude > long.MaxValue / 10)
                    return DecimalError.Overflow;
                magnitude = magnitude * 10 + digit;
                if (magnitude > long.MaxValue)
                    return DecimalError.Overflow;
            }
            else if (!round)
            {
                if (digit != 0)
                    return DecimalError.OffGrid;
            }
            else if (k == keep && digit >= 5)
            {
                carry = 1;
            }
        }
        for (int k = count; k < keep && magnitude != 0; k++)
        {
            if (magnitude > long.MaxValue / 10)
                return DecimalError.Overflow;
            magnitude *= 10;
        }
        magnitude += carry;
        if (magnitude > long.MaxValue)
            return DecimalError.Overflow;
        value = negative ? -(long)magnitude : (long)magnitude;
        return DecimalError.None;
    }

    private static bool TryReadExponent(ReadOnlySpan<byte> text, ref int at, out int exponent)
    {
        exponent = 0;
        if ((text[at] | 0x20) != 'e')
            return false;
        at++;
        bool negative = at < text.Length && text[at] == '-';
        if (at < text.Length && text[at] is (byte)'-' or (byte)'+')
            at++;
        int digits = DigitsAt(text, at);
        if (digits == 0 || at + digits != text.Length)
            return false;
        for (int i = 0; i < digits; i++)
            exponent = Math.Min(exponent * 10 + (text[at + i] - '0'), ExponentLimit);
        at += digits;
        if (negative)
            exponent = -exponent;
        return true;
    }

    private static int DigitsAt(ReadOnlySpan<byte> text, int at)
    {
        int end = at;
        while (end < text.Length && (uint)(text[end] - '0') <= 9)
            end++;
        return end - at;
    }
}
