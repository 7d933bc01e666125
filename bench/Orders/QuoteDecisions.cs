using LowLatencyMM.Core;
using LowLatencyMM.Core.Estimation;
using LowLatencyMM.Core.Events;
using LowLatencyMM.Core.Quoting;
using LowLatencyMM.Core.Settings;

namespace LowLatencyMM.Bench.Orders;

/// <summary>
/// Quotes of one model: estimates, inventory and a touch that moves each time, through the whole price pipeline to ticks. Beside it the bare formula
/// of Avellaneda and Stoikov with <see cref="Math"/>, without limits, exact rounding or a clamp.
/// </summary>
internal sealed class QuoteDecisions(QuoteModelKind model, GammaMode mode)
{
    private const double Gamma = 0.1;
    private const double Kappa = 0.13;
    private const double Sigma = 8e-5;
    private const double HorizonSeconds = 60;

    private readonly FillIntensity _intensity = new(Kappa, 0.085, QuoteClamps.None);
    private readonly Quoter _quoter = Create(model, mode);

    /// <summary>Decides quotes; the sum of their prices.</summary>
    public long Decide(int times)
    {
        long sum = 0;
        for (int i = 0; i < times; i++)
        {
            var touch = new Touch(BenchMarket.BidTicks + (i % 7), BenchMarket.BidTicks + 1 + (i % 7));
            double fair = _quoter.FairPrice(touch, 0, 0);
            if (_quoter.TryQuote(i, fair, touch, 0.00257, (i % 11) - 5 + 0.25, Sigma, _intensity, 0, 0, out QuotePrices prices))
                sum += prices.BidTicks + prices.AskTicks;
        }
        return sum;
    }

    /// <summary>Decides quotes by the bare formula.</summary>
    public static long DecideByFormula(int times)
    {
        long sum = 0;
        for (int i = 0; i < times; i++)
        {
            double mid = BenchMarket.BidTicks + 0.5 + (i % 7);
            double variance = Math.Pow(Sigma * mid, 2) * HorizonSeconds;
            double reservation = mid - (((i % 11) - 5 + 0.25) * 0.00257 * Gamma * variance);
            double half = (Gamma * variance / 2) + (Math.Log(1 + (Gamma / Kappa)) / Gamma);
            sum += (long)Math.Floor(reservation - half) + (long)Math.Ceiling(reservation + half);
        }
        return sum;
    }

    private static Quoter Create(QuoteModelKind model, GammaMode mode)
    {
        EngineSettings settings = BenchMarket.Repricing();
        TradedMarket market = settings.Markets[0];
        QuotingSettings quoting = market.Quoting with { Model = model, GammaMode = mode, Gamma = Gamma };
        return new Quoter(market with { Quoting = quoting }, new MarketUnits(market.Market));
    }
}
