using System.Globalization;

namespace LowLatencyMM.Feed.Numbers;

/// <summary>Reads decimal text into <see cref="decimal"/> exactly or not at all; for edges that are not hot.</summary>
/// <remarks>The grammar is that of <see cref="DecimalText"/>: <c>-?digits[.digits][(e|E)[+-]digits]</c>.</remarks>
internal static class ExactDecimal
{
    /// <summary>Digits, and decimal places, that every decimal holds exactly.</summary>
    private const int MaxDigits = 28;

    /// <summary>False if the text is no number, or has more digits than a decimal holds.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, out decimal value)
    {
        value = 0;
        return IsExact(text) && decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out value);
    }

    private static bool IsExact(ReadOnlySpan<char> text)
    {
        int at = text.StartsWith("-") ? 1 : 0;
        int first = -1, last = -1, digits = 0, places = 0;
        int integers = Scan(text, ref at, ref digits, ref first, ref last);
        if (integers == 0)
            return false;
        if (at < text.Length && text[at] == '.')
        {
            at++;
            places = Scan(text, ref at, ref digits, ref first, ref last);
            if (places == 0)
                return false;
        }
        int exponent = 0;
        if (at < text.Length && text[at] is 'e' or 'E')
        {
            ReadOnlySpan<char> rest = text[(at + 1)..];
            if (rest.Length is 0 or > 4 || !int.TryParse(rest, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out exponent))
                return false;
            at = text.Length;
        }
        if (at != text.Length)
            return false;
        if (first < 0)
            return true;
        int trailingZeros = digits - 1 - last;
        return last - first < MaxDigits && places - trailingZeros - exponent <= MaxDigits && digits - first - places + exponent <= MaxDigits;
    }

    /// <summary>Counts digits from <paramref name="at"/> on, and notes the first and last that is not zero.</summary>
    private static int Scan(ReadOnlySpan<char> text, ref int at, ref int digits, ref int first, ref int last)
    {
        int start = at;
        for (; at < text.Length && char.IsAsciiDigit(text[at]); at++, digits++)
        {
            if (text[at] == '0')
                continue;
            first = first < 0 ? digits : first;
            last = digits;
        }
        return at - start;
    }
}
