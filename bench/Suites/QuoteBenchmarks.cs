using BenchmarkDotNet.Attributes;
using LowLatencyMM.Bench.Orders;
using LowLatencyMM.Core.Settings;

namespace LowLatencyMM.Bench.Suites;

/// <summary>
/// One quote by each model, and by the bare formula with <see cref="Math"/>. Goal: at most 300 ns at the median for Avellaneda–Stoikov and the
/// GLFT closed form, and 0 bytes for all.
/// </summary>
public class QuoteBenchmarks
{
    private const int Operations = 1_000;

    private readonly QuoteDecisions _avellaneda = new(QuoteModelKind.AvellanedaStoikov, GammaMode.Constant);
    private readonly QuoteDecisions _glft = new(QuoteModelKind.Glft, GammaMode.Constant);
    private readonly QuoteDecisions _exact = new(QuoteModelKind.GlftExact, GammaMode.Constant);
    private readonly QuoteDecisions _avellanedaMaxShift = new(QuoteModelKind.AvellanedaStoikov, GammaMode.MaxShift);
    private readonly QuoteDecisions _glftMaxShift = new(QuoteModelKind.Glft, GammaMode.MaxShift);

    [Benchmark(OperationsPerInvoke = Operations, Baseline = true)]
    public long BareFormula() => QuoteDecisions.DecideByFormula(Operations);

    [Benchmark(OperationsPerInvoke = Operations)]
    public long AvellanedaStoikov() => _avellaneda.Decide(Operations);

    [Benchmark(OperationsPerInvoke = Operations)]
    public long GlftClosedForm() => _glft.Decide(Operations);

    [Benchmark(OperationsPerInvoke = Operations)]
    public long GlftExactTable() => _exact.Decide(Operations);

    [Benchmark(OperationsPerInvoke = Operations)]
    public long AvellanedaStoikovMaxShift() => _avellanedaMaxShift.Decide(Operations);

    [Benchmark(OperationsPerInvoke = Operations)]
    public long GlftClosedFormMaxShift() => _glftMaxShift.Decide(Operations);
}
