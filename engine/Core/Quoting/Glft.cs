using LowLatencyMM.Core.Numerics;

namespace LowLatencyMM.Core.Quoting;

/// <summary>
/// The closed-form approximation of O. Guéant, C.-A. Lehalle and J. Fernandez-Tapia, "Dealing with the inventory risk" (2013): with
/// x = ξQ/κ (ξ = γ, or 0) and L(x) = ln(1 + x) / x, <c>c1 = L(x) / κ</c>, <c>c2 = sqrt(γQ / (2Aκ) · exp((1 + x) L(x)))</c>,
/// <c>r = F − n σ c2</c>, <c>h = c1 + σ c2 / 2</c>, with n the inventory in lots and σ = F σ_rel.
/// </summary>
public static class Glft
{
    /// <summary>Shift of the reservation price from the fair price, and half-spread.</summary>
    public static void Quote(in QuoteInputs inputs, out double shift, out double halfSpread)
    {
        double x = inputs.WithoutFillRisk ? 0 : inputs.GammaLot / inputs.Kappa;
        double shape = LiquidityTerm.L(x);
        double skew = inputs.FairPrice * inputs.SigmaRelative * SkewFactor(inputs.GammaLot, inputs.Kappa, inputs.Intensity, x, shape);
        shift = -skew * inputs.InventoryLots;
        halfSpread = shape / inputs.Kappa + 0.5 * skew;
    }

    /// <summary>Shift of the reservation price per lot.</summary>
    public static double SkewPerLot(in QuoteInputs inputs)
    {
        double x = inputs.WithoutFillRisk ? 0 : inputs.GammaLot / inputs.Kappa;
        return inputs.FairPrice * inputs.SigmaRelative
            * SkewFactor(inputs.GammaLot, inputs.Kappa, inputs.Intensity, x, LiquidityTerm.L(x));
    }

    /// <summary>
    /// γQ at which c2 is <paramref name="factor"/>: y = γQ/κ solves y exp((1 + y) L(y)) = 2A c2², or y e = 2A c2² for ξ = 0.
    /// </summary>
    /// <remarks>
    /// In u = ln y the equation is u + (1 + 1/y) ln(1 + y) = ln z; its left side is convex with slope 2 − L(y), so Newton's steps from a
    /// bound above the solution fall towards it without a safeguard. At most a handful of them; allocates nothing.
    /// </remarks>
    /// <param name="factor">c2, above 0.</param>
    /// <param name="kappa">κ, 1/price.</param>
    /// <param name="intensity">A, fills per second.</param>
    /// <param name="withoutFillRisk">ξ = 0 instead of γ.</param>
    public static double SolveGammaLot(double factor, double kappa, double intensity, bool withoutFillRisk)
    {
        const int mostSteps = 50;
        double z = 2 * intensity * factor * factor;
        if (withoutFillRisk)
            return kappa * z / Math.E;
        double lnZ = Elementary.Ln(z);
        double u = Math.Min(lnZ - 1, lnZ / 2);
        for (int i = 0; i < mostSteps; i++)
        {
            double y = Elementary.Exp(u);
            double shape = LiquidityTerm.L(y);
            double step = (u + (1 + y) * shape - lnZ) / (2 - shape);
            u -= step;
            if (!(Math.Abs(step) > 1e-14 * Math.Max(1, Math.Abs(u))))
                break;
        }
        return kappa * Elementary.Exp(u);
    }

    private static double SkewFactor(double gammaLot, double kappa, double intensity, double x, double shape) =>
        Math.Sqrt(gammaLot / (2 * intensity * kappa) * Elementary.Exp((1 + x) * shape));
}
