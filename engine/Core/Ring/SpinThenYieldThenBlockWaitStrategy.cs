namespace LowLatencyMM.Core.Ring;

/// <summary>
/// Spins, then yields, then sleeps: fast while events come in quick succession, free of charge in the pauses, and harmless when there
/// are fewer cores than threads. The default.
/// </summary>
/// <param name="spins">Looks with a processor's pause in between, before the first yield.</param>
/// <param name="yields">Looks with a yield in between, before sleeping.</param>
public sealed class SpinThenYieldThenBlockWaitStrategy(
    int spins = SpinThenYieldThenBlockWaitStrategy.DefaultSpins,
    int yields = SpinThenYieldThenBlockWaitStrategy.DefaultYields) : IWaitStrategy
{
    /// <summary>Spins, unless told otherwise.</summary>
    public const int DefaultSpins = 1_000;

    /// <summary>Yields, unless told otherwise.</summary>
    public const int DefaultYields = 100;

    private readonly BlockingWaitStrategy _blocking = new();

    /// <inheritdoc/>
    public bool Blocks => true;

    /// <inheritdoc/>
    public long WaitFor(long sequence, SequenceBarrier barrier)
    {
        for (int i = 0; i < spins + yields; i++)
        {
            long available = barrier.Available(sequence);
            if (available >= sequence || barrier.IsHalted)
                return available;
            if (i < spins)
            {
                barrier.Prefetch(sequence);
                Thread.SpinWait(1);
            }
            else
            {
                Thread.Yield();
            }
        }
        return _blocking.WaitFor(sequence, barrier);
    }

    /// <inheritdoc/>
    public void SignalAllWhenBlocking() => _blocking.SignalAllWhenBlocking();
}
