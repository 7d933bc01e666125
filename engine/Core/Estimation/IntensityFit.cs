using LowLatencyMM.Core.Numerics;

namespace LowLatencyMM.Core.Estimation;

/// <summary>
/// ln λ = ln A − κ D fitted over the levels of a <see cref="DepthGrid"/>, each weighted with its fills. The counts are nested (a
/// trade that reaches a deep level reaches all shallower ones), so errors come from Cov(y_i, y_j) = 1 / max(N_i, N_j).
/// </summary>
/// <param name="Levels">Levels with enough fills.</param>
/// <param name="KappaPerTick">Decay per tick.</param>
/// <param name="LnA">Logarithm of fills per second at distance 0.</param>
/// <param name="RSquared">Share of the weighted variance that the line explains.</param>
/// <param name="KappaErrorPerTick">Standard error of the decay per tick.</param>
/// <param name="LnAError">Standard error of <paramref name="LnA"/>.</param>
public readonly record struct IntensityFit(
    int Levels, double KappaPerTick, double LnA, double RSquared, double KappaErrorPerTick, double LnAError)
{
    /// <summary>Half the width of a 95 % interval, in standard errors.</summary>
    public const double Quantile95 = 1.959963984540054;

    private const int MinLevels = 3;

    /// <summary>Width of the 95 % interval of the decay as a share of the decay.</summary>
    public double RelativeWidth => 2 * Quantile95 * KappaErrorPerTick / KappaPerTick;

    /// <summary>Depth over which the intensity falls by e, basis points of the mid.</summary>
    public double DecayBps(long mid2) => 1e4 / (KappaPerTick * (mid2 / 2.0));

    /// <summary>How far it can be trusted.</summary>
    public IntensityQuality Quality(long mid2)
    {
        if (Levels < MinLevels || !(KappaPerTick > 0) || !double.IsFinite(LnA) || !double.IsFinite(KappaPerTick))
            return IntensityQuality.None;
        double decay = DecayBps(mid2);
        if (!(decay >= 0.05 && decay <= 500))
            return IntensityQuality.Low;
        if (RelativeWidth <= 0.2 && RSquared >= 0.7)
            return IntensityQuality.High;
        return RelativeWidth <= 0.5 && RSquared >= 0.5 ? IntensityQuality.Medium : IntensityQuality.Low;
    }

    /// <summary>Fits the levels; <see cref="Levels"/> below 3 means that there are too few for a line.</summary>
    /// <param name="ticks">Distance of each level.</param>
    /// <param name="fills">Fills at each level.</param>
    /// <param name="exposureSeconds">For how long quotes were alive at each level.</param>
    /// <param name="minFills">Least fills of a level that counts, at least 1.</param>
    public static IntensityFit Fit(
        ReadOnlySpan<long> ticks, ReadOnlySpan<long> fills, ReadOnlySpan<double> exposureSeconds, long minFills)
    {
        Span<double> x = stackalloc double[DepthGrid.MaxPoints];
        Span<double> y = stackalloc double[DepthGrid.MaxPoints];
        Span<double> weights = stackalloc double[DepthGrid.MaxPoints];
        int count = 0;
        for (int i = 0; i < ticks.Length; i++)
        {
            if (fills[i] < minFills || !(exposureSeconds[i] > 0))
                continue;
            x[count] = ticks[i];
            y[count] = Elementary.Ln(fills[i] / exposureSeconds[i]);
            weights[count++] = fills[i];
        }
        return count < MinLevels ? new IntensityFit(count, 0, 0, 0, 0, 0) : Fit(x[..count], y[..count], weights[..count]);
    }

    private static IntensityFit Fit(ReadOnlySpan<double> x, ReadOnlySpan<double> y, ReadOnlySpan<double> weights)
    {
        double sum = 0, xMean = 0, yMean = 0;
        for (int i = 0; i < x.Length; i++)
        {
            sum += weights[i];
            xMean += weights[i] * x[i];
            yMean += weights[i] * y[i];
        }
        xMean /= sum;
        yMean /= sum;
        double sxx = 0, sxy = 0, syy = 0;
        for (int i = 0; i < x.Length; i++)
        {
            sxx += weights[i] * (x[i] - xMean) * (x[i] - xMean);
            sxy += weights[i] * (x[i] - xMean) * (y[i] - yMean);
            syy += weights[i] * (y[i] - yMean) * (y[i] - yMean);
        }
        double slope = sxy / sxx;
        double lnA = yMean - slope * xMean;
        double residuals = 0;
        for (int i = 0; i < x.Length; i++)
        {
            double error = y[i] - lnA - slope * x[i];
            residuals += weights[i] * error * error;
        }
        double slopeVariance = 0, lnAVariance = 0;
        for (int i = 0; i < x.Length; i++)
        {
            double slopeWeightI = weights[i] * (x[i] - xMean) / sxx;
            double lnAWeightI = weights[i] / sum - xMean * slopeWeightI;
            for (int j = 0; j < x.Length; j++)
            {
                double slopeWeightJ = weights[j] * (x[j] - xMean) / sxx;
                double lnAWeightJ = weights[j] / sum - xMean * slopeWeightJ;
                double covariance = 1 / Math.Max(weights[i], weights[j]);
                slopeVariance += slopeWeightI * slopeWeightJ * covariance;
                lnAVariance += lnAWeightI * lnAWeightJ * covariance;
            }
        }
        return new IntensityFit(
            x.Length, -slope, lnA, 1 - residuals / syy, Math.Sqrt(slopeVariance), Math.Sqrt(lnAVariance));
    }
}
