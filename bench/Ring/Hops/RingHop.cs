using LowLatencyMM.Core.Events;
using LowLatencyMM.Core.Ring;

namespace LowLatencyMM.Bench.Ring.Hops;

/// <summary>Through the ring.</summary>
internal sealed class RingHop : Hop
{
    private readonly RingBuffer<Event> _ring;
    private readonly Disruptor<Event> _disruptor;

    /// <param name="producers">How many threads produce.</param>
    /// <param name="waitStrategy">How the consumer waits.</param>
    public RingHop(int producers, IWaitStrategy waitStrategy) : base(producers)
    {
        _ring = new RingBuffer<Event>(1_024, 0, waitStrategy, producers == 1 ? ProducerType.Single : ProducerType.Multi);
        _disruptor = new Disruptor<Event>(_ring);
        _disruptor.HandleEventsWith(new Handler(this));
        _disruptor.Start();
    }

    protected override void Send(int producer, long value)
    {
        long sequence = _ring.Next(1);
        EventWords.Write(ref _ring[sequence], producer, value);
        _ring.Publish(sequence);
    }

    protected override void EndConsumer()
    {
        _disruptor.Shutdown();
        _ring.Dispose();
    }

    private readonly struct Handler(RingHop hop) : IEventHandler<Event>
    {
        public void OnEvent(ref Event data, long sequence, bool endOfBatch) => hop.Take(ref data);
    }
}
