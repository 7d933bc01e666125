using System.Text.Json;
using LowLatencyMM.Core.Estimation;
using LowLatencyMM.Core.Events;
using LowLatencyMM.Core.Settings;

namespace LowLatencyMM.Core.Tests.Estimation;

public class TradeDepthTests
{
    private const long Millisecond = 1_000_000;
    private const long Second = 1_000 * Millisecond;
    private const long Start = 1_790_000_000 * Second;
    private const double Tick = 0.1;

    private static readonly QuotingSettings Settings = new() { NotionalMicro = 1 };

    [Fact]
    public void The_depths_of_all_prints_are_those_of_the_vectors()
    {
        JsonElement vectors = VectorFile.Read("strategy-kappa-simple.json");
        JsonElement expected = vectors.GetProperty("out").GetProperty("simple");
        TradeDepth depth = Feed(vectors.GetProperty("in"), everyPrint: true);

        Assert.Equal(expected.Long("trades"), depth.Count());
        Assert.Equal(expected.Double("duration_s"), depth.Seconds, 1e-9);
        Assert.Equal(expected.Double("trades_per_sec"), depth.Count() / depth.Seconds, 1e-9);
        Assert.Equal(expected.Double("mean_depth_usd"), depth.MeanTicks * Tick, 1e-9);
        AssertFit(expected, depth);
    }

    [Fact]
    public void The_depths_of_market_orders_are_those_of_the_vectors()
    {
        JsonElement vectors = VectorFile.Read("strategy-kappa-simple.json");
        JsonElement expected = vectors.GetProperty("out").GetProperty("trade_depth");
        TradeDepth depth = Feed(vectors.GetProperty("in"), everyPrint: false);

        Assert.Equal(expected.Long("events"), depth.Count());
        AssertFit(expected, depth);
    }

    [Fact]
    public void Each_side_counts_its_own_trades_over_the_whole_time()
    {
        TradeDepth depth = Feed(VectorFile.Read("strategy-kappa-simple.json").GetProperty("in"), everyPrint: false);

        IntensityFit ask = depth.Fit(IntensitySide.Ask);
        IntensityFit bid = depth.Fit(IntensitySide.Bid);

        Assert.Equal(depth.CountBeyond(), depth.CountBeyond(IntensitySide.Ask) + depth.CountBeyond(IntensitySide.Bid));
        Assert.Equal(depth.Excess(), depth.Excess(IntensitySide.Ask) + depth.Excess(IntensitySide.Bid));
        Assert.InRange(depth.Fit().A, Math.Min(ask.A, bid.A), Math.Max(ask.A, bid.A));
    }

    [Fact]
    public void Silence_longer_than_a_gap_is_no_time_of_observation()
    {
        var depth = new TradeDepth(Settings, everyPrint: true);
        depth.OnMid(Start, 67_660);
        depth.OnMid(Start + 5 * Second, 67_660);
        depth.OnMid(Start + 105 * Second, 67_660);
        depth.OnTrade(Start + 107 * Second, 1, Side.Buy, 33_850);

        Assert.Equal(7, depth.Seconds);
        Assert.Equal(1, depth.Count());
    }

    [Fact]
    public void A_trade_without_a_mid_counts_for_nothing()
    {
        var depth = new TradeDepth(Settings, everyPrint: true);
        depth.OnTrade(Start, 1, Side.Buy, 33_850);
        depth.OnMid(Start + Second, 67_660);
        depth.Break();
        depth.OnTrade(Start + 2 * Second, 1, Side.Sell, 33_800);

        Assert.Equal(0, depth.Count());
    }

    // Between five and thirty trades there would be an estimate, but one that says nothing.
    [Fact]
    public void Fewer_than_thirty_depths_make_no_fit()
    {
        Assert.Equal(IntensityQuality.None, IntensityFit.FitDepths(29, 300, 1_000, 2).Quality(67_660));
        Assert.True(IntensityFit.FitDepths(30, 300, 1_000, 2).KappaPerTick > 0);
        Assert.Equal(IntensityQuality.None, IntensityFit.FitDepths(30, 0, 1_000, 2).Quality(67_660));
        Assert.Equal(IntensityQuality.None, IntensityFit.FitDepths(30, 300, 0, 2).Quality(67_660));
    }

    private static void AssertFit(JsonElement expected, TradeDepth depth)
    {
        IntensityFit fit = depth.Fit();
        Assert.Equal(expected.Long("n_beyond_d0"), depth.CountBeyond());
        Assert.Equal(expected.Long("sum_excess_ticks"), depth.Excess());
        VectorFile.AssertClose(expected.Double("kappa_per_tick"), fit.KappaPerTick, "kappa");
        VectorFile.AssertClose(expected.Double("kappa_usd"), fit.KappaPerTick / Tick, "kappa per USD");
        VectorFile.AssertClose(expected.Double("se_kappa_usd"), fit.KappaErrorPerTick / Tick, "error");
        VectorFile.AssertClose(expected.Double("A"), fit.A, "A");
    }

    private static TradeDepth Feed(JsonElement given, bool everyPrint)
    {
        var depth = new TradeDepth(Settings, everyPrint);
        JsonElement mids = given.GetProperty("mid2");
        JsonElement trades = given.GetProperty("trades");
        int next = 0;
        for (int second = 0; second < mids.GetArrayLength(); second++)
        {
            for (; next < trades.GetArrayLength() && trades[next][0].GetInt64() <= 1_000 * second; next++)
            {
                JsonElement trade = trades[next];
                if (trade[4].GetString() == "TRADE")
                {
                    depth.OnTrade(
                        Start + trade[0].GetInt64() * Millisecond, trade[0].GetInt64(), trade[1].GetString() == "buy" ? Side.Buy : Side.Sell,
                        trade[2].GetInt64());
                }
            }
            depth.OnMid(Start + second * Second, mids[second].GetInt64());
        }
        Assert.Equal(trades.GetArrayLength(), next);
        return depth;
    }
}
