using System.Runtime.CompilerServices;
using System.Text;

namespace LowLatencyMM.Feed.Numbers;

/// <summary>
/// A grid of decimal values: all multiples of one unit, <see cref="Mantissa"/> × 10^-<see cref="Scale"/>. A tick of 0.1 is (1, 1),
/// 0.5 is (5, 1), 0.00001 is (1, 5), 10 is (10, 0).
/// </summary>
/// <remarks>Hot path: reading text is exact and allocates nothing.</remarks>
public readonly record struct DecimalGrid
{
    /// <summary>Most decimal places that a grid can have.</summary>
    public const int MaxScale = 18;

    /// <summary>Makes a grid.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The mantissa is not positive or the scale is not 0 to 18.</exception>
    public DecimalGrid(long mantissa, int scale)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(mantissa);
        ArgumentOutOfRangeException.ThrowIfNegative(scale);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(scale, MaxScale);
        Mantissa = mantissa;
        Scale = scale;
    }

    /// <summary>The unit's digits.</summary>
    public long Mantissa { get; }

    /// <summary>The unit's decimal places.</summary>
    public int Scale { get; }

    /// <summary>The grid whose unit is written in <paramref name="unit"/>, as markets give it ("0.00001").</summary>
    /// <exception cref="FormatException">The text is not a positive decimal number with at most 18 decimal places.</exception>
    public static DecimalGrid FromUnit(string unit)
    {
        ArgumentNullException.ThrowIfNull(unit);
        byte[] utf8 = Encoding.UTF8.GetBytes(unit);
        for (int scale = 0; scale <= MaxScale; scale++)
        {
            if (DecimalText.ReadExact(utf8, scale, out long mantissa) == DecimalError.None && mantissa > 0)
                return new DecimalGrid(mantissa, scale);
        }
        throw new FormatException($"'{unit}' is no unit of a grid: a positive decimal number with at most {MaxScale} places is expected.");
    }

    /// <summary>Reads <paramref name="text"/> as a count of units. See <see cref="DecimalText"/> for the grammar.</summary>
    /// <param name="text">UTF-8 decimal text.</param>
    /// <param name="units">The count of units; 0 on an error.</param>
    public DecimalError Read(ReadOnlySpan<byte> text, out long units)
    {
        DecimalError error = DecimalText.ReadExact(text, Scale, out units);
        if (error != DecimalError.None || Mantissa == 1)
            return error;
        (long quotient, long remainder) = Math.DivRem(units, Mantissa);
        units = remainder == 0 ? quotient : 0;
        return remainder == 0 ? DecimalError.None : DecimalError.OffGrid;
    }

    /// <summary>The decimal value of <paramref name="units"/>; for edges that are not hot.</summary>
    /// <exception cref="OverflowException">The value does not fit a decimal.</exception>
    public decimal ToDecimal(long units) => (decimal)units * Mantissa / QuotedDecimal.PowerOfTen(Scale);

    /// <summary>
    /// Reads plain digits up to a closing quote at the start of <paramref name="text"/>, of which <see cref="QuotedDecimal.Reach"/> bytes exist. Returns
    /// the count of bytes before the quote, or -1 for anything unusual (off the grid, exponent, many digits), which <see cref="Read"/> then decides.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal int ReadQuoted(ref byte text, out long units)
    {
        int length = QuotedDecimal.Read(ref text, out ulong magnitude, out int integerDigits, out int fractionDigits, out bool isNegative);
        units = 0;
        if (length < 0 || integerDigits + Scale > MaxScale)
            return -1;
        if (fractionDigits <= Scale)
            magnitude *= QuotedDecimal.PowerOfTen(Scale - fractionDigits);
        else if (!TryDivide(ref magnitude, QuotedDecimal.PowerOfTen(fractionDigits - Scale)))
            return -1;
        if (Mantissa != 1 && !TryDivide(ref magnitude, (ulong)Mantissa))
            return -1;
        units = isNegative ? -(long)magnitude : (long)magnitude;
        return length;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool TryDivide(ref ulong value, ulong divisor)
    {
        ulong quotient = value / divisor;
        bool isWhole = quotient * divisor == value;
        value = quotient;
        return isWhole;
    }
}
