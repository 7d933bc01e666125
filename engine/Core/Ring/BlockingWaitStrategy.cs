namespace LowLatencyMM.Core.Ring;

/// <summary>Sleeps until an event is published: no core is used while nothing happens, and waking up costs 25 µs and more.</summary>
/// <remarks>
/// Only publication is slept for. Once the event is published, the consumers before this one are about to be done with it, and it
/// waits for them yielding.
/// </remarks>
public sealed class BlockingWaitStrategy : IWaitStrategy
{
    private readonly object _gate = new();
    private readonly YieldingWaitStrategy _yielding = new();
    private int _sleepers;

    /// <inheritdoc/>
    public bool Blocks => true;

    /// <inheritdoc/>
    public long WaitFor(long sequence, SequenceBarrier barrier)
    {
        if (!barrier.IsPublished(sequence))
            Sleep(sequence, barrier);
        return _yielding.WaitFor(sequence, barrier);
    }

    /// <inheritdoc/>
    public void SignalAllWhenBlocking()
    {
        // Store (publication), fence, load (sleepers) here; store (sleepers), fence, load (publication) there. Whatever the order,
        // one side sees the other's store: either we see the sleeper, or it sees our event and does not sleep. The lock is taken
        // only if someone sleeps, and then makes sure that it already waits for the pulse.
        Interlocked.MemoryBarrier();
        if (Volatile.Read(ref _sleepers) == 0)
            return;
        lock (_gate)
            Monitor.PulseAll(_gate);
    }

    private void Sleep(long sequence, SequenceBarrier barrier)
    {
        lock (_gate)
        {
            Interlocked.Increment(ref _sleepers);
            while (!barrier.IsPublished(sequence) && !barrier.IsHalted)
                Monitor.Wait(_gate);
            Interlocked.Decrement(ref _sleepers);
        }
    }
}
