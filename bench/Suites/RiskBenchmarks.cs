using BenchmarkDotNet.Attributes;
using LowLatencyMM.Bench.Orders;

namespace LowLatencyMM.Bench.Suites;

/// <summary>Both sides of a quote through all limits of risk: in the core's integers, and in decimals from the definitions.</summary>
public class RiskBenchmarks
{
    private const int Operations = 1_000;

    private readonly RiskChecks _checks = new();

    [GlobalSetup]
    public void Check()
    {
        long integers = _checks.Check(Operations);
        _checks.Restart();
        if (integers != _checks.CheckInDecimals(Operations))
            throw new InvalidOperationException("The two ways to check disagree.");
    }

    [Benchmark(OperationsPerInvoke = Operations)]
    public long Integers() => _checks.Check(Operations);

    [Benchmark(OperationsPerInvoke = Operations, Baseline = true)]
    public long Decimals() => _checks.CheckInDecimals(Operations);
}
