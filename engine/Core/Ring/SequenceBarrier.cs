using System.Runtime.CompilerServices;

namespace LowLatencyMM.Core.Ring;

/// <summary>What a consumer waits at: for events to be published, and for the consumers before it to be done with them.</summary>
public sealed class SequenceBarrier
{
    private readonly Sequencer _sequencer;
    private readonly IWaitStrategy _waitStrategy;
    private readonly Sequence[] _dependents;

    // With one producer and nobody before, what is published is the cursor itself: no virtual call in the loop that spins.
    private readonly Sequence? _cursor;
    private readonly SlotLines _slots;

    internal SequenceBarrier(Sequencer sequencer, SlotLines slots, IWaitStrategy waitStrategy, Sequence[] dependents)
    {
        _sequencer = sequencer;
        _slots = slots;
        _waitStrategy = waitStrategy;
        _dependents = dependents;
        _cursor = sequencer is SingleProducerSequencer && dependents.Length == 0 ? sequencer.Cursor : null;
    }

    /// <summary>Whether the ring is halted.</summary>
    public bool IsHalted => _sequencer.IsHalted;

    /// <summary>Waits until an event can be consumed.</summary>
    /// <returns>The highest sequence that can be consumed; less than <paramref name="sequence"/> if the ring was halted meanwhile.</returns>
    public long WaitFor(long sequence)
    {
        long available = Available(sequence);
        return available >= sequence ? available : _waitStrategy.WaitFor(sequence, this);
    }

    /// <summary>
    /// Lets a wait strategy that <see cref="IWaitStrategy.PublishesWhileWaiting"/> read once, or sleep if there is no event.
    /// </summary>
    internal void Poll(long sequence) => _waitStrategy.WaitFor(sequence, this);

    /// <summary>The highest sequence that can be consumed, if at least <paramref name="sequence"/>; otherwise less.</summary>
    /// <remarks>The consumers before only pass what is published, so where there are some, they alone decide.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public long Available(long sequence) => _cursor is not null ? _cursor.Value : AvailableBehindOthers(sequence);

    /// <summary>Whether an event is published, though the consumers before may not be done with it.</summary>
    public bool IsPublished(long sequence) => _sequencer.HighestPublished(sequence) >= sequence;

    /// <summary>Fetches the slot that is waited for; for wait strategies that spin. Changes nothing.</summary>
    public void Prefetch(long sequence) => _slots.Prefetch(sequence);

    private long AvailableBehindOthers(long sequence) =>
        _dependents.Length == 0 ? _sequencer.HighestPublished(sequence) : Sequence.Minimum(_dependents, long.MaxValue);
}
