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
        JsonElement wls = expected.GetProperty("fit").GetProperty("wls");
        Assert.Equal(wls.GetProperty("levels").GetArrayLength(), fit.Levels);
        VectorFile.AssertClose(wls.Double("kappa_per_tick"), fit.KappaPerTick, "kappa");
        VectorFile.AssertClose(wls.Double("ln_A"), fit.LnA, "ln A");
        VectorFile.AssertClose(wls.Double("r2"), fit.RSquared, "R2");
        VectorFile.AssertClose(wls.Double("se_kappa_per_tick_nested"), fit.KappaErrorPerTick, "kappa error");
        VectorFile.AssertClose(wls.Double("se_lnA_nested"), fit.LnAError, "ln A error");
        VectorFile.AssertClose(wls.Double("ci_relative_width"), fit.RelativeWidth, "width");
        VectorFile.AssertClose(wls.Double("decay_depth_bps"), fit.DecayBps(67_660), "decay");
        Assert.Equal(IntensityQuality.Medium, fit.Quality(67_660));
    }

    // Defects 66 and 67: quotes that were not filled did not count, so the rate could not fall below one per life.
    [Fact]
    public void The_decay_of_a_synthetic_market_is_recovered_without_bias()
    {
        const double kappaPerTick = 0.05;
        const int runs = 40;
        double sum = 0;
        int covered = 0;
        for (int seed = 0; seed < runs; seed++)
        {
            VirtualQuotes quotes = Synthetic(new Random(seed), kappaPerTick, ratePerSecond: 0.5, seconds: 3_600);
            IntensityFit fit = quotes.Fit(5);
            sum += fit.KappaPerTick / kappaPerTick;
            if (Math.Abs(fit.KappaPerTick - kappaPerTick) <= IntensityFit.Quantile95 * fit.KappaErrorPerTick)
                covered++;
        }

        Assert.InRange(sum / runs, 0.98, 1.02);
        Assert.True(covered >= 0.85 * runs, $"{covered} of {runs} intervals hold the truth");
    }

    [Fact]
    public void A_window_that_the_data_broke_off_in_counts_for_nothing()
    {
        var quotes = new VirtualQuotes(Settings, 0.1);
        quotes.OnMid(Start, 67_660);
        for (int second = 1; second <= 5; second++)
            quotes.OnMid(Start + second * Second, 67_660);
        quotes.OnTrade(Start + 5 * Second + 1, Side.Buy, 33_900);
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

    [Fact]
    public void A_fit_changes_the_estimate_by_at_most_a_factor_two_and_expires()
    {
        var estimate = new IntensityEstimate(Settings with { IntensitySmoothing = 1, KappaFallbackBps = 5 }, tickSize: 0.1);
        IntensityFit Fit(double kappa) => new(10, kappa, -1, 0.99, kappa * 0.02, 0.02);

        Assert.Equal(1e4 / (5 * 3383.0), estimate.Kappa(0, 3383, out QuoteClamps fallback), 1e-12);
        estimate.Use(Fit(0.05), 67_660, 0);
        double first = estimate.Kappa(0, 3383, out QuoteClamps fitted);
        estimate.Use(Fit(0.5), 67_660, Second);
        double second = estimate.Kappa(Second, 3383, out _);
        estimate.Use(Fit(0.05) with { RSquared = 0.1 }, 67_660, 2 * Second);
        double third = estimate.Kappa(2 * Second, 3383, out _);
        estimate.Kappa(Second + Settings.IntensityMaxAgeNs + 1, 3383, out QuoteClamps expired);

        Assert.Equal(QuoteClamps.KappaFallback, fallback);
        Assert.Equal(QuoteClamps.None, fitted);
        Assert.Equal(0.5, first, 1e-9);
        Assert.Equal(1.0, second, 1e-9);
        Assert.Equal(second, third, 1e-12);
        Assert.Equal(QuoteClamps.KappaFallback, expired);
    }

    // Defect 9: a line was drawn through two points.
    [Fact]
    public void Two_levels_make_no_line()
    {
        long[] ticks = [2, 4, 8];
        long[] fills = [100, 50, 4];
        double[] exposure = [100, 100, 100];

        IntensityFit fit = IntensityFit.Fit(ticks, fills, exposure, minFills: 5);

        Assert.Equal(2, fit.Levels);
        Assert.Equal(IntensityQuality.None, fit.Quality(67_660));
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
        quotes.OnTrade(start + trade[0].GetInt64() * Millisecond, side, trade[2].GetInt64());
    }

    private static VirtualQuotes Synthetic(Random random, double kappaPerTick, double ratePerSecond, int seconds)
    {
        var quotes = new VirtualQuotes(Settings, 0.1);
        const long mid2 = 67_660;
        double next = NextArrival(random, ratePerSecond);
        for (int second = 0; second < seconds; second++)
        {
            quotes.OnMid(Start + second * Second, mid2);
            for (; next < second + 1; next += NextArrival(random, 2 * ratePerSecond))
            {
                // Depth with P(depth >= D) = exp(-kappa D).
                long depth = (long)Math.Floor(-Math.Log(1 - random.NextDouble()) / kappaPerTick);
                bool isBuy = random.Next(2) == 0;
                long price = isBuy ? mid2 / 2 + depth : mid2 / 2 - depth;
                quotes.OnTrade(Start + (long)(next * Second), isBuy ? Side.Buy : Side.Sell, price);
            }
        }
        quotes.Advance(Start + seconds * Second + 1);
        return quotes;
    }

    private static double NextArrival(Random random, double rate) => -Math.Log(1 - random.NextDouble()) / rate;
}
