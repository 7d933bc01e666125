using System.Text.Json;
using LowLatencyMM.Core.Estimation;
using LowLatencyMM.Core.Events;
using LowLatencyMM.Core.Settings;

namespace LowLatencyMM.Core.Tests.Estimation;

public class VirtualQuotesTests
{
    private const long Millisecond = 1_000_000;
    private const long Second = 1_000 * Millisecond;

    // On the clock, and late enough that no rounding hides in small numbers.
    private const long Start = 1_790_000_000 * Second;

    private static readonly QuotingSettings Settings = new() { NotionalMicro = 1, IntensitySampleNs = Second };

    [Fact]
    public void Fills_arrivals_exposure_and_fit_are_those_of_the_vectors()
    {
        JsonElement vectors = VectorFile.Read("strategy-kappa-virtual-quoting.json");
        JsonElement given = vectors.GetProperty("in");
        JsonElement expected = vectors.GetProperty("out");
        var quotes = new VirtualQuotes(Settings, 0.1);

        Feed(quotes, given, Start);

        Assert.Equal(given.GetProperty("grid_ticks").EnumerateArray().Select(tick => tick.GetInt64()), quotes.Ticks.ToArray());
        Assert.Equal(expected.Long("windows"), quotes.WindowCount);
        for (int level = 0; level < quotes.Ticks.Length; level++)
        {
            Assert.Equal(expected.GetProperty("fills_ask")[level].GetInt64(), quotes.Fills(Side.Sell, level));
            Assert.Equal(expected.GetProperty("fills_bid")[level].GetInt64(), quotes.Fills(Side.Buy, level));
            Assert.Equal(expected.GetProperty("arrival_ms_ask")[level].GetInt64() * Millisecond, quotes.ArrivalNs(Side.Sell, level));
            Assert.Equal(expected.GetProperty("arrival_ms_bid")[level].GetInt64() * Millisecond, quotes.ArrivalNs(Side.Buy, level));
            VectorFile.AssertClose(
                expected.GetProperty("exposure_s")[level].GetDouble(), quotes.ExposureSeconds(level), $"exposure {level}");
        }
        IntensityFit fit = quotes.Fit(given.Long("k_min_samples_per_level"));
        FitVector.AssertBoth(expected.GetProperty("fit"), quotes, given.Long("k_min_samples_per_level"), 67_660);
        Assert.Equal(IntensityQuality.Medium, fit.Quality(67_660));
    }

    [Fact]
    public void A_window_that_the_data_broke_off_in_counts_for_nothing()
    {
        var quotes = new VirtualQuotes(Settings, 0.1);
        quotes.OnMid(Start, 67_660);
        for (int second = 1; second <= 5; second++)
            quotes.OnMid(Start + second * Second, 67_660);
        quotes.OnTrade(Start + 5 * Second + 1, Side.Buy, 33_900, 1);
        quotes.Break();
        quotes.OnMid(Start + 6 * Second + 1, 67_660);
        quotes.Advance(Start + 7 * Second + 1);

        Assert.Equal(5, quotes.WindowCount);
        Assert.Equal(0, quotes.Fills(Side.Sell, 0));
    }

    [Fact]
    public void The_oldest_bucket_leaves_the_window_with_all_that_it_holds()
    {
        var quotes = new VirtualQuotes(Settings with { WindowNs = 600 * Second }, 0.1);

        JsonElement given = VectorFile.Read("strategy-kappa-virtual-quoting.json").GetProperty("in");
        long start = Start / (300 * Second) * (300 * Second);
        Feed(quotes, given, start);
        Assert.True(quotes.Fills(Side.Sell, 0) > 0);
        for (long second = 91; second <= 700; second++)
            quotes.OnMid(start + second * Second, 67_660);

        Assert.Equal(0, quotes.Fills(Side.Sell, 0));
        Assert.Equal(0, quotes.ArrivalNs(Side.Buy, 3));
        Assert.InRange(quotes.WindowCount, 300, 600);
    }

    private static void Feed(VirtualQuotes quotes, JsonElement given, long start)
    {
        JsonElement mids = given.GetProperty("mid2");
        JsonElement trades = given.GetProperty("trades");
        int next = 0;
        for (int second = 0; second < mids.GetArrayLength(); second++)
        {
            // A trade on the clock still belongs to the quotes that end there: it comes before the mid of that moment.
            while (next < trades.GetArrayLength() && trades[next][0].GetInt64() <= 1_000 * second)
                FeedTrade(quotes, trades[next++], start);
            quotes.OnMid(start + second * Second, mids[second].GetInt64());
        }
        while (next < trades.GetArrayLength())
            FeedTrade(quotes, trades[next++], start);
        quotes.Advance(start + (mids.GetArrayLength() - 1) * Second + 1);
    }

    private static void FeedTrade(VirtualQuotes quotes, JsonElement trade, long start)
    {
        if (trade[4].GetString() != "TRADE")
            return;
        Side side = trade[1].GetString() == "buy" ? Side.Buy : Side.Sell;
        quotes.OnTrade(start + trade[0].GetInt64() * Millisecond, side, trade[2].GetInt64(), 1);
    }
}
