using System.Text.Json;

namespace LowLatencyMM.Fitting.Tests;

public class GarchFitterTests
{
    private static readonly JsonElement Garch = Vectors.Read("strategy-garch.json");
    private static readonly double[] Returns =
        [.. Garch.GetProperty("in").GetProperty("returns").EnumerateArray().Select(value => value.GetDouble())];

    [Fact]
    public void The_likelihood_at_fixed_parameters_is_that_of_the_vectors()
    {
        JsonElement expected = Garch.GetProperty("out").GetProperty("fixed_params");
        GarchParameters normal = Parameters(expected.GetProperty("theta"));
        GarchParameters studentT = Parameters(expected.GetProperty("theta_t"));
        ReadOnlySpan<double> ten = Returns.AsSpan(0, 10);
        double firstOfTen = GarchLikelihood.SampleVariance(ten);
        double first = GarchLikelihood.SampleVariance(Returns);

        AssertRelative(expected.Double("h1"), firstOfTen, 1e-9);
        AssertRelative(expected.Double("nll_gauss_10"), GarchLikelihood.Negative(ten, firstOfTen, normal, out double next), 1e-9);
        AssertRelative(expected.Double("h_next_10"), next, 1e-9);
        AssertRelative(expected.Double("nll_t_10"), GarchLikelihood.Negative(ten, firstOfTen, studentT, out _), 1e-9);
        AssertRelative(expected.Double("nll_gauss_all"), GarchLikelihood.Negative(Returns, first, normal, out next), 1e-9);
        AssertRelative(expected.Double("h_next_all"), next, 1e-9);
        AssertRelative(expected.Double("nll_t_all"), GarchLikelihood.Negative(Returns, first, studentT, out _), 1e-9);
        AssertRelative(Garch.GetProperty("out").GetProperty("forecast").Double("long_run"), normal.LongRunVariance, 1e-9);
    }

    // Defect 68: the simplex was degenerate when the mean was 0.
    [Theory]
    [InlineData(Innovations.Normal, "fit_gauss")]
    [InlineData(Innovations.StudentT, "fit_t")]
    public void The_maximum_of_the_likelihood_is_that_of_the_vectors(Innovations innovations, string name)
    {
        JsonElement expected = Garch.GetProperty("out").GetProperty(name);
        GarchParameters wanted = Parameters(expected.GetProperty("theta"));

        GarchFit fit = GarchFitter.TryFit(Returns, innovations)!.Value;

        Assert.True(fit.NegativeLogLikelihood <= expected.Double("nll") + 1e-5, $"{fit} against {expected.Double("nll"):R}");
        AssertRelative(expected.Double("nll_check"), GarchLikelihood.Negative(Returns, GarchLikelihood.SampleVariance(Returns), wanted, out _), 1e-9);
        Assert.Equal(wanted.Alpha, fit.Parameters.Alpha, 2e-3);
        Assert.Equal(wanted.Beta, fit.Parameters.Beta, 2e-3);
        AssertRelative(wanted.Omega, fit.Parameters.Omega, 0.02);
        Assert.Equal(wanted.Nu, fit.Parameters.Nu, 0.05);
        Assert.InRange(fit.NextVariance / fit.Parameters.LongRunVariance, 0.2, 5);
    }

    [Fact]
    public void The_fit_does_not_depend_on_the_unit_of_the_returns()
    {
        double[] hundredfold = [.. Returns.Select(value => 100 * value)];

        GarchParameters one = GarchFitter.TryFit(Returns, Innovations.Normal)!.Value.Parameters;
        GarchParameters other = GarchFitter.TryFit(hundredfold, Innovations.Normal)!.Value.Parameters;

        Assert.Equal(one.Alpha, other.Alpha, 1e-4);
        Assert.Equal(one.Beta, other.Beta, 1e-4);
        AssertRelative(1e4 * one.Omega, other.Omega, 1e-3);
    }

    [Fact]
    public void Without_enough_returns_or_variance_there_is_no_fit()
    {
        Assert.Null(GarchFitter.TryFit(Returns.AsSpan(0, 99), Innovations.Normal));
        Assert.Null(GarchFitter.TryFit(new double[500], Innovations.StudentT));
        Assert.Null(GarchFitter.TryFit([.. Returns, double.NaN], Innovations.Normal));
        Assert.NotNull(GarchFitter.TryFit(Returns.AsSpan(0, 100), Innovations.Normal));
    }

    [Fact]
    public void Known_parameters_are_found_again()
    {
        var random = new Random(20260401);
        var truth = new GarchParameters(0, 2e-10, 0.1, 0.85, 0);
        double variance = truth.LongRunVariance;
        var returns = new double[4_000];
        for (int i = 0; i < returns.Length; i++)
        {
            double normal = Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
            returns[i] = Math.Sqrt(variance) * normal;
            variance = truth.Omega + truth.Alpha * returns[i] * returns[i] + truth.Beta * variance;
        }

        GarchParameters found = GarchFitter.TryFit(returns, Innovations.Normal)!.Value.Parameters;

        Assert.Equal(truth.Alpha, found.Alpha, 0.05);
        Assert.Equal(truth.Beta, found.Beta, 0.05);
        AssertRelative(truth.LongRunVariance, found.LongRunVariance, 0.25);
    }

    private static GarchParameters Parameters(JsonElement theta) => new(
        theta[0].GetDouble(), theta[1].GetDouble(), theta[2].GetDouble(), theta[3].GetDouble(),
        theta.GetArrayLength() > 4 ? theta[4].GetDouble() : 0);

    private static void AssertRelative(double expected, double actual, double tolerance) =>
        Assert.True(Math.Abs(actual / expected - 1) <= tolerance, $"expected {expected:R}, got {actual:R}");
}
