using LowLatencyMM.Core.Events;
using LowLatencyMM.Core.Ring;

namespace LowLatencyMM.Bench.Ring;

/// <summary>Several producers into one ring, one event at a time; all threads yield when they must wait, as there are fewer cores than threads.</summary>
internal sealed class RingProducersLane : ProducersLane
{
    private readonly RingBuffer<Event> _ring;
    private readonly RingConsumer<Event, TallyHandler> _consumer;

    /// <param name="name">What it is.</param>
    /// <param name="size">Slots.</param>
    /// <param name="producers">Threads that produce.</param>
    public RingProducersLane(string name, int size, int producers) : base(name, producers)
    {
        _ring = new RingBuffer<Event>(size, 0, new YieldingWaitStrategy());
        _consumer = new RingConsumer<Event, TallyHandler>(name, _ring, new TallyHandler(Tally));
        Park();
    }

    protected override Exception? Fault => _consumer.Fault;

    public override void Dispose()
    {
        EndProducers();
        Tally.Release();
        _consumer.Dispose();
        Tally.Dispose();
    }

    protected override void SendPart(long first, int count)
    {
        RingBuffer<Event> ring = _ring;
        for (long n = first; n < first + count; n++)
        {
            long sequence = Claim(ring);
            EventWords.Write(ref ring[sequence], n, n);
            ring.Publish(sequence);
        }
    }

    protected override void SendParking()
    {
        long sequence = Claim(_ring);
        Tally.WriteParking(ref _ring[sequence]);
        _ring.Publish(sequence);
    }

    private static long Claim(RingBuffer<Event> ring)
    {
        long sequence;
        while (!ring.TryNext(1, out sequence))
            Thread.Yield();
        return sequence;
    }
}
