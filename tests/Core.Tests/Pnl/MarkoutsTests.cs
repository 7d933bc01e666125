using LowLatencyMM.Core.Events;
using LowLatencyMM.Core.Pnl;
using LowLatencyMM.Core.Tests.Trading;

namespace LowLatencyMM.Core.Tests.Pnl;

public class MarkoutsTests
{
    private const long NsPerSecond = 1_000_000_000;

    private static readonly MarketUnits Units = new(TestSettings.Lively.Market);

    [Fact]
    public void A_fill_is_worth_its_distance_from_the_mid_of_its_moment_and_of_each_horizon()
    {
        var markouts = new Markouts(Units);
        markouts.OnFill(0, Side.Buy, 10, Units.ValueMicro(617_990, 10), mid2: 1_236_000);

        long mid2 = 1_236_000;
        for (long second = 1; second <= 70; second++)
        {
            markouts.Advance(second * NsPerSecond, mid2);
            mid2 -= 2;
        }

        // Bought a tick of 0.1 times 0.01 below the mid; each second the mid falls by a tick, and the mid of a moment is the last one known.
        Assert.Equal(10_000, markouts.SpreadMicro);
        Assert.Equal([10_000, 6_000, -19_000, -49_000], Enumerable.Range(0, Markouts.Horizons).Select(markouts.SumMicro));
        Assert.Equal([1, 5, 30, 60], Enumerable.Range(0, Markouts.Horizons).Select(Markouts.SecondsOf));
    }

    [Fact]
    public void Any_stream_of_fills_and_mids_gives_the_sums_of_a_plain_list()
    {
        for (int seed = 0; seed < 50; seed++)
        {
            var random = new Random(seed);
            var markouts = new Markouts(Units);
            var fills = new List<(long Ns, Side Side, long Steps, long Value)>();
            var mids = new List<(long Ns, long Mid2)> { (0, 1_236_000) };
            long now = 0;
            for (int i = 0; i < 800; i++)
            {
                now += random.NextInt64(0, 300_000_000);
                markouts.Advance(now, mids[^1].Mid2);
                if (random.Next(3) == 0)
                {
                    (long Ns, Side Side, long Steps, long Value) fill =
                        (now, random.Next(2) == 0 ? Side.Buy : Side.Sell, random.Next(1, 50), random.Next(1_000, 2_000_000));
                    fills.Add(fill);
                    markouts.OnFill(now, fill.Side, fill.Steps, fill.Value, mids[^1].Mid2);
                }
                else
                {
                    mids.Add((now, mids[^1].Mid2 + random.Next(-9, 10)));
                }
            }

            for (int horizon = 0; horizon < Markouts.Horizons; horizon++)
            {
                long after = Markouts.SecondsOf(horizon) * NsPerSecond;
                // The mid known at the first look after the horizon, before that look changed it.
                long expected = fills.Where(fill => fill.Ns + after <= now).Sum(fill => Worth(fill, MidAt(mids, fills, fill.Ns + after)));
                Assert.True(expected == markouts.SumMicro(horizon), $"seed {seed}, horizon {horizon}: {markouts.SumMicro(horizon)} instead of {expected}");
                Assert.Equal(fills.Count(fill => fill.Ns + after <= now), markouts.Count(horizon));
            }
        }
    }

    [Fact]
    public void More_fills_than_there_is_room_for_are_given_up_oldest_first_and_counted()
    {
        var markouts = new Markouts(Units);
        for (int i = 0; i < 5_000; i++)
            markouts.OnFill(i, Side.Buy, 1, 0, mid2: 1_236_000);
        markouts.Advance(100 * NsPerSecond, 1_236_000);

        Assert.Equal(5_000 - 4_096, markouts.Lost);
        Assert.Equal(4_096, markouts.Count(3));
    }

    private static long Worth((long Ns, Side Side, long Steps, long Value) fill, long mid2)
    {
        long sign = fill.Side == Side.Buy ? 1 : -1;
        return sign * (Units.ValueAtMidMicro(mid2, fill.Steps) - fill.Value);
    }

    private static long MidAt(List<(long Ns, long Mid2)> mids, List<(long Ns, Side Side, long Steps, long Value)> fills, long ns)
    {
        long look = mids.Select(mid => mid.Ns).Concat(fills.Select(fill => fill.Ns)).Where(at => at >= ns).Min();
        return mids.Where((mid, i) => i == 0 || mid.Ns < look).Last().Mid2;
    }
}
