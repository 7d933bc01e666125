namespace LowLatencyMM.Core.Ring;

/// <summary>Spins a little, then yields the core to other threads between two looks: low latency, and all of a core if nobody else wants it.</summary>
/// <param name="spins">Looks before the first yield.</param>
public sealed class YieldingWaitStrategy(int spins = YieldingWaitStrategy.DefaultSpins) : IWaitStrategy
{
    /// <summary>Looks before the first yield, unless told otherwise.</summary>
    public const int DefaultSpins = 100;

    /// <inheritdoc/>
    public bool Blocks => false;

    /// <inheritdoc/>
    public long WaitFor(long sequence, SequenceBarrier barrier)
    {
        int left = spins;
        long available;
        while ((available = barrier.Available(sequence)) < sequence && !barrier.IsHalted)
        {
            if (left > 0)
                left--;
            else
                Thread.Yield();
        }
        return available;
    }

    /// <inheritdoc/>
    public void SignalAllWhenBlocking()
    {
    }
}
