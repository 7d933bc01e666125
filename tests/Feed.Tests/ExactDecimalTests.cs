using System.Globalization;
using System.Numerics;
using System.Text;
using LowLatencyMM.Feed.Numbers;

namespace LowLatencyMM.Feed.Tests;

public sealed class ExactDecimalTests
{
    private const int Seed = 20261122;

    [Theory]
    [InlineData("84070", "84070")]
    [InlineData("-0.00100", "-0.001")]
    [InlineData("8.2653E4", "82653")]
    [InlineData("82653.0e-2", "826.53")]
    [InlineData("0.0000000000000000000000000001", "0.0000000000000000000000000001")]
    [InlineData("1234567890123456789012345678", "1234567890123456789012345678")]
    [InlineData("000000000000000000000000000000001.50000000000000000000000000000000000", "1.5")]
    [InlineData("0.0000000000000000", "0")]
    public void What_a_decimal_holds_is_read(string text, string value)
    {
        Assert.True(ExactDecimal.TryParse(text, out decimal read));
        Assert.Equal(decimal.Parse(value, CultureInfo.InvariantCulture), read);
    }

    [Theory]
    [InlineData("")]
    [InlineData("-")]
    [InlineData("+1")]
    [InlineData(".5")]
    [InlineData("5.")]
    [InlineData(" 5")]
    [InlineData("5 ")]
    [InlineData("1,000")]
    [InlineData("1e")]
    [InlineData("1e5.0")]
    [InlineData("1e 5")]
    [InlineData("NaN")]
    [InlineData("0x10")]
    [InlineData("1e99999")]
    [InlineData("0.00000000000000000000000000001")]
    [InlineData("12345678901234567890123456789")]
    [InlineData("1.2345678901234567890123456789")]
    [InlineData("1E28")]
    [InlineData("1E-29")]
    public void What_it_does_not_hold_exactly_is_refused(string text) => Assert.False(ExactDecimal.TryParse(text, out _));

    [Fact]
    public void Random_numbers_are_exact_or_refused_never_rounded()
    {
        var random = new Random(Seed);
        int read = 0;
        for (int i = 0; i < 50_000; i++)
        {
            (string text, BigInteger numerator, int scale) = RandomNumber(random);
            if (!ExactDecimal.TryParse(text, out decimal value))
                continue;
            read++;
            int[] bits = decimal.GetBits(value);
            var mantissa = new BigInteger((uint)bits[2]) << 64 | new BigInteger((uint)bits[1]) << 32 | (uint)bits[0];
            int places = (bits[3] >> 16) & 0xFF;
            mantissa = bits[3] < 0 ? -mantissa : mantissa;
            bool isEqual = mantissa * BigInteger.Pow(10, Math.Max(scale, 0) + 40) == numerator * BigInteger.Pow(10, places + 40 + Math.Max(-scale, 0));
            Assert.True(isEqual, $"seed {Seed}: {text} became {value.ToString(CultureInfo.InvariantCulture)}");
        }
        Assert.InRange(read, 10_000, 45_000);
    }

    /// <summary>A number's text, and numerator × 10^-scale that it stands for.</summary>
    private static (string Text, BigInteger Numerator, int Scale) RandomNumber(Random random)
    {
        var text = new StringBuilder();
        var digits = new StringBuilder();
        bool isNegative = random.Next(2) == 0;
        int integers = random.Next(1, 25), places = random.Next(0, 20), exponent = random.Next(-8, 9);
        text.Append(isNegative ? "-" : "");
        for (int i = 0; i < integers + places; i++)
        {
            if (i == integers)
                text.Append('.');
            char digit = random.Next(2) == 0 ? '0' : (char)('0' + random.Next(10));
            text.Append(digit);
            digits.Append(digit);
        }
        if (random.Next(3) == 0)
            text.Append(CultureInfo.InvariantCulture, $"e{exponent}");
        else
            exponent = 0;
        var numerator = BigInteger.Parse(digits.ToString(), CultureInfo.InvariantCulture);
        return (text.ToString(), isNegative ? -numerator : numerator, places - exponent);
    }
}
