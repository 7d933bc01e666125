using LowLatencyMM.Core.Events;
using LowLatencyMM.Core.Ring;

namespace LowLatencyMM.Bench.Ring;

/// <summary>The engine's ring, with one event processor behind it.</summary>
internal sealed class RingLane : PacedLane
{
    private readonly RingBuffer<Event> _ring;
    private readonly RingConsumer<Event, TallyHandler> _consumer;
    private readonly bool _spins;

    /// <param name="name">What it is.</param>
    /// <param name="ring">The ring; disposed of with the lane.</param>
    /// <param name="spins">Whether the producer spins when the ring is full; otherwise it waits as the engine's producers do.</param>
    public RingLane(string name, RingBuffer<Event> ring, bool spins) : base(name)
    {
        _ring = ring;
        _spins = spins;
        _consumer = new RingConsumer<Event, TallyHandler>(name, ring, new TallyHandler(Tally));
        Park();
    }

    protected override Exception? Fault => _consumer.Fault;

    public override void Dispose()
    {
        Tally.Release();
        _consumer.Dispose();
        Tally.Dispose();
    }

    protected override void SendMany(long first, int count)
    {
        RingBuffer<Event> ring = _ring;
        for (long n = first; n < first + count; n++)
        {
            long sequence = Claim(ring);
            EventWords.Write(ref ring[sequence], n, n);
            ring.Publish(sequence);
        }
    }

    protected override void Send(long first, long value)
    {
        long sequence = Claim(_ring);
        EventWords.Write(ref _ring[sequence], first, value);
        _ring.Publish(sequence);
    }

    protected override void SendParking()
    {
        long sequence = Claim(_ring);
        Tally.WriteParking(ref _ring[sequence]);
        _ring.Publish(sequence);
    }

    private long Claim(RingBuffer<Event> ring) => ring.TryNext(1, out long sequence) ? sequence : ClaimWhenFree(ring);

    private long ClaimWhenFree(RingBuffer<Event> ring)
    {
        if (!_spins)
            return ring.Next(1);
        long sequence;
        while (!ring.TryNext(1, out sequence))
        {
        }
        return sequence;
    }
}
