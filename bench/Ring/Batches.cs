using System.Collections.Concurrent;
using System.Threading.Channels;
using LowLatencyMM.Core.Events;
using LowLatencyMM.Core.Ring;

namespace LowLatencyMM.Bench.Ring;

/// <summary>Batches of events through the ring and through what comes with .NET, on one thread: what publishing and consuming cost without another core.</summary>
internal sealed class Batches : IDisposable
{
    private const int Slots = 1_024;
    private const int BatchSize = 16;

    private readonly RingBuffer<Event> _ring = new(Slots, 0, new BusySpinWaitStrategy());
    private readonly Sequence _consumed = new();
    private readonly SequenceBarrier _barrier;
    private readonly Channel<Event> _channel =
        Channel.CreateBounded<Event>(new BoundedChannelOptions(Slots) { SingleReader = true, SingleWriter = true });

    private readonly Channel<Event> _unbounded =
        Channel.CreateUnbounded<Event>(new UnboundedChannelOptions { SingleReader = true, SingleWriter = true });

    private readonly BlockingCollection<Event> _collection = new(Slots);

    private long _next;

    public Batches()
    {
        _ring.AddGatingSequence(_consumed);
        _barrier = _ring.NewBarrier();
    }

    /// <summary>One claim and one publication a batch, with the engine's multi-producer sequencer.</summary>
    public long ThroughRing(int batches)
    {
        long sum = 0;
        for (int i = 0; i < batches; i++)
        {
            _ring.TryNext(BatchSize, out long high);
            long low = high - BatchSize + 1;
            for (long sequence = low; sequence <= high; sequence++)
                EventWords.Write(ref _ring[sequence], _next, _next++);
            _ring.Publish(low, high);
            long available = _barrier.Available(low);
            for (long sequence = low; sequence <= available; sequence++)
                sum += EventWords.Sum(ref _ring[sequence]);
            _consumed.SetValue(available);
        }
        return sum;
    }

    /// <summary>The same through a bounded channel.</summary>
    public long ThroughChannel(int batches) => Through(_channel, batches);

    /// <summary>The same through a channel without a bound.</summary>
    public long ThroughUnboundedChannel(int batches) => Through(_unbounded, batches);

    /// <summary>The same through a bounded collection.</summary>
    public long ThroughBlockingCollection(int batches)
    {
        long sum = 0;
        for (int i = 0; i < batches; i++)
        {
            for (int n = 0; n < BatchSize; n++)
            {
                Event e = default;
                EventWords.Write(ref e, _next, _next++);
                _collection.TryAdd(e);
            }
            while (_collection.TryTake(out Event read))
                sum += EventWords.Sum(ref read);
        }
        return sum;
    }

    public void Dispose()
    {
        _ring.Dispose();
        _collection.Dispose();
    }

    private long Through(Channel<Event> channel, int batches)
    {
        long sum = 0;
        for (int i = 0; i < batches; i++)
        {
            for (int n = 0; n < BatchSize; n++)
            {
                Event e = default;
                EventWords.Write(ref e, _next, _next++);
                channel.Writer.TryWrite(e);
            }
            while (channel.Reader.TryRead(out Event read))
                sum += EventWords.Sum(ref read);
        }
        return sum;
    }
}
