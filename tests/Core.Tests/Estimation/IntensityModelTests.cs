using LowLatencyMM.Core.Estimation;
using LowLatencyMM.Core.Events;
using LowLatencyMM.Core.Settings;

namespace LowLatencyMM.Core.Tests.Estimation;

/// <summary>Streaming counters against computing anew from everything that happened, event by event.</summary>
public class IntensityModelTests
{
    private const long Second = 1_000_000_000;
    private static readonly long[] Grid = [2, 3, 5, 8, 12];

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Streaming_equals_computing_anew_at_every_event(bool withQueue)
    {
        for (int seed = 1; seed <= 6; seed++)
            Compare(seed, withQueue);
    }

    private static void Compare(int seed, bool withQueue)
    {
        var settings = new QuotingSettings { NotionalMicro = 1, IntensitySampleNs = Second, WindowNs = 600 * Second };
        NaiveQueues? queues = withQueue ? new NaiveQueues() : null;
        var quotes = new VirtualQuotes(settings, 0.1, queues, Grid);
        var prints = new TradeDepth(settings with { WindowNs = 720L * 3_600 * Second }, everyPrint: true);
        var orders = new TradeDepth(settings with { WindowNs = 720L * 3_600 * Second }, everyPrint: false);
        var naive = new NaiveIntensity(Second, settings.MaxDataAgeNs, settings.GapNs, settings.WindowNs, Grid, queues);
        var random = new Random(seed);
        long time = 1_790_000_000 * Second;
        long mid2 = 67_660;
        long fills = 0;
        for (int i = 0; i < 1_500; i++)
        {
            // Events of the same moment are common; long silences happen.
            time += random.Next(4) == 0 ? 0 : random.Next(60) == 0 ? random.NextInt64(40 * Second) : random.NextInt64(900_000_000);
            int what = random.Next(100);
            if (what < 45)
            {
                mid2 += random.Next(-3, 4);
                quotes.Advance(time);
                if (queues is not null)
                    queues.State = random.Next(1_000);
                naive.OnMid(time, mid2);
                quotes.OnMid(time, mid2);
                prints.OnMid(time, mid2);
                orders.OnMid(time, mid2);
            }
            else if (what < 98)
            {
                Side side = random.Next(2) == 0 ? Side.Buy : Side.Sell;
                long depth = random.Next(-1, 16);
                long price = side == Side.Buy ? (mid2 + 1) / 2 + depth : mid2 / 2 - depth;
                long steps = random.Next(1, 8);
                naive.OnTrade(time, side, price, steps);
                quotes.OnTrade(time, side, price, steps);
                prints.OnTrade(time, time, side, price);
                orders.OnTrade(time, time, side, price);
            }
            else
            {
                naive.Break(time);
                quotes.Break();
                prints.Break();
                orders.Break();
            }
            if (i % 11 != 0)
                continue;
            (long windows, long[] expectedFills, long[] arrivals) = naive.Quotes(time);
            Assert.True(windows == quotes.WindowCount, $"seed {seed}, event {i}: {windows} and {quotes.WindowCount} windows");
            for (int level = 0; level < Grid.Length; level++)
            {
                Assert.True(expectedFills[level] == quotes.Fills(Side.Sell, level), $"seed {seed}, event {i}, ask {level}");
                Assert.True(expectedFills[Grid.Length + level] == quotes.Fills(Side.Buy, level), $"seed {seed}, event {i}, bid {level}");
                Assert.Equal(arrivals[level], quotes.ArrivalNs(Side.Sell, level));
                Assert.Equal(arrivals[Grid.Length + level], quotes.ArrivalNs(Side.Buy, level));
            }
            fills = Math.Max(fills, expectedFills.Sum());
            AssertDepths(naive.Depths(everyPrint: true), prints, seed, i);
            AssertDepths(naive.Depths(everyPrint: false), orders, seed, i);
        }
        Assert.True(fills > 100, $"{fills}");
    }

    private static void AssertDepths((long Count, long Beyond, long Excess, long DurationNs) expected, TradeDepth depth, int seed, int i)
    {
        Assert.True(expected == (depth.Count(), depth.CountBeyond(), depth.Excess(), (long)Math.Round(depth.Seconds * 1e9)),
            $"seed {seed}, event {i}: {expected} and {(depth.Count(), depth.CountBeyond(), depth.Excess(), depth.Seconds)}");
    }
}
