namespace LowLatencyMM.Core.Ring;

/// <summary>How a consumer waits for an event.</summary>
public interface IWaitStrategy
{
    /// <summary>Whether waiting consumers may sleep, so that <see cref="SignalAllWhenBlocking"/> must be called after each publication.</summary>
    bool Blocks { get; }

    /// <summary>Waits until <see cref="SequenceBarrier.Available"/> reaches a sequence, or the ring is halted.</summary>
    /// <returns>What it then was: less than <paramref name="sequence"/> only if the ring is halted.</returns>
    long WaitFor(long sequence, SequenceBarrier barrier);

    /// <summary>Wakes the consumers that sleep; nearly free if none does.</summary>
    void SignalAllWhenBlocking();
}
