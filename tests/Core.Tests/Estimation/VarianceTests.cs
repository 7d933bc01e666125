using System.Text.Json;
using LowLatencyMM.Core.Estimation;
using LowLatencyMM.Core.Events;
using LowLatencyMM.Core.Settings;

namespace LowLatencyMM.Core.Tests.Estimation;

/// <summary>Every volatility of the vectors, through the same class and events as live.</summary>
public class VarianceTests
{
    private const double Tolerance = 1e-12;
    private const long Second = 1_000_000_000;
    private const long Start = 1_790_000_000 * Second;
    private const double Tick = 0.05;

    // Defect 8: the variance was divided by n.
    [Fact]
    public void The_simple_and_the_realized_volatility_are_those_of_the_vectors()
    {
        JsonElement expected = Expected.GetProperty("simple");

        SampledVolatility simple = Run(SigmaMethod.Simple);

        Assert.Equal(expected.Double("sigma_rel"), simple.MethodSigma, Tolerance);
        Assert.Equal(expected.Double("sigma_daily"), simple.MethodSigma * Math.Sqrt(86_400), 1e-9);
        double lastMid = Mids[Mids.Length - 1];
        Assert.Equal(expected.Double("sigma_abs_at_last"), simple.MethodSigma * lastMid, 1e-8);
        Assert.Equal(expected.Double("var_sample"), simple.MethodSigma * simple.MethodSigma, 1e-18);
        Assert.NotEqual(expected.Double("population_var_seed_bug"), simple.MethodSigma * simple.MethodSigma, 1e-12);
        Assert.Equal(Expected.GetProperty("realized").Double("sigma_rel"), Run(SigmaMethod.Realized).MethodSigma, Tolerance);
    }

    [Fact]
    public void The_two_scale_volatility_is_that_of_the_vectors()
    {
        JsonElement expected = Expected.GetProperty("tsrv");

        SampledVolatility volatility = Run(SigmaMethod.TwoScale, settings => settings with { TsrvSlowSteps = expected.Long("K") });

        Assert.Equal(expected.Double("sigma_rel"), volatility.MethodSigma, Tolerance);
    }

    [Fact]
    public void The_ewma_is_that_of_the_vectors()
    {
        JsonElement expected = Expected.GetProperty("ewma");

        SampledVolatility volatility = Run(SigmaMethod.Ewma, settings => settings with { SigmaHalfLifeSeconds = expected.Double("half_life_s") });

        Assert.Equal(expected.Double("sigma_rel"), volatility.MethodSigma, Tolerance);
    }

    // Live bars are of a minute: the vector's second is stretched to 7.5 of them, which divides the variance per second by that.
    [Fact]
    public void The_range_volatility_is_that_of_the_vectors()
    {
        JsonElement expected = Expected.GetProperty("parkinson");
        double stretch = 60 / expected.Double("bar_s");
        var volatility = new SampledVolatility(Settings(SigmaMethod.Parkinson) with { GapNs = 100 * Second });

        // The same bars again and again, until there are enough of them; a break between two rounds keeps them apart.
        for (int round = 0; round < 6; round++)
        {
            long start = Start / (60 * Second) * 60 * Second + round * 600 * Second;
            for (int i = 0; i < Mids.Length; i++)
                volatility.OnMid(start + (long)(i * stretch * Second), Mid2(i));
            volatility.Advance(start + (long)((Mids.Length - 1) * stretch * Second) + 1);
            volatility.Break();
        }

        Assert.Equal(expected.Double("sigma_rel") / Math.Sqrt(stretch), volatility.MethodSigma, Tolerance);
    }

    // Defect 69: returns were taken across gaps of the data. Each method is broken off by a jump of 50 %, which would dwarf all the rest.
    [Theory]
    [InlineData(SigmaMethod.Simple)]
    [InlineData(SigmaMethod.Realized)]
    [InlineData(SigmaMethod.Ewma)]
    [InlineData(SigmaMethod.Parkinson)]
    [InlineData(SigmaMethod.TwoScale)]
    [InlineData(SigmaMethod.Garch)]
    public void No_method_takes_a_return_across_a_gap(SigmaMethod method)
    {
        var gapped = new SampledVolatility(Settings(method));
        long time = Walk(gapped, Start, 100_000, 7_200);
        double before = gapped.MethodSigma;
        time += 11 * Second;
        Walk(gapped, time, 150_000, 7_200);

        double[] returns = new double[300];
        if (method == SigmaMethod.Garch)
            Assert.InRange(returns.AsSpan(0, gapped.Garch!.CopyReturns(returns)).ToArray().Max(Math.Abs), 1e-9, 0.01);
        else
            Assert.InRange(gapped.MethodSigma / before, 0.5, 1.1);
    }

    [Theory]
    [InlineData(SigmaMethod.Simple)]
    [InlineData(SigmaMethod.Parkinson)]
    [InlineData(SigmaMethod.TwoScale)]
    [InlineData(SigmaMethod.GarchStudentT)]
    public void With_too_little_data_the_ewma_stands_in_and_says_so(SigmaMethod method)
    {
        var volatility = new SampledVolatility(Settings(method));
        var ewma = new SampledVolatility(Settings(SigmaMethod.Ewma));
        Walk(volatility, Start, 100_000, 20);
        Walk(ewma, Start, 100_000, 20);

        Assert.True(double.IsNaN(volatility.MethodSigma));
        Assert.Equal(ewma.Sigma, volatility.Sigma);
        Assert.Equal(QuoteClamps.SigmaFallback, volatility.Clamps);
        Assert.Equal(QuoteClamps.None, ewma.Clamps);
    }

    // The plain twin: everything recomputed from all returns of the window, after every event.
    [Theory]
    [InlineData(SigmaMethod.Simple)]
    [InlineData(SigmaMethod.Realized)]
    [InlineData(SigmaMethod.TwoScale)]
    [InlineData(SigmaMethod.Parkinson)]
    public void Streaming_equals_computing_anew_at_every_event(SigmaMethod method)
    {
        QuotingSettings settings = Settings(method) with { WindowNs = 3_600 * Second, TsrvSlowSteps = 5 };
        var streaming = new SampledVolatility(settings);
        var naive = new NaiveVolatility(settings);
        var random = new Random(20260203);
        long time = Start;
        long mid2 = 200_000;
        int compared = 0;
        for (int i = 0; i < 7_000; i++)
        {
            time += random.Next(20) == 0 ? random.NextInt64(10_500_000_000) : random.NextInt64(Second);
            if (random.Next(500) == 0)
            {
                streaming.Break();
                naive.Break();
            }
            mid2 = Math.Max(100_000, mid2 + random.Next(-60, 61));
            streaming.OnMid(time, mid2);
            naive.OnMid(time, mid2);
            if (i % 97 != 0)
                continue;
            double expected = naive.Sigma();
            Assert.Equal(double.IsNaN(expected), double.IsNaN(streaming.MethodSigma));
            if (!double.IsNaN(expected))
            {
                Assert.True(Math.Abs(streaming.MethodSigma / expected - 1) < 1e-9, $"event {i}: {streaming.MethodSigma} and {expected}");
                compared++;
            }
        }
        Assert.True(compared > 20, $"{compared}");
    }

    private static JsonElement Vectors { get; } = VectorFile.Read("strategy-sigma.json");

    private static JsonElement Expected => Vectors.GetProperty("out");

    private static double[] Mids { get; } = [.. Vectors.GetProperty("in").GetProperty("mids").EnumerateArray().Select(mid => mid.GetDouble())];

    private static long Mid2(int index) => (long)Math.Round(2 * Mids[index] / Tick);

    private static QuotingSettings Settings(SigmaMethod method) => new()
    {
        NotionalMicro = 1,
        SigmaMethod = method,
        SigmaSampleNs = Second,
        SigmaMinDaily = 1e-9,
        SigmaMaxDaily = 1e9,
        SigmaFastGuard = false,
    };

    private static SampledVolatility Run(SigmaMethod method, Func<QuotingSettings, QuotingSettings>? change = null)
    {
        QuotingSettings settings = Settings(method);
        var volatility = new SampledVolatility(change is null ? settings : change(settings));
        for (int i = 0; i < Mids.Length; i++)
            volatility.OnMid(Start + i * Second, Mid2(i));
        volatility.Advance(Start + (Mids.Length - 1) * Second + 1);
        return volatility;
    }

    private static long Walk(SampledVolatility volatility, long fromNs, long mid2, int seconds)
    {
        for (int i = 0; i < seconds; i++)
            volatility.OnMid(fromNs + i * Second, mid2 + 7 * (i % 5) + 31 * (i / 60 % 3));
        return fromNs + seconds * Second;
    }
}
