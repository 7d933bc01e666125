using LowLatencyMM.Core.Ring;

namespace LowLatencyMM.Bench.Ring;

/// <summary>A thread that handles a ring's events until it is disposed of, and the ring with it.</summary>
internal sealed class RingConsumer<T, THandler> : IDisposable
    where T : unmanaged
    where THandler : IEventHandler<T>
{
    private readonly RingBuffer<T> _ring;
    private readonly Thread _thread;

    /// <param name="name">The thread's.</param>
    /// <param name="ring">The ring; disposed of with the thread.</param>
    /// <param name="handler">What to do with each event.</param>
    public RingConsumer(string name, RingBuffer<T> ring, THandler handler)
    {
        _ring = ring;
        var processor = new EventProcessor<T, THandler>(ring, ring.NewBarrier(), handler);
        ring.AddGatingSequence(processor.Sequence);
        _thread = new Thread(processor.Run) { IsBackground = true, Name = name };
        _thread.Start();
    }

    /// <summary>What the handler failed with; null while it has not.</summary>
    public Exception? Fault => _ring.HaltCause;

    /// <summary>Ends the thread; it must not wait for anything but the ring.</summary>
    public void Dispose()
    {
        _ring.Halt();
        _thread.Join();
        _ring.Dispose();
    }
}
