using MathNet.Numerics;

namespace LowLatencyMM.Fitting;

/// <summary>
/// Negative log-likelihood of GARCH(1,1) (T. Bollerslev, "Generalized autoregressive conditional heteroskedasticity", 1986; Student's t: "A
/// conditionally heteroskedastic time series model for speculative prices and rates of return", 1987). The first variance is that of the
/// sample, with n − 1.
/// </summary>
public static class GarchLikelihood
{
    private static readonly double LnTwoPi = Math.Log(2 * Math.PI);

    /// <summary>Variance of the returns about their mean, with n − 1; at least two returns.</summary>
    public static double SampleVariance(ReadOnlySpan<double> returns)
    {
        double sum = 0;
        foreach (double value in returns)
            sum += value;
        double mean = sum / returns.Length;
        double squares = 0;
        foreach (double value in returns)
            squares += (value - mean) * (value - mean);
        return squares / (returns.Length - 1);
    }

    /// <summary>The negative log-likelihood; infinite outside of the parameters' range.</summary>
    /// <param name="returns">Returns.</param>
    /// <param name="firstVariance">Variance of the first one.</param>
    /// <param name="parameters">Parameters.</param>
    /// <param name="nextVariance">Variance of the return after the last one.</param>
    public static double Negative(ReadOnlySpan<double> returns, double firstVariance, in GarchParameters parameters, out double nextVariance)
    {
        nextVariance = firstVariance;
        bool isLegal = parameters.Omega > 0 && parameters.Alpha >= 0 && parameters.Beta >= 0 && parameters.Alpha + parameters.Beta < 1;
        if (!isLegal || (parameters.Nu != 0 && !(parameters.Nu > 2)))
            return double.PositiveInfinity;
        return parameters.Nu == 0
            ? Normal(returns, parameters, ref nextVariance)
            : StudentT(returns, parameters, ref nextVariance);
    }

    private static double Normal(ReadOnlySpan<double> returns, in GarchParameters parameters, ref double variance)
    {
        double sum = 0;
        foreach (double value in returns)
        {
            double error = value - parameters.Mean;
            double square = error * error;
            sum += Math.Log(variance) + square / variance;
            variance = parameters.Omega + parameters.Alpha * square + parameters.Beta * variance;
        }
        return 0.5 * (sum + returns.Length * LnTwoPi);
    }

    private static double StudentT(ReadOnlySpan<double> returns, in GarchParameters parameters, ref double variance)
    {
        double nu = parameters.Nu;
        double constant = SpecialFunctions.GammaLn((nu + 1) / 2) - SpecialFunctions.GammaLn(nu / 2) - 0.5 * Math.Log((nu - 2) * Math.PI);
        double sum = 0;
        foreach (double value in returns)
        {
            double error = value - parameters.Mean;
            double square = error * error;
            sum += Math.Log(variance) + (nu + 1) * Math.Log(1 + square / ((nu - 2) * variance));
            variance = parameters.Omega + parameters.Alpha * square + parameters.Beta * variance;
        }
        return 0.5 * sum - returns.Length * constant;
    }
}
