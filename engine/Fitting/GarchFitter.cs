namespace LowLatencyMM.Fitting;

/// <summary>Fits GARCH(1,1) by maximum likelihood.</summary>
public static class GarchFitter
{
    /// <summary>Fewest returns.</summary>
    public const int MinReturns = 100;

    private const double FirstStep = 0.5;
    private const double StartNu = 6;

    /// <summary>Starts of α and β: the likelihood has more than one hill.</summary>
    private static readonly (double Alpha, double Beta)[] Starts = [(0.05, 0.9), (0.1, 0.8), (0.15, 0.6), (0.02, 0.95), (0.05, 0.5)];

    /// <summary>
    /// Fits. Null with fewer than <see cref="MinReturns"/> returns, without variance, or without a finite maximum: then there is nothing to
    /// forecast from.
    /// </summary>
    /// <remarks>
    /// The returns are divided by their standard deviation, so that all parameters are near 1; the bounds are kept by transforms (ω = e^a,
    /// α + β = 1/(1 + e^−b), their shares likewise, ν = 2 + e^c). From each start a simplex runs twice: the second time out of what the first
    /// one ended in, with a new volume. The best end counts.
    /// </remarks>
    public static GarchFit? TryFit(ReadOnlySpan<double> returns, Innovations innovations)
    {
        if (returns.Length < MinReturns)
            return null;
        double scale = Math.Sqrt(GarchLikelihood.SampleVariance(returns));
        if (!(scale > 0) || !double.IsFinite(scale))
            return null;
        double[] scaled = new double[returns.Length];
        for (int i = 0; i < scaled.Length; i++)
            scaled[i] = returns[i] / scale;
        double firstVariance = GarchLikelihood.SampleVariance(scaled);
        bool isStudentT = innovations == Innovations.StudentT;

        double[]? best = null;
        double least = double.PositiveInfinity;
        foreach ((double alpha, double beta) in Starts)
        {
            double[] point = Start(alpha, beta, isStudentT);
            Simplex.Minimize(Negative, point, FirstStep);
            double value = Simplex.Minimize(Negative, point, FirstStep / 2);
            if (value < least)
                (best, least) = (point, value);
        }
        if (best is null)
            return null;
        GarchParameters parameters = Unscaled(Parameters(best), scale);
        double negative = GarchLikelihood.Negative(returns, GarchLikelihood.SampleVariance(returns), parameters, out double next);
        return double.IsFinite(negative) && next > 0 ? new GarchFit(parameters, negative, next) : null;

        double Negative(double[] point) => GarchLikelihood.Negative(scaled, firstVariance, Parameters(point), out _) is var value && double.IsNaN(value)
            ? double.PositiveInfinity
            : value;
    }

    private static double[] Start(double alpha, double beta, bool isStudentT)
    {
        double sum = alpha + beta;
        double[] point = [0, Math.Log(1 - sum), Logit(sum), Logit(alpha / sum)];
        return isStudentT ? [.. point, Math.Log(StartNu - 2)] : point;
    }

    private static GarchParameters Parameters(double[] point)
    {
        double sum = Logistic(point[2]);
        double share = Logistic(point[3]);
        return new GarchParameters(point[0], Math.Exp(point[1]), sum * share, sum * (1 - share), point.Length > 4 ? 2 + Math.Exp(point[4]) : 0);
    }

    private static GarchParameters Unscaled(GarchParameters scaled, double scale) =>
        scaled with { Mean = scaled.Mean * scale, Omega = scaled.Omega * scale * scale };

    private static double Logit(double share) => Math.Log(share / (1 - share));

    private static double Logistic(double x) => 1 / (1 + Math.Exp(-x));
}
