namespace LowLatencyMM.Core.Quoting;

/// <summary>
/// Avellaneda–Stoikov with a lot size: <c>r = F - γQ n σ² τ</c>, <c>h = ln(1 + γQ/κ) / γQ + γQ σ² τ / 2</c>, with n the inventory in
/// lots and σ = F σ_rel (M. Avellaneda and S. Stoikov, "High-frequency trading in a limit order book", 2008, for orders of Q
/// instead of one).
/// </summary>
public static class AvellanedaStoikov
{
    /// <summary>Shift of the reservation price from the fair price, and half-spread.</summary>
    public static void Quote(in QuoteInputs inputs, out double shift, out double halfSpread)
    {
        double sigma = inputs.FairPrice * inputs.SigmaRelative;
        double risk = inputs.GammaLot * sigma * sigma * inputs.HorizonSeconds;
        shift = -risk * inputs.InventoryLots;
        halfSpread = LiquidityTerm.L(inputs.GammaLot / inputs.Kappa) / inputs.Kappa + 0.5 * risk;
    }

    /// <summary>
    /// The indifference prices of the discounted infinite-horizon problem of the same paper, for an inventory bounded by
    /// <paramref name="maxLots"/>: with ω = (γQ)² σ² (nmax + 1)² / 2 the volatility cancels, so nothing is quoted from them.
    /// </summary>
    public static (double Bid, double Ask, double Omega) DiscountedPrices(
        double fairPrice, double lots, double gammaLot, double sigma, double maxLots)
    {
        double variance = gammaLot * gammaLot * sigma * sigma;
        double omega = 0.5 * variance * (maxLots + 1) * (maxLots + 1);
        double denominator = 2 * omega - variance * lots * lots;
        double ask = fairPrice + Numerics.Elementary.Log1p((1 - 2 * lots) * variance / denominator) / gammaLot;
        double bid = fairPrice + Numerics.Elementary.Log1p((-1 - 2 * lots) * variance / denominator) / gammaLot;
        return (bid, ask, omega);
    }
}
