using LowLatencyMM.Bench.Compare;
using LowLatencyMM.Bench.Gate;

namespace LowLatencyMM.Bench.Tests;

public class ComparisonTests
{
    private const int BandPercent = 5;

    [Fact]
    public void A_piece_whose_whole_interval_lies_above_the_band_is_slower()
    {
        Comparison parse = Assert.Single(Compare(before: 1, after: 1.1, spread: 0.02));
        Assert.Equal(1.1, parse.AfterOverBefore.Median, 2);
        Assert.True(parse.IsSlower);
    }

    [Fact]
    public void A_piece_whose_interval_reaches_into_the_band_is_not() => Assert.False(Assert.Single(Compare(before: 1, after: 1.06, spread: 0.03)).IsSlower);

    [Fact]
    public void A_faster_piece_is_not() => Assert.False(Assert.Single(Compare(before: 1, after: 0.5, spread: 0.02)).IsSlower);

    [Fact]
    public void A_piece_that_one_build_lacks_counts_as_slower()
    {
        Comparison[] found = [.. Comparison.Of([.. Enumerable.Repeat((Process("parse", 1), Process("scan", 1)), PairedRatio.LeastPairs)], BandPercent)];
        Assert.Equal(["parse", "scan"], found.Select(piece => piece.Name));
        Assert.All(found, piece => Assert.True(piece.IsSlower && double.IsNaN(piece.AfterOverBefore.Median)));
    }

    private static IReadOnlyList<Comparison> Compare(double before, double after, double spread) => Comparison.Of(
        [.. Enumerable.Range(0, 10).Select(i => (Process("parse", before), Process("parse", after + (spread * (i - 4.5) / 4.5))))], BandPercent);

    private static GateMeasurement Process(string name, double ratio) =>
        new(new() { [name] = [.. Enumerable.Repeat(new Slice((long)(1_000_000 * ratio), 1_000_000, 1), 100)] }, [], 0);
}
