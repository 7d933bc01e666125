using System.Text.Json;
using LowLatencyMM.Core.Estimation;
using LowLatencyMM.Core.Events;
using LowLatencyMM.Core.Settings;

namespace LowLatencyMM.Core.Tests.Estimation;

public class GarchVarianceTests
{
    private const long Minute = 60_000_000_000;
    private const long Refit = 5 * Minute;

    private static readonly JsonElement Vectors = VectorFile.Read("strategy-garch.json");
    private static readonly double[] Returns = [.. Vectors.GetProperty("in").GetProperty("returns").EnumerateArray().Select(r => r.GetDouble())];

    [Fact]
    public void The_variance_after_ten_and_after_all_returns_is_that_of_the_vectors()
    {
        JsonElement expected = Vectors.GetProperty("out").GetProperty("fixed_params");
        GarchVariance garch = WithParameters(expected);

        for (int i = 0; i < Returns.Length; i++)
        {
            garch.Add(i * Minute, Returns[i]);
            if (i == 9)
                AssertRelative(expected.Double("h_next_10"), garch.NextVariance);
        }

        AssertRelative(expected.Double("h_next_all"), garch.NextVariance);
    }

    // Defect 68: the variance of one step was scaled to 24 hours as if it stood still.
    [Fact]
    public void The_forecast_over_a_horizon_is_that_of_the_vectors()
    {
        JsonElement expected = Vectors.GetProperty("out").GetProperty("forecast");
        GarchVariance garch = WithParameters(Vectors.GetProperty("out").GetProperty("fixed_params"));
        foreach (double logReturn in Returns)
            garch.Add(0, logReturn);

        double mean = garch.MeanVariance(expected.Long("horizon_steps"));

        AssertRelative(expected.Double("h_next"), garch.NextVariance);
        AssertRelative(expected.Double("avg_var_per_step"), mean);
        AssertRelative(expected.Double("sigma_rel"), Math.Sqrt(mean / expected.Double("dt_s")));
        AssertRelative(garch.NextVariance, garch.MeanVariance(1));
        Assert.Equal(expected.Double("long_run"), garch.MeanVariance(1e9), 1e-6 * expected.Double("long_run"));
    }

    [Fact]
    public void Returns_that_came_during_a_fit_are_made_up_for()
    {
        var late = new GarchVariance(200, Refit);
        var prompt = new GarchVariance(200, Refit);
        ParametersPayload fitted = Parameters(returns: 120);
        for (int i = 0; i < 120; i++)
        {
            late.Add(i * Minute, Returns[i]);
            prompt.Add(i * Minute, Returns[i]);
        }
        Assert.True(prompt.TryTake(fitted, 120 * Minute));
        for (int i = 120; i < 130; i++)
        {
            late.Add(i * Minute, Returns[i]);
            prompt.Add(i * Minute, Returns[i]);
        }

        Assert.True(late.TryTake(fitted, 130 * Minute));

        Assert.Equal(prompt.NextVariance, late.NextVariance);
    }

    [Fact]
    public void A_fit_is_asked_for_with_a_hundred_returns_and_then_at_its_interval()
    {
        var garch = new GarchVariance(200, Refit);
        var requests = new List<long>();
        for (int i = 1; i <= 112; i++)
        {
            garch.Add(i * Minute, Returns[i]);
            requests.Add(garch.FitRequests);
        }

        Assert.Equal([0, 1, 1, 1, 1, 1, 2, 2, 2, 2, 2, 3, 3, 3], requests[98..]);
        var newest = new double[50];
        Assert.Equal(50, garch.CopyReturns(newest));
        Assert.Equal(Returns[63..113], newest);
    }

    [Fact]
    public void Parameters_that_make_no_sense_or_come_late_are_not_taken()
    {
        var garch = new GarchVariance(200, Refit);
        for (int i = 0; i < 150; i++)
            garch.Add(i * Minute, Returns[i]);
        ParametersPayload good = Parameters(returns: 150);

        Assert.False(garch.TryTake(good with { Omega = 0 }, 0));
        Assert.False(garch.TryTake(good with { Alpha = 0.2 }, 0));
        Assert.False(garch.TryTake(good with { Alpha = -0.1 }, 0));
        Assert.False(garch.TryTake(good with { Omega = double.NaN }, 0));
        Assert.False(garch.TryTake(good with { NextVariance = double.PositiveInfinity }, 0));
        Assert.False(garch.TryTake(good with { Returns = 151 }, 0));
        Assert.False(garch.IsFresh(0));
        Assert.True(garch.TryTake(good with { Version = 2 }, 0));
        Assert.False(garch.TryTake(good with { Version = 1 }, 0));
        Assert.True(garch.IsFresh(3 * Refit));
        Assert.False(garch.IsFresh(3 * Refit + 1));
    }

    [Fact]
    public void Fitted_parameters_become_the_volatility_of_the_models_horizon()
    {
        var settings = new QuotingSettings
        {
            NotionalMicro = 1,
            SigmaMethod = SigmaMethod.Garch,
            SigmaFastGuard = false,
            SigmaMinDaily = 1e-9,
            HorizonSeconds = 3_600,
        };
        var avellaneda = new SampledVolatility(settings);
        var glft = new SampledVolatility(settings with { Model = QuoteModelKind.Glft });
        foreach (SampledVolatility volatility in new[] { avellaneda, glft })
        {
            for (int second = 0; second <= 6_200; second++)
                volatility.OnMid(second * 1_000_000_000L, 200_000 + 40 * (second / 60 % 3));
            long returns = volatility.Garch!.Returns;
            volatility.OnParameters(Parameters(returns), 6_200_000_000_000);
        }

        Assert.Equal(Math.Sqrt(glft.Garch!.NextVariance / 60), glft.Sigma, 1e-15);
        Assert.Equal(Math.Sqrt(avellaneda.Garch!.MeanVariance(60) / 60), avellaneda.Sigma, 1e-15);
        Assert.Equal(QuoteClamps.None, avellaneda.Clamps);
    }

    private static GarchVariance WithParameters(JsonElement expected)
    {
        JsonElement theta = expected.GetProperty("theta");
        var garch = new GarchVariance(GarchVariance.MaxReturns, Refit);
        Assert.True(garch.TryTake(
            new ParametersPayload
            {
                Version = 1,
                Mean = theta[0].GetDouble(),
                Omega = theta[1].GetDouble(),
                Alpha = theta[2].GetDouble(),
                Beta = theta[3].GetDouble(),
                NextVariance = expected.Double("h1"),
            },
            0));
        return garch;
    }

    private static ParametersPayload Parameters(long returns) => new()
    {
        Version = 1,
        Omega = 6e-11,
        Alpha = 0.07,
        Beta = 0.9,
        NextVariance = 2e-9,
        Returns = returns,
    };

    private static void AssertRelative(double expected, double actual) => Assert.InRange(actual / expected - 1, -1e-9, 1e-9);
}
