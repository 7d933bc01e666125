using System.Globalization;
using System.Text;
using FsCheck;
using FsCheck.Fluent;

namespace LowLatencyMM.Simulator.Tests;

public sealed class DecimalGridTests
{
    private static readonly string[] Units = ["1", "0.1", "0.01", "0.00001", "5", "0.5", "0.0025"];

    [Fact]
    public void What_is_formatted_is_read_back_the_same() =>
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(500), Prop.ForAll(
            Gen.Elements(Units).ToArbitrary(), Gen.Choose(-1_000_000_000, 1_000_000_000).ToArbitrary(), (unit, count) =>
            {
                DecimalGrid grid = DecimalGrid.Parse("unit", unit);
                Span<byte> text = stackalloc byte[40];
                int length = grid.Format(count, text);
                Assert.Equal(GridResult.Exact, grid.TryParse(text[..length], out long read));
                Assert.Equal(count, read);
                Assert.Equal(grid.ToDecimal(count), decimal.Parse(Encoding.ASCII.GetString(text[..length]), CultureInfo.InvariantCulture));
            }));

    [Fact]
    public void Reading_agrees_with_plain_decimals() =>
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(1000), Prop.ForAll(
            Gen.Elements(Units).ToArbitrary(), Gen.Choose(-1_000_000, 1_000_000).ToArbitrary(), Gen.Choose(0, 7).ToArbitrary(),
            (unit, digits, scale) =>
            {
                decimal value = new(Math.Abs(digits), 0, 0, digits < 0, (byte)scale);
                decimal unitValue = decimal.Parse(unit, CultureInfo.InvariantCulture);
                GridResult result = Parse(unit, value.ToString(CultureInfo.InvariantCulture), out long count);
                Assert.Equal(value % unitValue == 0 ? GridResult.Exact : GridResult.OffGrid, result);
                if (result == GridResult.Exact)
                    Assert.Equal(value / unitValue, count);
            }));

    [Theory]
    [InlineData("61800.20", GridResult.Exact)]
    [InlineData("0061800.2", GridResult.Exact)]
    [InlineData("61800.2000000000000000000000", GridResult.Exact)]
    [InlineData("61800.25", GridResult.OffGrid)]
    [InlineData("", GridResult.NotANumber)]
    [InlineData("-", GridResult.NotANumber)]
    [InlineData(".5", GridResult.NotANumber)]
    [InlineData("5.", GridResult.NotANumber)]
    [InlineData("1.2.3", GridResult.NotANumber)]
    [InlineData("+1", GridResult.NotANumber)]
    [InlineData(" 1", GridResult.NotANumber)]
    [InlineData("1e3", GridResult.NotANumber)]
    [InlineData("1,5", GridResult.NotANumber)]
    [InlineData("NaN", GridResult.NotANumber)]
    [InlineData("9999999999999999999", GridResult.TooLarge)]
    [InlineData("999999999999999999", GridResult.TooLarge)]
    public void Text_is_judged(string text, GridResult expected) => Assert.Equal(expected, Parse("0.1", text, out _));

    [Theory]
    [InlineData("0")]
    [InlineData("-1")]
    [InlineData("x")]
    [InlineData("1e-3")]
    [InlineData("0.0000000001")]
    public void A_unit_that_is_no_grid_is_refused_by_name(string unit)
    {
        SimulatorException e = Assert.Throws<SimulatorException>(() => DecimalGrid.Parse("tick", unit));

        Assert.Contains($"tick is '{unit}'", e.Message, StringComparison.Ordinal);
    }

    private static GridResult Parse(string unit, string text, out long count) =>
        DecimalGrid.Parse("unit", unit).TryParse(Encoding.ASCII.GetBytes(text), out count);
}
