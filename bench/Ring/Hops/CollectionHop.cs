using System.Collections.Concurrent;
using LowLatencyMM.Core.Events;

namespace LowLatencyMM.Bench.Ring.Hops;

/// <summary>Through a <see cref="BlockingCollection{T}"/>.</summary>
internal sealed class CollectionHop : Hop
{
    private readonly BlockingCollection<Event> _collection = new(1_024);
    private readonly Thread _consumer;

    /// <param name="producers">How many threads produce.</param>
    public CollectionHop(int producers) : base(producers)
    {
        _consumer = new Thread(Consume) { IsBackground = true, Name = "consumer" };
        _consumer.Start();
    }

    protected override void Send(int producer, long value)
    {
        Event e = default;
        EventWords.Write(ref e, producer, value);
        _collection.Add(e);
    }

    protected override void EndConsumer()
    {
        _collection.CompleteAdding();
        _consumer.Join();
        _collection.Dispose();
    }

    private void Consume()
    {
        foreach (Event e in _collection.GetConsumingEnumerable())
        {
            Event taken = e;
            Take(ref taken);
        }
    }
}
