using LowLatencyMM.Core.Events;
using LowLatencyMM.Core.Settings;

namespace LowLatencyMM.Core.Quoting;

/// <summary>The configured model: reservation price and half-spread, with the multipliers and the funding.</summary>
public static class QuoteModel
{
    /// <summary>Computes both. False if an input makes no sense or a result is not finite: there is no quote then, never a guess.</summary>
    /// <param name="inputs">The inputs.</param>
    /// <param name="reservationPrice">F + (r − F) · skew multiplier + funding shift.</param>
    /// <param name="halfSpread">h · spread multiplier.</param>
    /// <param name="clamps">Sides that the model does not quote.</param>
    public static bool TryQuote(in QuoteInputs inputs, out double reservationPrice, out double halfSpread, out QuoteClamps clamps)
    {
        clamps = QuoteClamps.None;
        double shift;
        switch (inputs.Model)
        {
            case QuoteModelKind.AvellanedaStoikov:
                AvellanedaStoikov.Quote(inputs, out shift, out halfSpread);
                break;
            case QuoteModelKind.Glft:
                Glft.Quote(inputs, out shift, out halfSpread);
                break;
            default:
                inputs.Table!.Quote(inputs, out shift, out halfSpread, out bool hasBid, out bool hasAsk);
                clamps = (hasBid ? QuoteClamps.None : QuoteClamps.NoBid) | (hasAsk ? QuoteClamps.None : QuoteClamps.NoAsk);
                break;
        }
        halfSpread *= inputs.SpreadMultiplier;
        reservationPrice = inputs.FairPrice + (shift * inputs.SkewMultiplier + inputs.FundingShift);
        return inputs.Kappa > 0 && inputs.SigmaRelative >= 0 && inputs.GammaLot >= 0
            && (inputs.Model == QuoteModelKind.AvellanedaStoikov || inputs.Intensity > 0)
            && double.IsFinite(reservationPrice) && double.IsFinite(halfSpread);
    }
}
