using System.Globalization;
using System.Numerics;
using System.Text.RegularExpressions;
using LowLatencyMM.Feed.Numbers;

namespace LowLatencyMM.Feed.Tests.Support;

/// <summary>What decimal text is worth, by big integers over its digits.</summary>
internal static partial class DecimalOracle
{
    /// <summary>The text in units of 10^-<paramref name="scale"/>; digits beyond are rounded half away from zero, or off the grid.</summary>
    public static (DecimalError Error, long Value) Read(string text, int scale, bool round)
    {
        string[] parts = text.Split('e', 'E');
        // Beyond a thousand places all numbers of a frame are zero or too large.
        BigInteger written = parts.Length == 2 ? BigInteger.Parse(parts[1], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture) : 0;
        int exponent = (int)BigInteger.Clamp(written, -1_000, 1_000);
        int point = parts[0].IndexOf('.', StringComparison.Ordinal);
        int places = point < 0 ? 0 : parts[0].Length - point - 1;
        BigInteger digits = BigInteger.Parse(parts[0].Replace(".", "", StringComparison.Ordinal), CultureInfo.InvariantCulture);
        int shift = exponent - places + scale;
        BigInteger value;
        if (shift >= 0)
        {
            value = digits * BigInteger.Pow(10, shift);
        }
        else
        {
            BigInteger divisor = BigInteger.Pow(10, -shift);
            value = BigInteger.DivRem(digits, divisor, out BigInteger rest);
            if (!rest.IsZero && !round && BigInteger.Abs(value) <= long.MaxValue)
                return (DecimalError.OffGrid, 0);
            if (BigInteger.Abs(rest) * 2 >= divisor)
                value += rest.Sign;
        }
        return BigInteger.Abs(value) > long.MaxValue ? (DecimalError.Overflow, 0) : (DecimalError.None, (long)value);
    }

    /// <summary>
    /// The value of text from a frame: by <see cref="decimal"/> where that is exact, by big integers for longer text. Fails the test if the text is no
    /// decimal number or not a whole count of units.
    /// </summary>
    public static long Units(string text, DecimalGrid grid)
    {
        Assert.Matches(Grammar(), text);
        if (text.Length <= 28 && decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out decimal value) && !HasExponent(text))
        {
            decimal units = value / grid.ToDecimal(1);
            Assert.Equal(decimal.Truncate(units), units);
            return (long)units;
        }
        (DecimalError error, long exact) = Read(text, grid.Scale, round: false);
        Assert.Equal(DecimalError.None, error);
        Assert.Equal(0, exact % grid.Mantissa);
        return exact / grid.Mantissa;
    }

    /// <summary>The value of text from a frame in 10^-<paramref name="scale"/>, rounded half away from zero.</summary>
    public static long Rounded(string text, int scale)
    {
        Assert.Matches(Grammar(), text);
        (DecimalError error, long value) = Read(text, scale, round: true);
        Assert.Equal(DecimalError.None, error);
        return value;
    }

    private static bool HasExponent(string text) => text.AsSpan().IndexOfAny('e', 'E') >= 0;

    [GeneratedRegex(@"\A-?[0-9]+(\.[0-9]+)?([eE][+-]?[0-9]+)?\z")]
    private static partial Regex Grammar();
}
