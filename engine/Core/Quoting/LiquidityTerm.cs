using LowLatencyMM.Core.Numerics;

namespace LowLatencyMM.Core.Quoting;

/// <summary>L(x) = ln(1 + x) / x, which every model's half-spread is made of: L(γQ/κ) / κ = ln(1 + γQ/κ) / γQ.</summary>
internal static class LiquidityTerm
{
    /// <summary>Below this the logarithm is replaced by its series.</summary>
    private const double SeriesBelow = 1e-8;

    /// <summary>L(x), for x above -1; 1 at 0.</summary>
    public static double L(double x) => Math.Abs(x) < SeriesBelow ? 1 - x / 2 + x * x / 3 : Elementary.Log1p(x) / x;
}
