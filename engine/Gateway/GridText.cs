using System.Globalization;
using LowLatencyMM.Core.Settings;

namespace LowLatencyMM.Gateway;

/// <summary>Writes prices and sizes, counted in ticks and steps, as the exact decimal text of their value. Allocates nothing.</summary>
/// <remarks>
/// The number of decimal places is that of the grid in its shortest form (a tick of 0.50 writes one place): the exchange refuses
/// a price or size with more places than its grid needs (errors 1123 and 1125).
/// </remarks>
public readonly struct GridText
{
    private readonly ulong _mantissa;
    private readonly int _scale;

    /// <summary>Takes the grid.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The mantissa is below 1 or the scale not 0 to 12.</exception>
    public GridText(Grid grid)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(grid.Mantissa, 1, nameof(grid));
        ArgumentOutOfRangeException.ThrowIfNegative(grid.Scale, nameof(grid));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(grid.Scale, DecimalText.MaxScale, nameof(grid));
        (long mantissa, int scale) = grid;
        while (scale > 0 && mantissa % 10 == 0)
        {
            mantissa /= 10;
            scale--;
        }
        _mantissa = (ulong)mantissa;
        _scale = scale;
    }

    /// <summary>
    /// Writes <c>units × grid</c>, which must be one that <see cref="CanWrite"/>; returns the bytes written, at most
    /// <see cref="DecimalText.MaxLength"/>.
    /// </summary>
    public int Write(Span<byte> utf8, long units) => DecimalText.Write(utf8, (ulong)units * _mantissa, _scale);

    /// <summary>Whether <paramref name="units"/> is not negative and its value, in the last decimal place, fits 64 bits.</summary>
    public bool CanWrite(long units) => units >= 0 && Math.BigMul((ulong)units, _mantissa, out _) == 0;

    /// <summary>The text of any <paramref name="units"/>, with sign; cold path.</summary>
    public string Format(long units)
    {
        UInt128 value = (UInt128)Int128.Abs(units) * _mantissa;
        string digits = value.ToString(CultureInfo.InvariantCulture).PadLeft(_scale + 1, '0');
        string text = _scale == 0 ? digits : digits.Insert(digits.Length - _scale, ".");
        return units < 0 ? "-" + text : text;
    }
}
