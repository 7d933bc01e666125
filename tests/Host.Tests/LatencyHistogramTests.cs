using FsCheck;
using FsCheck.Fluent;
using LowLatencyMM.Host.Measurement;

namespace LowLatencyMM.Host.Tests;

public class LatencyHistogramTests
{
    [Fact]
    public void A_percentile_is_never_below_the_exact_one_and_at_most_one_percent_above()
    {
        Gen<long> duration = Gen.OneOf(Gen.Choose(0, 1_000).Select(v => (long)v), Gen.Choose(0, int.MaxValue).Select(v => (long)v * 1_000));
        Prop.ForAll(duration.NonEmptyListOf().ToArbitrary(), durations =>
        {
            var histogram = new LatencyHistogram();
            foreach (long value in durations)
                histogram.Record(value);
            long[] sorted = [.. durations.Order()];

            foreach (double fraction in new[] { 0.01, 0.5, 0.9, 0.99, 1 })
            {
                long exact = sorted[Math.Clamp((int)Math.Ceiling(fraction * sorted.Length) - 1, 0, sorted.Length - 1)];
                long shown = histogram.Percentile(fraction);
                Assert.InRange(shown, exact, exact + (exact / 100));
            }
            Assert.Equal(sorted[^1], histogram.Max);
            Assert.Equal(sorted.Length, histogram.Count);
        }).Check(Config.QuickThrowOnFailure.WithReplay(20_261_122, 3));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(127)]
    [InlineData(128)]
    [InlineData(255)]
    [InlineData(256)]
    [InlineData(long.MaxValue)]
    public void A_single_duration_is_its_own_every_percentile(long duration)
    {
        var histogram = new LatencyHistogram();

        histogram.Record(duration);

        Assert.Equal(duration, histogram.Percentile(0.5));
        Assert.Equal(duration, histogram.Percentile(1));
    }

    [Fact]
    public void A_negative_duration_counts_as_zero()
    {
        var histogram = new LatencyHistogram();

        histogram.Record(-5);

        Assert.Equal(1, histogram.Count);
        Assert.Equal(0, histogram.Max);
    }

    [Fact]
    public void Recording_allocates_nothing()
    {
        var histogram = new LatencyHistogram();
        histogram.Record(1);

        long before = GC.GetAllocatedBytesForCurrentThread();
        for (long i = 0; i < 10_000; i++)
            histogram.Record(i * i);

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }
}
