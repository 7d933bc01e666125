using System.Text.Json;
using LowLatencyMM.Core.Estimation;
using LowLatencyMM.Core.Events;
using LowLatencyMM.Core.Settings;

namespace LowLatencyMM.Core.Tests.Estimation;

public class QueuedQuotesTests
{
    private const long Millisecond = 1_000_000;
    private const long Second = 1_000 * Millisecond;
    private const long Start = 1_790_000_000 * Second;
    private const double StepSize = 0.001;

    [Fact]
    public void Fills_arrivals_exposure_and_fit_are_those_of_the_vectors()
    {
        JsonElement vectors = VectorFile.Read("strategy-kappa-depth.json");
        JsonElement given = vectors.GetProperty("in");
        JsonElement expected = vectors.GetProperty("out");
        long[] grid = [.. given.GetProperty("grid_ticks").EnumerateArray().Select(tick => tick.GetInt64())];
        var view = new SnapshotView(given.Double("virtual_size"));
        var settings = new QuotingSettings { NotionalMicro = 1, IntensitySampleNs = given.Long("horizon_ms") * Millisecond };
        var quotes = new VirtualQuotes(settings, 0.1, view, grid);

        JsonElement snapshots = given.GetProperty("snapshots");
        JsonElement trades = given.GetProperty("trades");
        int next = 0;
        foreach (JsonElement snapshot in snapshots.EnumerateArray())
        {
            long atMs = snapshot[0].GetInt64();
            while (next < trades.GetArrayLength() && trades[next][0].GetInt64() <= atMs)
                Feed(quotes, trades[next++]);
            quotes.Advance(Start + atMs * Millisecond);
            view.Take(snapshot);
            quotes.OnMid(Start + atMs * Millisecond, view.Mid2);
        }
        while (next < trades.GetArrayLength())
            Feed(quotes, trades[next++]);
        quotes.Advance(Start + snapshots.GetArrayLength() * Second + 1);

        Assert.Equal(grid, quotes.Ticks.ToArray());
        for (int i = 0; i < grid.Length; i++)
        {
            Assert.Equal(expected.GetProperty("fills_ask")[i].GetInt64(), quotes.Fills(Side.Sell, i));
            Assert.Equal(expected.GetProperty("fills_bid")[i].GetInt64(), quotes.Fills(Side.Buy, i));
            Assert.Equal(expected.GetProperty("arrival_ms_ask")[i].GetInt64() * Millisecond, quotes.ArrivalNs(Side.Sell, i));
            Assert.Equal(expected.GetProperty("arrival_ms_bid")[i].GetInt64() * Millisecond, quotes.ArrivalNs(Side.Buy, i));
            double exposure = quotes.ExposureSeconds(i);
            VectorFile.AssertClose(expected.GetProperty("exposure_s")[i].GetDouble(), exposure, $"exposure {i}");
            VectorFile.AssertClose(
                expected.GetProperty("intensity")[i].GetDouble(), quotes.Fills(IntensitySide.Both, i) / exposure, $"intensity {i}");
        }
        FitVector.AssertBoth(expected.GetProperty("fit"), quotes, given.Long("k_min_samples_per_level"), 67_660);
    }

    private static void Feed(VirtualQuotes quotes, JsonElement trade)
    {
        if (trade[4].GetString() != "TRADE")
            return;
        Side side = trade[1].GetString() == "buy" ? Side.Buy : Side.Sell;
        quotes.OnTrade(Start + trade[0].GetInt64() * Millisecond, side, trade[2].GetInt64(), Steps(trade[3].GetDouble()));
    }

    private static long Steps(double quantity) => (long)Math.Round(quantity / StepSize);

    private sealed class SnapshotView(double virtualSize) : IQueueView
    {
        private readonly Dictionary<long, long> _bids = [];
        private readonly Dictionary<long, long> _asks = [];

        public long Mid2 => _bids.Keys.Max() + _asks.Keys.Min();

        public void Take(JsonElement snapshot)
        {
            Fill(_bids, snapshot[1]);
            Fill(_asks, snapshot[2]);
        }

        public long QueueAhead(Side side, long priceTicks)
        {
            Dictionary<long, long> levels = side == Side.Buy ? _bids : _asks;
            bool isBeyond = side == Side.Buy ? priceTicks < levels.Keys.Min() : priceTicks > levels.Keys.Max();
            return isBeyond ? long.MaxValue : levels.GetValueOrDefault(priceTicks);
        }

        public long LotSteps(long mid2) => Steps(virtualSize);

        private static void Fill(Dictionary<long, long> levels, JsonElement side)
        {
            levels.Clear();
            foreach (JsonElement level in side.EnumerateArray())
                levels[level[0].GetInt64()] = Steps(level[1].GetDouble());
        }
    }
}
