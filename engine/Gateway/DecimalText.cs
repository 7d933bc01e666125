namespace LowLatencyMM.Gateway;

/// <summary>Integers as decimal text in UTF-8. Exact, independent of culture, allocates nothing.</summary>
public static class DecimalText
{
    /// <summary>Most decimal places.</summary>
    public const int MaxScale = 12;

    /// <summary>Longest text: 20 digits and a point.</summary>
    public const int MaxLength = 21;

    private static ReadOnlySpan<ulong> PowersOfTen =>
    [
        1, 10, 100, 1_000, 10_000, 100_000, 1_000_000, 10_000_000, 100_000_000, 1_000_000_000, 10_000_000_000, 100_000_000_000,
        1_000_000_000_000,
    ];

    /// <summary>Writes <paramref name="value"/>; returns the bytes written, 1 to 20.</summary>
    /// <exception cref="IndexOutOfRangeException">The destination is too short: a defect of the caller.</exception>
    public static int Write(Span<byte> utf8, ulong value)
    {
        int length = CountDigits(value);
        WriteDigits(utf8[..length], value);
        return length;
    }

    /// <summary>
    /// Writes <c>value × 10^-scale</c> with exactly <paramref name="scale"/> decimal places (0 to <see cref="MaxScale"/>; no point at
    /// 0) and at least one digit before the point; returns the bytes written, at most <see cref="MaxLength"/>.
    /// </summary>
    /// <exception cref="IndexOutOfRangeException">The scale is out of range, or the destination too short: a defect of the caller.</exception>
    public static int Write(Span<byte> utf8, ulong value, int scale)
    {
        if (scale == 0)
            return Write(utf8, value);
        ulong power = PowersOfTen[scale];
        ulong whole = value / power;
        int point = Write(utf8, whole);
        utf8[point] = (byte)'.';
        WriteDigits(utf8.Slice(point + 1, scale), value - whole * power);
        return point + 1 + scale;
    }

    /// <summary>Fills the whole of <paramref name="utf8"/> with the last digits of <paramref name="value"/>, zeros in front.</summary>
    internal static void WriteDigits(Span<byte> utf8, ulong value)
    {
        for (int i = utf8.Length - 1; i >= 0; i--)
        {
            ulong rest = value / 10;
            utf8[i] = (byte)('0' + (value - rest * 10));
            value = rest;
        }
    }

    private static int CountDigits(ulong value)
    {
        int digits = 1;
        while (value >= 10)
        {
            value /= 10;
            digits++;
        }
        return digits;
    }
}
