using LowLatencyMM.Core.Estimation;
using LowLatencyMM.Core.Events;
using LowLatencyMM.Core.Settings;

namespace LowLatencyMM.Core.Tests.Estimation;

public class SampledVolatilityTests
{
    private const long Second = 1_000_000_000;

    private static readonly QuotingSettings Settings = new()
    {
        NotionalMicro = 1,
        SigmaSampleNs = Second,
        SigmaHalfLifeSeconds = 20,
        SigmaMinDaily = 1e-9,
        SigmaMaxDaily = 1e9,
        SigmaFastGuard = false,
    };

    [Fact]
    public void The_mid_that_prevailed_at_the_clock_is_taken_whatever_happened_in_between()
    {
        var quiet = new SampledVolatility(Settings);
        var busy = new SampledVolatility(Settings);

        for (int second = 0; second < 60; second++)
        {
            long mid2 = 200_000 + 7 * (second % 5);
            quiet.OnMid(second * Second, mid2);
            busy.OnMid(second * Second, mid2);
            busy.OnMid(second * Second + 1, mid2 + 50);
            busy.OnMid(second * Second + 2, mid2 - 50);
            busy.OnMid(second * Second + Second / 2, mid2);
        }
        quiet.Advance(60 * Second + 1);
        busy.Advance(60 * Second + 1);

        Assert.Equal(quiet.Sigma, busy.Sigma, 1e-15);
        Assert.True(quiet.Sigma > 1e-6);
    }

    // Defect 69: returns were taken across gaps of the data.
    [Fact]
    public void No_return_is_taken_across_silence_or_a_break()
    {
        var volatility = new SampledVolatility(Settings);
        long time = Walk(volatility, 0, 100_000);
        double before = volatility.Sigma;

        time = Walk(volatility, time + 11 * Second, 150_000);
        double afterSilence = volatility.Sigma;
        volatility.Break();
        Walk(volatility, time + Second, 250_000);
        double afterBreak = volatility.Sigma;

        Assert.InRange(afterSilence / before, 0.2, 1.5);
        Assert.InRange(afterBreak / before, 0.2, 1.5);
    }

    [Fact]
    public void The_fast_estimate_raises_a_slow_one()
    {
        var guarded = new SampledVolatility(Settings with { SigmaHalfLifeSeconds = 3_600, SigmaFastGuard = true });
        var plain = new SampledVolatility(Settings with { SigmaHalfLifeSeconds = 3_600 });
        foreach (SampledVolatility volatility in new[] { guarded, plain })
        {
            long time = Walk(volatility, 0, 100_000, seconds: 600);
            for (int i = 0; i < 30; i++)
                volatility.OnMid(time += Second, 100_000 + (i % 2) * 400);
        }

        Assert.True(guarded.Sigma > 1.5 * plain.Sigma, $"{guarded.Sigma} and {plain.Sigma}");
        Assert.Equal(QuoteClamps.SigmaFastGuard, guarded.Clamps & QuoteClamps.SigmaFastGuard);
        Assert.Equal(QuoteClamps.None, plain.Clamps);
    }

    [Fact]
    public void Before_the_first_return_the_lower_limit_holds()
    {
        var volatility = new SampledVolatility(Settings with { SigmaMinDaily = 0.01 });

        Assert.Equal(0.01 / Math.Sqrt(86_400), volatility.Sigma, 1e-15);
        Assert.Equal(QuoteClamps.SigmaLimited, volatility.Clamps);
    }

    private static long Walk(SampledVolatility volatility, long fromNs, long mid2, int seconds = 60)
    {
        for (int i = 0; i < seconds; i++)
            volatility.OnMid(fromNs + i * Second, mid2 + 7 * (i % 5));
        return fromNs + seconds * Second;
    }
}
