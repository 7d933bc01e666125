using BenchmarkDotNet.Attributes;
using LowLatencyMM.Bench.Frames;

namespace LowLatencyMM.Bench.Suites;

/// <summary>A delta of five levels applied to a book of 50 levels a side, and the touch read.</summary>
public class BookBenchmarks
{
    private const int Pairs = 50;

    private readonly BookUpdates _updates = new();

    [Benchmark(OperationsPerInvoke = 2 * Pairs)]
    public long DeltaOf5() => _updates.Apply(Pairs);

    [Benchmark(OperationsPerInvoke = 2 * Pairs, Baseline = true)]
    public long DeltaOf5InSortedDictionary() => _updates.ApplyToDictionary(Pairs);
}
