namespace LowLatencyMM.Fitting;

/// <summary>Parameters of h' = ω + α e² + β h, e = r − μ.</summary>
/// <param name="Mean">μ, mean return.</param>
/// <param name="Omega">ω, above 0.</param>
/// <param name="Alpha">α, at least 0.</param>
/// <param name="Beta">β, at least 0; α + β is below 1.</param>
/// <param name="Nu">Degrees of freedom of Student's t, above 2; 0 for normal innovations.</param>
public readonly record struct GarchParameters(double Mean, double Omega, double Alpha, double Beta, double Nu)
{
    /// <summary>Variance of a return in the long run.</summary>
    public double LongRunVariance => Omega / (1 - Alpha - Beta);
}
