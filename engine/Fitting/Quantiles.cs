using MathNet.Numerics.Distributions;

namespace LowLatencyMM.Fitting;

/// <summary>Quantiles for intervals.</summary>
public static class Quantiles
{
    /// <summary>Half the width of a 95 % interval in standard errors that were estimated with so many degrees of freedom, at least 1.</summary>
    public static double StudentT95(int degrees) => StudentT.InvCDF(0, 1, degrees, 0.975);
}
