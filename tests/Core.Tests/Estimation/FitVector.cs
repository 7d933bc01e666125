using System.Text.Json;
using LowLatencyMM.Core.Estimation;
using LowLatencyMM.Core.Settings;

namespace LowLatencyMM.Core.Tests.Estimation;

/// <summary>Compares both regressions with a vector's <c>fit</c>.</summary>
internal static class FitVector
{
    private const double Tick = 0.1;

    public static void AssertBoth(JsonElement expected, VirtualQuotes quotes, long minFills, long mid2)
    {
        Assert.Equal(2, expected.EnumerateObject().Count());
        AssertOne(expected.GetProperty("wls"), quotes.Fit(minFills, regression: IntensityRegression.Weighted), mid2);
        IntensityFit ordinary = quotes.Fit(minFills, regression: IntensityRegression.Ordinary);
        AssertOne(expected.GetProperty("ols"), ordinary, mid2);
        VectorFile.AssertClose(
            expected.GetProperty("ols").Double("se_kappa_per_tick_residual"), ordinary.ResidualErrorPerTick, "classical error");
    }

    private static void AssertOne(JsonElement expected, IntensityFit fit, long mid2)
    {
        Assert.Equal(expected.GetProperty("levels").GetArrayLength(), fit.Levels);
        VectorFile.AssertClose(expected.Double("kappa_per_tick"), fit.KappaPerTick, "kappa");
        VectorFile.AssertClose(expected.Double("kappa_usd"), fit.KappaPerTick / Tick, "kappa per USD");
        VectorFile.AssertClose(expected.Double("ln_A"), fit.LnA, "ln A");
        VectorFile.AssertClose(expected.Double("A"), fit.A, "A");
        VectorFile.AssertClose(expected.Double("r2"), fit.RSquared, "R2");
        VectorFile.AssertClose(expected.Double("se_kappa_per_tick_nested"), fit.KappaErrorPerTick, "kappa error");
        VectorFile.AssertClose(expected.Double("se_lnA_nested"), fit.LnAError, "ln A error");
        VectorFile.AssertClose(expected.Double("ci_relative_width"), fit.RelativeWidth, "width");
        VectorFile.AssertClose(expected.Double("decay_depth_bps"), fit.DecayBps(mid2), "decay");
        AssertInterval(expected.GetProperty("kappa_ci95"), fit.KappaInterval, 1 / Tick);
        AssertInterval(expected.GetProperty("A_ci95"), fit.AInterval, 1);
    }

    private static void AssertInterval(JsonElement expected, (double Low, double High) interval, double unit)
    {
        VectorFile.AssertClose(expected[0].GetDouble(), interval.Low * unit, "lower end");
        VectorFile.AssertClose(expected[1].GetDouble(), interval.High * unit, "upper end");
    }
}
