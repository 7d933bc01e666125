namespace LowLatencyMM.Core.Ring;

/// <summary>How a consumer waits for an event.</summary>
public interface IWaitStrategy
{
    /// <summary>Whether waiting consumers may sleep, so that <see cref="SignalAllWhenBlocking"/> must be called after each publication.</summary>
    bool Blocks { get; }

    /// <summary>
    /// Most spins that a consumer pauses for while events come without a gap but few at a time; 0 to ask again at once.
    /// </summary>
    /// <remarks>
    /// Each question whether there is more takes the cursor's cache line from the producer, whose next publication waits until it has it
    /// back. Pausing lets the producer get ahead: more events a second, at the price of microseconds for each of them while the stream
    /// lasts. For throughput, never for the way from tick to order.
    /// </remarks>
    int BatchingPause => 0;

    /// <summary>
    /// Whether the waiting consumer itself publishes into the ring. Such a ring has one consumer, which calls <see cref="WaitFor"/> after each
    /// batch of events, and a claim of that consumer's thread that finds no room handles events until there is.
    /// </summary>
    bool PublishesWhileWaiting => false;

    /// <summary>Waits until <see cref="SequenceBarrier.Available"/> reaches a sequence, or the ring is halted.</summary>
    /// <returns>
    /// What it then was: less than <paramref name="sequence"/> only if the ring is halted, or if the strategy
    /// <see cref="PublishesWhileWaiting"/>.
    /// </returns>
    long WaitFor(long sequence, SequenceBarrier barrier);

    /// <summary>Wakes the consumers that sleep; nearly free if none does.</summary>
    void SignalAllWhenBlocking();
}
