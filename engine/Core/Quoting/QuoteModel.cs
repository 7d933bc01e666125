using LowLatencyMM.Core.Numerics;

namespace LowLatencyMM.Core.Quoting;

/// <summary>
/// Avellaneda–Stoikov with a lot size: <c>r = F - γQ n σ² τ</c>, <c>h = ln(1 + γQ/κ) / γQ + γQ σ² τ / 2</c>, with n the inventory in
/// lots and σ = F σ_rel (Avellaneda and Stoikov 2008, for orders of Q instead of one).
/// </summary>
public static class QuoteModel
{
    /// <summary>Below this γQ/κ the logarithm is replaced by its series.</summary>
    private const double SeriesBelow = 1e-8;

    /// <summary>Reservation price and half-spread. False if an input makes no sense or a result is not finite.</summary>
    public static bool TryQuote(in QuoteInputs inputs, out double reservationPrice, out double halfSpread)
    {
        double sigma = inputs.FairPrice * inputs.SigmaRelative;
        double risk = inputs.GammaLot * sigma * sigma * inputs.HorizonSeconds;
        reservationPrice = inputs.FairPrice - risk * inputs.InventoryLots;
        halfSpread = LiquidityTerm(inputs.GammaLot, inputs.Kappa) + 0.5 * risk;
        return inputs.Kappa > 0 && inputs.SigmaRelative >= 0 && inputs.GammaLot >= 0
            && double.IsFinite(reservationPrice) && double.IsFinite(halfSpread);
    }

    private static double LiquidityTerm(double gammaLot, double kappa)
    {
        double x = gammaLot / kappa;
        double shape = Math.Abs(x) < SeriesBelow ? 1 - x / 2 + x * x / 3 : Elementary.Log1p(x) / x;
        return shape / kappa;
    }
}
