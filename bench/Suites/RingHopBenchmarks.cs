using BenchmarkDotNet.Attributes;
using LowLatencyMM.Bench.Ring.Hops;
using LowLatencyMM.Core.Ring;

namespace LowLatencyMM.Bench.Suites;

/// <summary>
/// An event from thread to thread, one at a time, until its producer knows that it was taken: each wait strategy of the ring, and
/// what comes with .NET. Three producers share the hops; on two cores they take turns.
/// </summary>
public class RingHopBenchmarks
{
    private const int Hops = 3_000;

    private Hop? _hop;

    /// <summary>Threads that produce.</summary>
    [Params(1, 3)]
    public int Producers { get; set; }

    [Benchmark(OperationsPerInvoke = Hops)]
    public void RingBusySpin() => Run(static producers => new RingHop(producers, new BusySpinWaitStrategy()));

    [Benchmark(OperationsPerInvoke = Hops)]
    public void RingYielding() => Run(static producers => new RingHop(producers, new YieldingWaitStrategy()));

    [Benchmark(OperationsPerInvoke = Hops)]
    public void RingSpinThenYieldThenBlock() => Run(static producers => new RingHop(producers, new SpinThenYieldThenBlockWaitStrategy()));

    [Benchmark(OperationsPerInvoke = Hops)]
    public void RingBlocking() => Run(static producers => new RingHop(producers, new BlockingWaitStrategy()));

    [Benchmark(OperationsPerInvoke = Hops, Baseline = true)]
    public void BoundedChannel() => Run(static producers => new ChannelHop(producers, isBounded: true));

    [Benchmark(OperationsPerInvoke = Hops)]
    public void UnboundedChannel() => Run(static producers => new ChannelHop(producers, isBounded: false));

    [Benchmark(OperationsPerInvoke = Hops)]
    public void BlockingCollection() => Run(static producers => new CollectionHop(producers));

    [GlobalCleanup]
    public void CleanUp() => _hop?.Dispose();

    /// <summary>The first call, which warms up, makes the threads too: only of the way that is measured.</summary>
    private void Run(Func<int, Hop> create)
    {
        _hop ??= create(Producers);
        _hop.Run(Hops);
    }
}
