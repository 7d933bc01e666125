namespace LowLatencyMM.Core.Ring;

/// <summary>Asks again at once, forever: the lowest latency, for a consumer that has a core of its own.</summary>
/// <remarks>With more spinning threads than cores it is slower by orders of magnitude.</remarks>
/// <param name="batchingPause">See <see cref="IWaitStrategy.BatchingPause"/>; 0 for the lowest latency.</param>
public sealed class BusySpinWaitStrategy(int batchingPause = 0) : IWaitStrategy
{
    /// <inheritdoc/>
    public int BatchingPause => batchingPause;

    /// <inheritdoc/>
    public bool Blocks => false;

    /// <inheritdoc/>
    public long WaitFor(long sequence, SequenceBarrier barrier)
    {
        long available;
        while ((available = barrier.Available(sequence)) < sequence && !barrier.IsHalted)
            barrier.Prefetch(sequence);
        return available;
    }

    /// <inheritdoc/>
    public void SignalAllWhenBlocking()
    {
    }
}
