using BenchmarkDotNet.Attributes;
using LowLatencyMM.Core;
using LowLatencyMM.Core.Estimation;
using LowLatencyMM.Core.Events;
using LowLatencyMM.Core.Quoting;
using LowLatencyMM.Core.Settings;

namespace LowLatencyMM.Bench.Suites;

/// <summary>
/// One quote by each model: estimates, inventory and a touch that moves each time, through the whole price pipeline to ticks. Goal: at most
/// 300 ns at the median for Avellaneda–Stoikov and the GLFT closed form, and 0 bytes for all.
/// </summary>
public class QuoteBenchmarks
{
    private const int Operations = 1_000;

    private readonly FillIntensity _intensity = new(0.13, 0.085, QuoteClamps.None);
    private readonly Quoter _avellaneda = Create(QuoteModelKind.AvellanedaStoikov, GammaMode.Constant);
    private readonly Quoter _glft = Create(QuoteModelKind.Glft, GammaMode.Constant);
    private readonly Quoter _exact = Create(QuoteModelKind.GlftExact, GammaMode.Constant);
    private readonly Quoter _avellanedaMaxShift = Create(QuoteModelKind.AvellanedaStoikov, GammaMode.MaxShift);
    private readonly Quoter _glftMaxShift = Create(QuoteModelKind.Glft, GammaMode.MaxShift);

    [Benchmark(OperationsPerInvoke = Operations, Baseline = true)]
    public long AvellanedaStoikov() => Quote(_avellaneda);

    [Benchmark(OperationsPerInvoke = Operations)]
    public long GlftClosedForm() => Quote(_glft);

    [Benchmark(OperationsPerInvoke = Operations)]
    public long GlftExactTable() => Quote(_exact);

    [Benchmark(OperationsPerInvoke = Operations)]
    public long AvellanedaStoikovMaxShift() => Quote(_avellanedaMaxShift);

    [Benchmark(OperationsPerInvoke = Operations)]
    public long GlftClosedFormMaxShift() => Quote(_glftMaxShift);

    private static Quoter Create(QuoteModelKind model, GammaMode mode)
    {
        EngineSettings settings = BenchMarket.Repricing();
        TradedMarket market = settings.Markets[0];
        QuotingSettings quoting = market.Quoting with { Model = model, GammaMode = mode, Gamma = 0.1 };
        return new Quoter(market with { Quoting = quoting }, new MarketUnits(market.Market));
    }

    private long Quote(Quoter quoter)
    {
        long sum = 0;
        for (int i = 0; i < Operations; i++)
        {
            var touch = new Touch(BenchMarket.BidTicks + i % 7, BenchMarket.BidTicks + 1 + i % 7);
            double fair = quoter.FairPrice(touch, 0, 0);
            if (quoter.TryQuote(i, fair, touch, 0.00257, i % 11 - 5 + 0.25, 8e-5, _intensity, 0, 0, out QuotePrices prices))
                sum += prices.BidTicks + prices.AskTicks;
        }
        return sum;
    }
}
