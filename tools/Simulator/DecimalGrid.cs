using System.Globalization;

namespace LowLatencyMM.Simulator;

/// <summary>
/// The grid of a market's prices (unit: the tick) or sizes (unit: the step): exact conversion between decimal text and a count of
/// units. Text is digits with at most one point and an optional minus; exponents, plus signs and blanks are refused.
/// </summary>
public sealed class DecimalGrid
{
    private const int MaxDigits = 18;

    private static readonly long[] PowersOfTen = MakePowersOfTen();

    private readonly long _unit;

    private DecimalGrid(long unit, int decimals, string text)
    {
        _unit = unit;
        Decimals = decimals;
        Text = text;
        Unit = new decimal(unit) / PowersOfTen[decimals];
    }

    /// <summary>Digits after the point that every multiple of the unit can be written with, 0 to 9.</summary>
    public int Decimals { get; }

    /// <summary>The unit as it is written in market tables.</summary>
    public string Text { get; }

    /// <summary>The unit as a number.</summary>
    public decimal Unit { get; }

    /// <summary>Makes the grid of a unit such as "0.1" or "5".</summary>
    /// <param name="name">What the unit is ("tick", "step"), for the error.</param>
    /// <param name="unit">A positive decimal with at most 9 digits after the point.</param>
    /// <exception cref="SimulatorException">The unit is not such a number.</exception>
    public static DecimalGrid Parse(string name, string unit)
    {
        if (!decimal.TryParse(unit, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out decimal value)
            || value is <= 0 or > 1_000_000)
            throw new SimulatorException($"{name} is '{unit}', expected a positive decimal number such as 0.1");

        decimal plain = value / 1.0000000000000000000000000000m; // drops trailing zeros
        int decimals = (decimal.GetBits(plain)[3] >> 16) & 0xff;
        if (decimals > 9)
            throw new SimulatorException($"{name} is '{unit}', expected at most 9 digits after the point");
        return new DecimalGrid((long)(plain * PowersOfTen[decimals]), decimals, plain.ToString(CultureInfo.InvariantCulture));
    }

    /// <summary>The number that <paramref name="count"/> units are.</summary>
    public decimal ToDecimal(long count) => Unit * count;

    /// <summary>Reads decimal text as a count of units.</summary>
    /// <param name="text">UTF-8 or ASCII text of the number.</param>
    /// <param name="count">The count; 0 unless the result is <see cref="GridResult.Exact"/>.</param>
    public GridResult TryParse(ReadOnlySpan<byte> text, out long count)
    {
        count = 0;
        bool negative = text.Length > 0 && text[0] == (byte)'-';
        ReadOnlySpan<byte> rest = negative ? text[1..] : text;

        long digits = 0;
        int significant = 0, fraction = 0, pendingZeros = 0;
        bool anyDigit = false, point = false;
        foreach (byte b in rest)
        {
            if (b == (byte)'.' && !point && anyDigit)
            {
                point = true;
                continue;
            }
            if (b is < (byte)'0' or > (byte)'9')
                return GridResult.NotANumber;
            anyDigit = true;
            if (point && b == (byte)'0')
            {
                pendingZeros++;
                continue;
            }
            for (; pendingZeros > 0; pendingZeros--)
            {
                if (digits != 0 && ++significant > MaxDigits)
                    return GridResult.TooLarge;
                digits *= 10;
                fraction++;
            }
            if ((digits != 0 || b != (byte)'0') && ++significant > MaxDigits)
                return GridResult.TooLarge;
            digits = digits * 10 + (b - '0');
            if (point)
                fraction++;
        }
        if (!anyDigit || rest[^1] == (byte)'.')
            return GridResult.NotANumber;
        if (digits == 0)
            return GridResult.Exact;
        if (fraction > Decimals)
            return GridResult.OffGrid;

        Int128 scaled = (Int128)digits * PowersOfTen[Decimals - fraction];
        if (scaled > long.MaxValue)
            return GridResult.TooLarge;
        (long quotient, long remainder) = Math.DivRem((long)scaled, _unit);
        if (remainder != 0)
            return GridResult.OffGrid;
        count = negative ? -quotient : quotient;
        return GridResult.Exact;
    }

    /// <summary>Writes a count of units with exactly <see cref="Decimals"/> digits after the point.</summary>
    /// <param name="count">The count, of any sign.</param>
    /// <param name="destination">At least 32 bytes.</param>
    /// <returns>The number of bytes written.</returns>
    public int Format(long count, Span<byte> destination) => WriteScaled((Int128)count * _unit, Decimals, destination);

    private static int WriteScaled(Int128 scaled, int decimals, Span<byte> destination)
    {
        int length = 0;
        if (scaled < 0)
        {
            destination[length++] = (byte)'-';
            scaled = -scaled;
        }
        long power = PowersOfTen[decimals];
        long whole = (long)(scaled / power), fraction = (long)(scaled % power);
        if (!whole.TryFormat(destination[length..], out int written, default, CultureInfo.InvariantCulture))
            throw new ArgumentException("Destination is too short", nameof(destination));
        length += written;
        if (decimals == 0)
            return length;
        destination[length++] = (byte)'.';
        for (int i = decimals - 1; i >= 0; i--)
        {
            destination[length + i] = (byte)('0' + fraction % 10);
            fraction /= 10;
        }
        return length + decimals;
    }

    private static long[] MakePowersOfTen()
    {
        long[] powers = new long[19];
        powers[0] = 1;
        for (int i = 1; i < powers.Length; i++)
            powers[i] = powers[i - 1] * 10;
        return powers;
    }
}
