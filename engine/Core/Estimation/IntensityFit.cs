using LowLatencyMM.Core.Numerics;
using LowLatencyMM.Core.Settings;

namespace LowLatencyMM.Core.Estimation;

/// <summary>
/// The fill intensity λ(D) = A exp(-κ D), fitted to the levels of a <see cref="DepthGrid"/> or to depths of trades. The counts of the
/// levels are nested (a trade that reaches a deep level reaches all shallower ones), so their errors come from
/// Cov(y_i, y_j) = 1 / max(N_i, N_j) and not from the residuals.
/// </summary>
/// <param name="Levels">Levels with enough fills; 0 for a fit to depths.</param>
/// <param name="KappaPerTick">Decay per tick; NaN if there is no fit.</param>
/// <param name="LnA">Logarithm of fills per second at distance 0 on one side.</param>
/// <param name="RSquared">Share of the weighted variance that the line explains; NaN for a fit to depths.</param>
/// <param name="KappaErrorPerTick">Standard error of the decay per tick.</param>
/// <param name="LnAError">Standard error of <paramref name="LnA"/>.</param>
/// <param name="ResidualErrorPerTick">Classical standard error of the decay per tick, from the residuals: too small, for comparison only.</param>
public readonly record struct IntensityFit(
    int Levels, double KappaPerTick, double LnA, double RSquared, double KappaErrorPerTick, double LnAError, double ResidualErrorPerTick)
{
    /// <summary>Half the width of a 95 % interval, in standard errors.</summary>
    public const double Quantile95 = 1.959963984540054;

    /// <summary>Fewest levels of a line.</summary>
    public const int MinLevels = 3;

    /// <summary>Fewest depths of a fit to depths.</summary>
    public const long MinDepths = 30;

    /// <summary>Width of the 95 % interval of the decay as a share of the decay.</summary>
    public double RelativeWidth => 2 * Quantile95 * KappaErrorPerTick / KappaPerTick;

    /// <summary>Fills per second at distance 0 on one side.</summary>
    public double A => Elementary.Exp(LnA);

    /// <summary>Lower and upper end of the 95 % interval of the decay per tick.</summary>
    public (double Low, double High) KappaInterval =>
        (KappaPerTick - Quantile95 * KappaErrorPerTick, KappaPerTick + Quantile95 * KappaErrorPerTick);

    /// <summary>Lower and upper end of the 95 % interval of <see cref="A"/>.</summary>
    public (double Low, double High) AInterval =>
        (Elementary.Exp(LnA - Quantile95 * LnAError), Elementary.Exp(LnA + Quantile95 * LnAError));

    /// <summary>Depth over which the intensity falls by e, basis points of the mid.</summary>
    public double DecayBps(long mid2) => 1e4 / (KappaPerTick * (mid2 / 2.0));

    /// <summary>How far it can be trusted.</summary>
    public IntensityQuality Quality(long mid2)
    {
        if (!(KappaPerTick > 0) || !double.IsFinite(LnA) || !double.IsFinite(KappaPerTick))
            return IntensityQuality.None;
        double decay = DecayBps(mid2);
        if (!(decay >= 0.05 && decay <= 500))
            return IntensityQuality.Low;
        // Depths make no line, so no R² can speak against them.
        if (RelativeWidth <= 0.2 && !(RSquared < 0.7))
            return IntensityQuality.High;
        return RelativeWidth <= 0.5 && !(RSquared < 0.5) ? IntensityQuality.Medium : IntensityQuality.Low;
    }

    /// <summary>Fits ln λ = ln A − κ D to levels; without at least <see cref="MinLevels"/> there is no fit.</summary>
    /// <param name="ticks">Distance of each level.</param>
    /// <param name="fills">Fills at each level.</param>
    /// <param name="exposureSeconds">For how long quotes were alive at each level.</param>
    /// <param name="minFills">Least fills of a level that counts, at least 1.</param>
    /// <param name="regression">Weights of the levels.</param>
    public static IntensityFit Fit(
        ReadOnlySpan<long> ticks, ReadOnlySpan<long> fills, ReadOnlySpan<double> exposureSeconds, long minFills,
        IntensityRegression regression = IntensityRegression.Weighted)
    {
        Span<double> x = stackalloc double[DepthGrid.MaxPoints];
        Span<double> y = stackalloc double[DepthGrid.MaxPoints];
        Span<double> counts = stackalloc double[DepthGrid.MaxPoints];
        int levels = 0;
        for (int i = 0; i < ticks.Length; i++)
        {
            if (fills[i] < minFills || !(exposureSeconds[i] > 0))
                continue;
            x[levels] = ticks[i];
            y[levels] = Elementary.Ln(fills[i] / exposureSeconds[i]);
            counts[levels++] = fills[i];
        }
        return levels < MinLevels ? NoFit(levels) : Fit(x[..levels], y[..levels], counts[..levels], regression);
    }

    /// <summary>
    /// Fits depths m = ⌊depth − d0⌋ in whole ticks, which are geometric with κ = ln(1 + n / Σm); the rounding down would bias the
    /// reciprocal of their mean. Without at least <see cref="MinDepths"/> there is no fit.
    /// </summary>
    /// <param name="count">Depths n of at least <paramref name="firstTicks"/>.</param>
    /// <param name="excessTicks">Σm.</param>
    /// <param name="exposureSeconds">Time of observation, times the sides observed.</param>
    /// <param name="firstTicks">d0.</param>
    public static IntensityFit FitDepths(long count, long excessTicks, double exposureSeconds, long firstTicks)
    {
        if (count < MinDepths || excessTicks <= 0 || !(exposureSeconds > 0))
            return NoFit(0);
        double kappa = Elementary.Log1p(count / (double)excessTicks);
        double p = 1 - Elementary.Exp(-kappa);
        double error = p / Math.Sqrt(count * (1 - p));
        double lnA = Elementary.Ln(count / exposureSeconds) + kappa * firstTicks;
        double lnAError = Math.Sqrt(1.0 / count + firstTicks * firstTicks * error * error);
        return new IntensityFit(0, kappa, lnA, double.NaN, error, lnAError, double.NaN);
    }

    private static IntensityFit NoFit(int levels) =>
        new(levels, double.NaN, double.NaN, double.NaN, double.NaN, double.NaN, double.NaN);

    private static IntensityFit Fit(
        ReadOnlySpan<double> x, ReadOnlySpan<double> y, ReadOnlySpan<double> counts, IntensityRegression regression)
    {
        Span<double> weights = stackalloc double[DepthGrid.MaxPoints];
        weights = weights[..x.Length];
        if (regression == IntensityRegression.Ordinary)
            weights.Fill(1);
        else
            counts.CopyTo(weights);
        LineFit line = LineFit.Fit(x, y, weights);
        double slopeVariance = 0, lnAVariance = 0;
        for (int i = 0; i < x.Length; i++)
        {
            double slopeWeightI = weights[i] * (x[i] - line.XMean) / line.Sxx;
            double lnAWeightI = weights[i] / line.WeightSum - line.XMean * slopeWeightI;
            for (int j = 0; j < x.Length; j++)
            {
                double slopeWeightJ = weights[j] * (x[j] - line.XMean) / line.Sxx;
                double lnAWeightJ = weights[j] / line.WeightSum - line.XMean * slopeWeightJ;
                double covariance = 1 / Math.Max(counts[i], counts[j]);
                slopeVariance += slopeWeightI * slopeWeightJ * covariance;
                lnAVariance += lnAWeightI * lnAWeightJ * covariance;
            }
        }
        return new IntensityFit(
            x.Length, -line.Slope, line.Intercept, line.RSquared, Math.Sqrt(slopeVariance), Math.Sqrt(lnAVariance), line.SlopeError);
    }
}
