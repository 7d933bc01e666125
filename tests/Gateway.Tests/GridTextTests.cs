using System.Globalization;
using System.Numerics;
using System.Text;
using FsCheck;
using FsCheck.Fluent;
using LowLatencyMM.Core.Settings;

namespace LowLatencyMM.Gateway.Tests;

public sealed class GridTextTests
{
    [Theory]
    [InlineData(5, 1, 168_140, "84070.0")]
    [InlineData(5, 1, 168_141, "84070.5")]
    [InlineData(25, 2, 3, "0.75")]
    [InlineData(25, 0, 3_362, "84050")]
    [InlineData(1, 5, 500, "0.00500")]
    [InlineData(1, 0, 84_070, "84070")]
    [InlineData(50, 2, 3, "1.5")]
    [InlineData(100, 2, 7, "7")]
    [InlineData(1, 12, 1, "0.000000000001")]
    [InlineData(1, 12, long.MaxValue, "9223372.036854775807")]
    [InlineData(1, 0, 0, "0")]
    public void Units_become_their_exact_decimal_text(long mantissa, int scale, long units, string text)
    {
        Span<byte> utf8 = stackalloc byte[DecimalText.MaxLength];

        var grid = new GridText(new Grid(mantissa, scale));

        Assert.True(grid.CanWrite(units));
        int written = grid.Write(utf8, units);

        Assert.Equal(text, Encoding.ASCII.GetString(utf8[..written]));
        Assert.Equal(text, grid.Format(units));
    }

    [Fact]
    public void The_text_of_any_units_on_any_grid_is_their_value()
    {
        Gen<(long Mantissa, int Scale, long Units)> generator =
            from mantissa in Gen.OneOf(Gen.Elements(1L, 5, 25, 50, 10, 100, 2), Gen.Choose(1, int.MaxValue).Select(value => (long)value))
            from scale in Gen.Choose(0, 12)
            from shift in Gen.Choose(0, 62)
            from bits in ArbMap.Default.GeneratorFor<long>()
            select (mantissa, scale, (bits & long.MaxValue) >> shift);

        Property property = Prop.ForAll(generator.ToArbitrary(), given =>
        {
            Span<byte> utf8 = stackalloc byte[DecimalText.MaxLength];
            var grid = new GridText(new Grid(given.Mantissa, given.Scale));
            BigInteger exact = new BigInteger(given.Mantissa) * given.Units * BigInteger.Pow(10, 12 - given.Scale);
            if (ReadScaled(grid.Format(given.Units), 12) != exact || ReadScaled(grid.Format(-given.Units), 12) != -exact)
                return false;
            if (!grid.CanWrite(given.Units))
                return exact > ulong.MaxValue;
            int written = grid.Write(utf8, given.Units);
            return ReadScaled(Encoding.ASCII.GetString(utf8[..written]), 12) == exact;
        });

        Check.One(Config.QuickThrowOnFailure.WithReplay(20261122, 3).WithMaxTest(5_000), property);
    }

    [Fact]
    public void A_value_beyond_64_bits_or_below_zero_is_refused()
    {
        Assert.False(new GridText(new Grid(3, 0)).CanWrite(long.MaxValue));
        Assert.False(new GridText(new Grid(1, 0)).CanWrite(-1));
        Assert.Equal("27670116110564327421", new GridText(new Grid(3, 0)).Format(long.MaxValue));
        Assert.Equal("-0.5", new GridText(new Grid(5, 1)).Format(-1));
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(-1, 0)]
    [InlineData(1, -1)]
    [InlineData(1, 13)]
    public void A_grid_out_of_range_is_refused(long mantissa, int scale) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new GridText(new Grid(mantissa, scale)));

    private static BigInteger ReadScaled(string text, int scale)
    {
        int point = text.IndexOf('.', StringComparison.Ordinal);
        int places = point < 0 ? 0 : text.Length - point - 1;
        return BigInteger.Parse(text.Replace(".", "", StringComparison.Ordinal), CultureInfo.InvariantCulture)
            * BigInteger.Pow(10, scale - places);
    }
}
