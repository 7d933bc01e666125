using System.Text.Json;
using LowLatencyMM.Core.Estimation;
using LowLatencyMM.Core.Events;
using LowLatencyMM.Core.Settings;

namespace LowLatencyMM.Core.Tests.Estimation;

public class IntensityFitTests
{
    private const long Second = 1_000_000_000;
    private const long Mid2 = 67_660;

    private static readonly QuotingSettings Settings = new() { NotionalMicro = 1, IntensitySampleNs = Second };

    [Fact]
    public void The_line_through_the_points_of_the_vectors_is_reproduced()
    {
        JsonElement vector = VectorFile.Read("strategy-ols.json").GetProperty("cases")[0];
        double[] x = [.. vector.GetProperty("in").GetProperty("x").EnumerateArray().Select(value => value.GetDouble())];
        double[] y = [.. vector.GetProperty("in").GetProperty("y").EnumerateArray().Select(value => value.GetDouble())];
        JsonElement expected = vector.GetProperty("out");
        double[] ones = new double[x.Length];
        Array.Fill(ones, 1);

        LineFit line = LineFit.Fit(x, y, ones);

        VectorFile.AssertClose(expected.Double("b0"), line.Intercept, "intercept");
        VectorFile.AssertClose(expected.Double("b1"), line.Slope, "slope");
        VectorFile.AssertClose(expected.Double("se_b0"), line.InterceptError, "error of the intercept");
        VectorFile.AssertClose(expected.Double("se_b1"), line.SlopeError, "error of the slope");
        VectorFile.AssertClose(expected.Double("r2"), line.RSquared, "R2");
        double quantile = expected.Double("t975");
        VectorFile.AssertClose(expected.GetProperty("b1_ci")[0].GetDouble(), line.Slope - quantile * line.SlopeError, "lower end");
        VectorFile.AssertClose(expected.GetProperty("b1_ci")[1].GetDouble(), line.Slope + quantile * line.SlopeError, "upper end");
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
        Assert.True(double.IsNaN(fit.KappaPerTick));
        Assert.Equal(IntensityQuality.None, fit.Quality(Mid2));
    }

    // Defect 28: prices, steps and counts of zero were divided by.
    [Fact]
    public void Levels_without_exposure_or_decay_make_no_usable_fit()
    {
        long[] ticks = [2, 4, 8, 16];
        long[] fills = [100, 100, 100, 100];

        IntensityFit none = IntensityFit.Fit(ticks, fills, [0, 0, 0, 0], 5);
        IntensityFit flat = IntensityFit.Fit(ticks, fills, [100, 100, 100, 100], 5);
        IntensityFit rising = IntensityFit.Fit(ticks, fills, [400, 300, 200, 100], 5);

        Assert.Equal(0, none.Levels);
        Assert.Equal(IntensityQuality.None, none.Quality(Mid2));
        Assert.Equal(IntensityQuality.None, flat.Quality(Mid2));
        Assert.Equal(IntensityQuality.None, rising.Quality(Mid2));
    }

    [Theory]
    [InlineData(0.05, 0.99, 0.05, IntensityQuality.High)]
    [InlineData(0.05, 0.69, 0.05, IntensityQuality.Medium)]
    [InlineData(0.12, 0.99, 0.05, IntensityQuality.Medium)]
    [InlineData(0.13, 0.99, 0.05, IntensityQuality.Low)]
    [InlineData(0.05, 0.49, 0.05, IntensityQuality.Low)]
    [InlineData(0.05, double.NaN, 0.05, IntensityQuality.High)]
    [InlineData(0.05, 0.99, 10, IntensityQuality.Low)]
    [InlineData(0.05, 0.99, 1e-5, IntensityQuality.Low)]
    public void Quality_is_a_matter_of_interval_line_and_range(double relativeError, double rSquared, double kappaPerTick, IntensityQuality expected)
    {
        IntensityFit fit = Fit(kappaPerTick, relativeError) with { RSquared = rSquared };

        Assert.Equal(expected, fit.Quality(Mid2));
    }

    [Fact]
    public void A_fit_changes_the_estimate_by_at_most_a_factor_two_and_expires()
    {
        var estimate = new IntensityEstimate(Settings with { IntensitySmoothing = 1, KappaFallbackBps = 5 }, tickSize: 0.1);

        FillIntensity fallback = estimate.At(0, 3383, fallbackA: 0.07);
        estimate.Use(Fit(0.05), Mid2, 0);
        FillIntensity first = estimate.At(0, 3383, 0.07);
        estimate.Use(Fit(0.5) with { LnA = 1 }, Mid2, Second);
        FillIntensity second = estimate.At(Second, 3383, 0.07);
        estimate.Use(Fit(0.05) with { RSquared = 0.1 }, Mid2, 2 * Second);
        FillIntensity third = estimate.At(2 * Second, 3383, 0.07);
        FillIntensity expired = estimate.At(Second + Settings.IntensityMaxAgeNs + 1, 3383, 0.07);

        Assert.Equal(new FillIntensity(1e4 / (5 * 3383.0), 0.07, QuoteClamps.KappaFallback), fallback);
        Assert.Equal(0.5, first.Kappa, 1e-9);
        Assert.Equal(Math.Exp(-1), first.A, 1e-9);
        Assert.Equal(QuoteClamps.None, first.Clamps);
        Assert.Equal(1.0, second.Kappa, 1e-9);
        Assert.Equal(2 * Math.Exp(-1), second.A, 1e-9);
        Assert.Equal(second, third);
        Assert.Equal(IntensityQuality.Low, estimate.Quality);
        Assert.Equal(QuoteClamps.KappaFallback, expired.Clamps);
    }

    [Fact]
    public void The_configured_share_of_a_fit_is_taken_in_the_logarithm()
    {
        var estimate = new IntensityEstimate(Settings with { IntensitySmoothing = 0.3 }, tickSize: 0.1);
        estimate.Use(Fit(0.05), Mid2, 0);
        estimate.Use(Fit(0.06), Mid2, Second);

        Assert.Equal(0.5 * Math.Pow(1.2, 0.3), estimate.At(Second, 3383, 0).Kappa, 1e-9);
    }

    private static IntensityFit Fit(double kappa, double relativeError = 0.02) =>
        new(10, kappa, -1, 0.99, kappa * relativeError, 0.02, double.NaN);
}
