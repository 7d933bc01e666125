using BenchmarkDotNet.Attributes;
using LowLatencyMM.Bench.Ring;
using LowLatencyMM.Core.Events;
using LowLatencyMM.Core.Ring;

namespace LowLatencyMM.Bench.Suites;

/// <summary>
/// Claim, fill, publish and consume on one thread: what the ring costs beside the way between two cores (see <c>ring</c> and
/// <see cref="RingHopBenchmarks"/>).
/// </summary>
public class RingBenchmarks
{
    private const int Operations = 1_000;

    private readonly RingBuffer<Event> _single = new(1_024, 0, new BusySpinWaitStrategy(), ProducerType.Single);
    private readonly RingBuffer<Event> _multi = new(1_024, 128, new SpinThenYieldThenBlockWaitStrategy());
    private readonly Sequence _singleConsumed = new();
    private readonly Sequence _multiConsumed = new();
    private readonly Batches _batches = new();

    public RingBenchmarks()
    {
        _single.AddGatingSequence(_singleConsumed);
        _multi.AddGatingSequence(_multiConsumed);
    }

    [Benchmark(OperationsPerInvoke = Operations)]
    public void PublishOneProducer() => Publish(_single, _singleConsumed);

    [Benchmark(OperationsPerInvoke = Operations)]
    public void PublishSeveralProducers() => Publish(_multi, _multiConsumed);

    [Benchmark(OperationsPerInvoke = 16 * Operations)]
    public long BatchOf16ThroughRing() => _batches.ThroughRing(Operations);

    [Benchmark(OperationsPerInvoke = 16 * Operations, Baseline = true)]
    public long BatchOf16ThroughChannel() => _batches.ThroughChannel(Operations);

    [Benchmark(OperationsPerInvoke = 16 * Operations)]
    public long BatchOf16ThroughUnboundedChannel() => _batches.ThroughUnboundedChannel(Operations);

    [Benchmark(OperationsPerInvoke = 16 * Operations)]
    public long BatchOf16ThroughBlockingCollection() => _batches.ThroughBlockingCollection(Operations);

    [GlobalCleanup]
    public void CleanUp()
    {
        _single.Dispose();
        _multi.Dispose();
        _batches.Dispose();
    }

    private static void Publish(RingBuffer<Event> ring, Sequence consumed)
    {
        for (int i = 0; i < Operations; i++)
        {
            ring.TryNext(1, out long sequence);
            EventWords.Write(ref ring[sequence], i, i);
            ring.Publish(sequence);
            consumed.SetValue(sequence);
        }
    }
}
