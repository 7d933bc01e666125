using FsCheck;
using FsCheck.Fluent;
using LowLatencyMM.Host.Measurement;

namespace LowLatencyMM.Host.Tests.Measurement;

public class LatencyHistogramTests
{
    private static readonly Gen<long> Duration = Gen.OneOf(
        Gen.Choose(0, 1_000).Select(v => (long)v), Gen.Choose(0, int.MaxValue).Select(v => (long)v * 1_000), Gen.Choose(-5, 0).Select(v => (long)v),
        Gen.Choose(0, 62).Select(bit => 1L << bit), Gen.Choose(1, 62).Select(bit => (1L << bit) - 1), Gen.Constant(long.MaxValue));

    private static readonly Config Seeded = Config.QuickThrowOnFailure.WithReplay(20_261_122, 3);

    [Fact]
    public void A_percentile_is_never_below_the_exact_one_and_at_most_one_in_128_above()
    {
        Prop.ForAll(Duration.NonEmptyListOf().ToArbitrary(), durations =>
        {
            LatencyHistogram histogram = Of(durations);
            long[] sorted = [.. durations.Select(duration => Math.Max(0, duration)).Order()];

            foreach (decimal fraction in new[] { 0, 0.01m, 0.07m, 0.5m, 0.9m, 0.99m, 0.999m, 0.9999m, 1 })
            {
                long exact = sorted[Math.Max(0, (int)Math.Ceiling(fraction * sorted.Length) - 1)];
                long shown = histogram.Percentile((double)fraction);
                Assert.InRange(shown - exact, 0, exact / 128);
            }
            Assert.Equal(sorted[^1], histogram.Max);
            Assert.Equal(sorted.Length, histogram.Count);
        }).Check(Seeded);
    }

    [Fact]
    public void Histograms_added_up_are_the_histogram_of_all_durations()
    {
        Prop.ForAll(Duration.ListOf().ListOf().ToArbitrary(), parts =>
        {
            var sum = new LatencyHistogram();
            foreach (IEnumerable<long> part in parts)
                sum.Add(Of(part));

            AssertSame(Of(parts.SelectMany(part => part)), sum);
        }).Check(Seeded);
    }

    [Fact]
    public void Adding_an_empty_one_changes_nothing()
    {
        LatencyHistogram histogram = Of([3, 400, 50_000]);

        histogram.Add(new LatencyHistogram());

        AssertSame(Of([3, 400, 50_000]), histogram);
    }

    [Fact]
    public void An_empty_one_has_only_zeros()
    {
        var histogram = new LatencyHistogram();

        Assert.Equal((0, 0, 0, 0), (histogram.Count, histogram.Max, histogram.Percentile(0.5), histogram.Percentile(1)));
        Assert.Empty(histogram.Occupied());
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
    public void Recording_and_adding_allocate_nothing()
    {
        var histogram = new LatencyHistogram();
        var other = new LatencyHistogram();
        Run();

        long before = GC.GetAllocatedBytesForCurrentThread();
        Run();

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);

        void Run()
        {
            for (long i = 0; i < 10_000; i++)
                histogram.Record(i * i);
            other.Add(histogram);
        }
    }

    internal static LatencyHistogram Of(IEnumerable<long> durations)
    {
        var histogram = new LatencyHistogram();
        foreach (long duration in durations)
            histogram.Record(duration);
        return histogram;
    }

    internal static void AssertSame(LatencyHistogram expected, LatencyHistogram actual)
    {
        Assert.Equal(expected.Occupied(), actual.Occupied());
        Assert.Equal((expected.Count, expected.Max), (actual.Count, actual.Max));
    }
}
