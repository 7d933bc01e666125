using LowLatencyMM.Core.Events;
using LowLatencyMM.Core.Ring;

namespace LowLatencyMM.Bench.Ring.Hops;

/// <summary>
/// Events from one or more producers to a consumer on another thread, one at a time: a producer sends its next event only when it sees
/// that the consumer has taken the last one, so the consumer waits for nearly every event, in its own way.
/// </summary>
internal abstract class Hop : IDisposable
{
    private readonly ProducerThreads _producers;
    private readonly Sequence[] _taken;

    /// <param name="producers">How many threads produce.</param>
    protected Hop(int producers)
    {
        _taken = [.. Enumerable.Range(0, producers).Select(_ => new Sequence())];
        _producers = new ProducerThreads(producers, Produce);
    }

    /// <summary>Sends so many events, and returns when the last one was taken.</summary>
    public void Run(int hops) => _producers.Run(0, hops);

    public void Dispose()
    {
        _producers.Dispose();
        EndConsumer();
    }

    /// <summary>What an event that was sent stands for: its producer.</summary>
    protected static int ProducerOf(ref Event e) => (int)EventWords.First(ref e);

    /// <summary>Sends one event; called by each producing thread.</summary>
    protected abstract void Send(int producer, long value);

    /// <summary>Ends the consuming thread, for which nothing is under way.</summary>
    protected abstract void EndConsumer();

    /// <summary>The consumer has read all of an event.</summary>
    protected void Take(ref Event e)
    {
        long sum = EventWords.Sum(ref e);
        if (sum != EventWords.SumOf(EventWords.First(ref e), EventWords.Value(ref e)))
            throw new InvalidDataException("An event is torn.");
        _taken[ProducerOf(ref e)].SetValue(EventWords.Value(ref e));
    }

    private void Produce(int producer, long first, int count)
    {
        Sequence taken = _taken[producer];
        for (long value = first; value < first + count; value++)
        {
            taken.SetValue(Sequence.InitialValue);
            Send(producer, value);
            for (int looks = 0; taken.Value != value; looks++)
            {
                if (looks > YieldingWaitStrategy.DefaultSpins)
                    Thread.Yield();
            }
        }
    }
}
