using System.Globalization;
using System.Text;
using LowLatencyMM.Feed.Numbers;
using LowLatencyMM.Feed.Tests.Support;

namespace LowLatencyMM.Feed.Tests;

public sealed class DecimalTests
{
    [Theory]
    [InlineData("84070", "1", 84070)]
    [InlineData("84070.0000000000000000", "1", 84070)]
    [InlineData("61800.10", "0.1", 618001)]
    [InlineData("0.00500", "0.00001", 500)]
    [InlineData("-0.26796", "0.00001", -26796)]
    [InlineData("12.5", "0.5", 25)]
    [InlineData("1230", "10", 123)]
    [InlineData("-0", "0.1", 0)]
    [InlineData("0E-16", "0.1", 0)]
    [InlineData("1.5e1", "0.5", 30)]
    [InlineData("25E-2", "0.01", 25)]
    [InlineData("007.0", "1", 7)]
    [InlineData("9223372036854775807", "1", long.MaxValue)]
    [InlineData("-9223372036854775807", "1", -long.MaxValue)]
    public void Text_on_the_grid_is_its_count_of_units(string text, string unit, long expected)
    {
        DecimalError error = DecimalGrid.FromUnit(unit).Read(Encoding.UTF8.GetBytes(text), out long units);

        Assert.Equal((DecimalError.None, expected), (error, units));
    }

    [Theory]
    [InlineData("", "1", DecimalError.Empty)]
    [InlineData("84070.5", "1", DecimalError.OffGrid)]
    [InlineData("12.3", "0.5", DecimalError.OffGrid)]
    [InlineData("1e-9", "0.1", DecimalError.OffGrid)]
    [InlineData("9223372036854775808", "1", DecimalError.Overflow)]
    [InlineData("1e30", "1", DecimalError.Overflow)]
    [InlineData("1e99999999999999999999", "1", DecimalError.Overflow)]
    [InlineData("100000000000000000000000000", "0.1", DecimalError.Overflow)]
    [InlineData("+1", "1", DecimalError.NotANumber)]
    [InlineData("-", "1", DecimalError.NotANumber)]
    [InlineData(".5", "0.1", DecimalError.NotANumber)]
    [InlineData("5.", "0.1", DecimalError.NotANumber)]
    [InlineData("1,5", "0.1", DecimalError.NotANumber)]
    [InlineData(" 1", "1", DecimalError.NotANumber)]
    [InlineData("1 ", "1", DecimalError.NotANumber)]
    [InlineData("1.2.3", "0.1", DecimalError.NotANumber)]
    [InlineData("1e", "1", DecimalError.NotANumber)]
    [InlineData("1e+", "1", DecimalError.NotANumber)]
    [InlineData("0x10", "1", DecimalError.NotANumber)]
    [InlineData("NaN", "1", DecimalError.NotANumber)]
    [InlineData("１", "1", DecimalError.NotANumber)]
    public void Text_off_the_grid_is_refused_with_its_reason_and_no_value(string text, string unit, DecimalError expected)
    {
        DecimalError error = DecimalGrid.FromUnit(unit).Read(Encoding.UTF8.GetBytes(text), out long units);

        Assert.Equal((expected, 0L), (error, units));
    }

    [Theory]
    [InlineData("84058.473541750005", 9, 84058473541750)]
    [InlineData("0.0000005", 6, 1)]
    [InlineData("-0.0000005", 6, -1)]
    [InlineData("0.00000049999999", 6, 0)]
    [InlineData("0.9999995", 6, 1000000)]
    [InlineData("5e-7", 6, 1)]
    [InlineData("5e-8", 6, 0)]
    [InlineData("0.000013", 12, 13000000)]
    public void Text_beyond_the_scale_is_rounded_half_away_from_zero(string text, int scale, long expected)
    {
        DecimalError error = DecimalText.ReadRounded(Encoding.UTF8.GetBytes(text), scale, out long value);

        Assert.Equal((DecimalError.None, expected), (error, value));
    }

    [Fact]
    public void A_unit_is_read_without_its_trailing_zeros()
    {
        Assert.Equal(new DecimalGrid(1, 5), DecimalGrid.FromUnit("0.0000100"));
        Assert.Equal(new DecimalGrid(5, 1), DecimalGrid.FromUnit("0.50"));
        Assert.Equal(new DecimalGrid(10, 0), DecimalGrid.FromUnit("10"));
        Assert.Throws<FormatException>(() => DecimalGrid.FromUnit("0"));
        Assert.Throws<FormatException>(() => DecimalGrid.FromUnit("-1"));
        Assert.Throws<FormatException>(() => DecimalGrid.FromUnit("tick"));
    }

    /// <summary>The naive twin: big integers over the text's digits.</summary>
    [Fact]
    public void Random_text_reads_as_big_integers_say()
    {
        var random = new Random(20261122);
        for (int i = 0; i < 50_000; i++)
        {
            string text = RandomNumber(random);
            int scale = random.Next(0, 19);
            byte[] utf8 = Encoding.UTF8.GetBytes(text);
            (DecimalError expectedExact, long exact) = DecimalOracle.Read(text, scale, round: false);
            (DecimalError expectedRounded, long rounded) = DecimalOracle.Read(text, scale, round: true);

            Assert.True((expectedExact, exact) == (DecimalText.ReadExact(utf8, scale, out long e), e), $"{text} at {scale}");
            Assert.True((expectedRounded, rounded) == (DecimalText.ReadRounded(utf8, scale, out long r), r), $"{text} at {scale}, rounded");
        }
    }

    /// <summary>The fast path may decline, but what it reads the general one reads too.</summary>
    [Fact]
    public void The_quoted_fast_path_agrees_with_the_general_one()
    {
        var random = new Random(7);
        int read = 0;
        for (int i = 0; i < 50_000; i++)
        {
            string text = RandomNumber(random);
            var grid = new DecimalGrid(random.Next(4) == 0 ? 5 : 1, random.Next(0, 10));
            byte[] quoted = Encoding.UTF8.GetBytes(text + "\",0123456789.0123456789.01234567");

            int length = grid.ReadQuoted(ref quoted[0], out long fast);
            if (length < 0)
                continue;
            read++;
            Assert.Equal(text.Length, length);
            Assert.True((DecimalError.None, fast) == (grid.Read(quoted.AsSpan(0, length), out long general), general), text);
        }
        Assert.True(read > 5_000, $"the fast path read only {read}");
    }

    private static string RandomNumber(Random random)
    {
        var text = new StringBuilder();
        if (random.Next(3) == 0)
            text.Append('-');
        text.Append(Digits(random, random.Next(1, random.Next(3) == 0 ? 24 : 8)));
        if (random.Next(3) != 0)
            text.Append('.').Append(Digits(random, random.Next(1, 10))).Append('0', random.Next(12));
        if (random.Next(6) == 0)
            text.Append(random.Next(2) == 0 ? 'e' : 'E').Append(random.Next(-20, 20).ToString(CultureInfo.InvariantCulture));
        return text.ToString();
    }

    private static string Digits(Random random, int count) =>
        string.Concat(Enumerable.Range(0, count).Select(_ => random.Next(4) == 0 ? '0' : (char)('0' + random.Next(10))));
}
