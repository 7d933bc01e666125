using FsCheck;
using FsCheck.Fluent;
using LowLatencyMM.Host.Doctor;

namespace LowLatencyMM.Host.Tests;

public class DoctorTests
{
    private static readonly DateTimeOffset Start = new(2026, 1, 2, 3, 4, 5, 678, TimeSpan.Zero);

    [Fact]
    public void Percentiles_are_of_nearest_rank()
    {
        var times = new RoundTrips(Enumerable.Range(1, 100).Reverse().Select(i => TimeSpan.FromMilliseconds(i)));

        Assert.Equal([1, 50, 90, 95, 99], new[] { times.MinMs, times.PercentileMs(50), times.PercentileMs(90), times.PercentileMs(95), times.PercentileMs(99) });
        Assert.Equal(50.5, times.AverageMs, 6);
    }

    [Fact]
    public void The_true_difference_of_the_clocks_always_lies_within_the_bounds_that_whole_seconds_give() =>
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(300).WithReplay(42, 4_243), Prop.ForAll(
            Gen.Choose(-20_000, 20_000).ToArbitrary(), Gen.Choose(0, 300).ListOf(100).ToArbitrary(), (aheadMs, waits) =>
            {
                var skew = new ClockSkew();
                DateTimeOffset now = Start;
                foreach (int wait in waits)
                {
                    DateTimeOffset sent = now;
                    // The exchange looks at its clock somewhere on the way.
                    DateTimeOffset exchange = sent.AddMilliseconds(wait / 3.0).AddMilliseconds(aheadMs);
                    now = sent.AddMilliseconds(wait);
                    skew.Add(sent, now, new DateTimeOffset(exchange.Ticks - (exchange.Ticks % TimeSpan.TicksPerSecond), TimeSpan.Zero));
                    now = now.AddMilliseconds(7);
                }
                Assert.True(skew.IsKnown);
                Assert.InRange(aheadMs, skew.AtLeast.TotalMilliseconds, skew.AtMost.TotalMilliseconds);
            }));

    [Fact]
    public void A_hundred_answers_over_some_seconds_bound_the_difference_narrowly()
    {
        var skew = new ClockSkew();
        for (int i = 0; i < 100; i++)
        {
            DateTimeOffset sent = Start.AddMilliseconds(i * 27), exchange = sent.AddMilliseconds(1_234 + 5);
            skew.Add(sent, sent.AddMilliseconds(10), new DateTimeOffset(exchange.Ticks - (exchange.Ticks % TimeSpan.TicksPerSecond), TimeSpan.Zero));
        }

        Assert.InRange(skew.Estimate.TotalMilliseconds, 1_234 - 40, 1_234 + 40);
        Assert.InRange((skew.AtMost - skew.AtLeast).TotalMilliseconds, 0, 80);
    }
}
