using LowLatencyMM.Core.Settings;

namespace LowLatencyMM.Core.Quoting;

/// <summary>What a quote is computed from. Prices in collateral per base unit.</summary>
public struct QuoteInputs
{
    /// <summary>The model.</summary>
    public QuoteModelKind Model;

    /// <summary>The solutions that <see cref="QuoteModelKind.GlftExact"/> looks up; null for the other models.</summary>
    public GlftTable? Table;

    /// <summary>Whether the GLFT closed form leaves the risk of fills out (ξ = 0).</summary>
    public bool WithoutFillRisk;

    /// <summary>Factor on the model's half-spread.</summary>
    public double SpreadMultiplier;

    /// <summary>Factor on the model's shift.</summary>
    public double SkewMultiplier;

    /// <summary>What is added to the reservation price for funding.</summary>
    public double FundingShift;

    /// <summary>Factor on the half-spread after its floor and cap, for prices that are less certain; up to 1 for none.</summary>
    public double Widening;

    /// <summary>Fair price F.</summary>
    public double FairPrice;

    /// <summary>Inventory n in lots, long positive.</summary>
    public double InventoryLots;

    /// <summary>Risk aversion in price space γQ, 1/price.</summary>
    public double GammaLot;

    /// <summary>Decay of the fill intensity κ, 1/price.</summary>
    public double Kappa;

    /// <summary>Fills per second of one lot on one side at distance 0, A; the GLFT models need it.</summary>
    public double Intensity;

    /// <summary>Relative volatility per sqrt(second).</summary>
    public double SigmaRelative;

    /// <summary>Horizon τ, seconds.</summary>
    public double HorizonSeconds;

    /// <summary>One tick.</summary>
    public double TickSize;

    /// <summary>Maker fee, a fraction; negative for a rebate.</summary>
    public double MakerFee;

    /// <summary>Whether the fee is added to the half-spread; else it only raises the floor.</summary>
    public bool AddFee;

    /// <summary>Floor of the full spread, basis points.</summary>
    public double MinimumSpreadBps;

    /// <summary>Cap of the full spread, basis points; 0 for none.</summary>
    public double MaximumSpreadBps;

    /// <summary>Least edge over the fee, basis points.</summary>
    public double MinEdgeBps;

    /// <summary>Limit of the shift, basis points; 0 for none.</summary>
    public double MaxSkewBps;

    /// <summary>Best bid of others, ticks.</summary>
    public long BestBidTicks;

    /// <summary>Best ask of others, ticks.</summary>
    public long BestAskTicks;

    /// <summary>Ticks that the bid keeps from the best ask beyond the first.</summary>
    public long BidSafetyTicks;

    /// <summary>Ticks that the ask keeps from the best bid beyond the first.</summary>
    public long AskSafetyTicks;

    /// <summary>Whether the best prices may only be joined.</summary>
    public bool NoImprove;
}
