using LowLatencyMM.Core.Estimation;
using LowLatencyMM.Core.Settings;

namespace LowLatencyMM.Core.Quoting;

/// <summary>From market, inventory and estimates to the prices of both quotes, as configured.</summary>
/// <remarks>Hot path: no allocation after construction. Its only state is when a session's horizon ends, and the funding rate.</remarks>
public sealed class Quoter
{
    private const double Pico = 1e12;

    private readonly RiskAversion _riskAversion;
    private readonly FairPriceKind _fairPrice;
    private readonly double _fundingFactor;
    private QuoteInputs _inputs;
    private Horizon _horizon;
    private long _fundingRatePico;

    /// <summary>Prepares what does not change.</summary>
    public Quoter(TradedMarket settings, MarketUnits units)
    {
        QuotingSettings quoting = settings.Quoting;
        _riskAversion = new RiskAversion(quoting, settings.Risk.MaxPositionMicro);
        _fairPrice = quoting.FairPrice;
        _horizon = new Horizon(quoting);
        // Whoever is long pays a positive rate on the position's value every hour: a unit held so long is worth that much less, whatever the
        // position is now, so the reservation price falls by it.
        _fundingFactor = -quoting.FundingHoldHours * quoting.FundingWeight / Pico;
        _inputs = new QuoteInputs
        {
            Model = quoting.Model,
            WithoutFillRisk = quoting.GlftTerms == GlftTerms.ModelB,
            SpreadMultiplier = quoting.SpreadMultiplier,
            SkewMultiplier = quoting.SkewMultiplier,
            TickSize = units.TickSize,
            MakerFee = settings.Market.MakerFeePico / Pico,
            AddFee = quoting.AddFee,
            MinimumSpreadBps = quoting.MinimumSpreadBasis == SpreadBasis.Half ? 2 * quoting.MinimumSpreadBps : quoting.MinimumSpreadBps,
            MaximumSpreadBps = quoting.MaximumSpreadBps,
            MinEdgeBps = quoting.MinEdgeBps,
            MaxSkewBps = quoting.MaxSkewBps,
            NoImprove = quoting.BboPolicy == BboPolicy.NoImprove,
            Table = quoting.Model == QuoteModelKind.GlftExact ? new GlftTable((int)LotsOf(quoting, settings.Risk)) : null,
        };
    }

    /// <summary>What the last quote was computed from.</summary>
    public ref readonly QuoteInputs Inputs => ref _inputs;

    /// <summary>Whether sizes at the touch are wanted.</summary>
    public bool NeedsSizes => _fairPrice == FairPriceKind.Microprice;

    /// <summary>Lots of the largest position, rounded up: N of the exact model.</summary>
    public static long LotsOf(QuotingSettings quoting, RiskSettings risk) =>
        (risk.MaxPositionMicro + quoting.NotionalMicro - 1) / quoting.NotionalMicro;

    /// <summary>A funding rate was published: hourly, in 1e-12.</summary>
    public void OnFunding(long ratePico) => _fundingRatePico = ratePico;

    /// <summary>The fair price of a touch, collateral per base; sizes in steps, for the microprice only.</summary>
    public double FairPrice(Touch touch, long bidSteps, long askSteps)
    {
        if (_fairPrice == FairPriceKind.Mid || bidSteps + askSteps <= 0)
            return touch.Mid2 * 0.5 * _inputs.TickSize;
        return (touch.BidTicks * (double)askSteps + touch.AskTicks * (double)bidSteps) / (bidSteps + (double)askSteps) * _inputs.TickSize;
    }

    /// <summary>Factor on the half-spread of the next quotes, while their prices are less certain; 1 for none.</summary>
    public void Widen(double factor) => _inputs.Widening = factor;

    /// <summary>The horizon now, seconds.</summary>
    public double HorizonSeconds(long nowNs) => _horizon.Seconds(nowNs);

    /// <summary>Computes a quote. False if there is none.</summary>
    /// <param name="nowNs">Engine time.</param>
    /// <param name="fairPrice">See <see cref="FairPrice"/>.</param>
    /// <param name="touch">Best bid and ask of others.</param>
    /// <param name="lot">Size of one order, base units.</param>
    /// <param name="inventoryLots">Position in lots, long positive.</param>
    /// <param name="sigma">Relative volatility per sqrt(second).</param>
    /// <param name="intensity">κ and A.</param>
    /// <param name="bidSafetyTicks">Ticks that the bid keeps from the best ask beyond the first.</param>
    /// <param name="askSafetyTicks">Ticks that the ask keeps from the best bid beyond the first.</param>
    /// <param name="prices">The quote.</param>
    public bool TryQuote(
        long nowNs, double fairPrice, Touch touch, double lot, double inventoryLots, double sigma, in FillIntensity intensity,
        long bidSafetyTicks, long askSafetyTicks, out QuotePrices prices)
    {
        _inputs.FairPrice = fairPrice;
        _inputs.InventoryLots = inventoryLots;
        _inputs.Kappa = intensity.Kappa;
        _inputs.Intensity = intensity.A;
        _inputs.SigmaRelative = sigma;
        _inputs.HorizonSeconds = _horizon.Seconds(nowNs);
        _inputs.GammaLot = _riskAversion.GammaLot(_inputs, lot);
        _inputs.FundingShift = _fundingFactor * _fundingRatePico * fairPrice;
        _inputs.BestBidTicks = touch.BidTicks;
        _inputs.BestAskTicks = touch.AskTicks;
        _inputs.BidSafetyTicks = bidSafetyTicks;
        _inputs.AskSafetyTicks = askSafetyTicks;
        return PricePipeline.TryCompute(_inputs, out prices);
    }

    /// <summary>
    /// The horizon at which the Avellaneda–Stoikov skew would equal that of the GLFT closed form, seconds: minutes on typical inputs, where
    /// the configured one is a day. Of the last quote; NaN without an intensity or a risk.
    /// </summary>
    public double EffectiveHorizonSeconds()
    {
        double sigma = _inputs.FairPrice * _inputs.SigmaRelative;
        return Glft.SkewPerLot(_inputs) / (_inputs.GammaLot * sigma * sigma);
    }

    /// <summary>Adds the state to a hash.</summary>
    public void AddTo(ref StateHasher hash)
    {
        _horizon.AddTo(ref hash);
        hash.Add(_fundingRatePico);
    }
}
