using LowLatencyMM.Bench.Compare;

namespace LowLatencyMM.Bench.Tests;

public class PairedRatioTests
{
    [Theory]
    // Order statistics of the binomial(n, 1/2), from published tables: ranks 1 and 6 of 6, 2 and 9 of 10, 6 and 15 of 20.
    [InlineData(6, 1, 0.96875)]
    [InlineData(10, 2, 0.978516)]
    [InlineData(20, 6, 0.958611)]
    public void The_interval_is_the_tabled_pair_of_order_statistics(int count, int rank, double confidence)
    {
        double[] ratios = [.. Enumerable.Range(1, count).Select(i => (double)i)];
        PairedRatio found = PairedRatio.Of(ratios);
        Assert.Equal(rank, found.Low);
        Assert.Equal(count + 1 - rank, found.High);
        Assert.Equal(confidence, found.Confidence, 5);
        Assert.Equal((count + 1) / 2.0, found.Median);
    }

    [Fact]
    public void The_interval_covers_the_true_median_at_least_as_often_as_it_says()
    {
        var random = new Random(20_261_122);
        int covered = 0;
        const int Trials = 20_000;
        for (int trial = 0; trial < Trials; trial++)
        {
            double[] ratios = [.. Enumerable.Range(0, 10).Select(_ => Math.Exp(0.1 * ((2 * random.NextDouble()) - 1)))];
            PairedRatio found = PairedRatio.Of(ratios);
            covered += found.Low <= 1 && 1 <= found.High ? 1 : 0;
        }
        Assert.InRange(covered / (double)Trials, 0.9785 - 0.005, 0.9785 + 0.005);
    }

    [Fact]
    public void Fewer_pairs_than_95_percent_need_are_refused() => Assert.Throws<ArgumentException>(() => PairedRatio.Of(new double[5]));
}
