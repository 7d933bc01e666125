using System.Runtime.CompilerServices;

namespace LowLatencyMM.Core.Ring;

/// <summary>Hands out the slots of a ring to producers, tells consumers what is published, and knows whether the ring is halted.</summary>
internal abstract class Sequencer(int size)
{
    private Sequence[] _gatingSequences = [];
    private Exception? _haltCause;
    private bool _isHalted;

    /// <summary>The highest sequence that is claimed (several producers) or published (one producer).</summary>
    public Sequence Cursor { get; } = new();

    public bool IsHalted => Volatile.Read(ref _isHalted);

    /// <summary>The exception that halted the ring first; null if none did.</summary>
    public Exception? HaltCause => Volatile.Read(ref _haltCause);

    protected int Size => size;

    /// <summary>Claims the next <paramref name="count"/> slots if they and <paramref name="reserve"/> more are free.</summary>
    public abstract bool TryClaim(int count, int reserve, out long high);

    /// <summary>Makes claimed slots visible to consumers, all at once.</summary>
    public abstract void Publish(long low, long high);

    /// <summary>The highest sequence up to which all from <paramref name="low"/> are published; <c>low - 1</c> or less if it is not.</summary>
    public abstract long HighestPublished(long low);

    /// <summary>Fetches what claiming and publishing the next few slots needs, for writing where it is written, and changes nothing.</summary>
    public abstract long Touch(int count);

    public void AddGatingSequence(Sequence sequence)
    {
        if (Cursor.Value != Sequence.InitialValue)
            throw new InvalidOperationException("Gating sequences are added before the first event is published.");
        _gatingSequences = [.. _gatingSequences, sequence];
    }

    /// <summary>How far the slowest consumer has got; <paramref name="otherwise"/> if there is none.</summary>
    public long SlowestConsumer(long otherwise) => Sequence.Minimum(_gatingSequences, otherwise);

    /// <summary>
    /// Whether consumers have still something to do. The consumers are read first: if they have got as far as the cursor is
    /// afterwards, none of them was at work in between, so none can have published more.
    /// </summary>
    public bool HasBacklog()
    {
        long slowest = SlowestConsumer(long.MaxValue);
        return slowest < Cursor.Value;
    }

    public void Halt(Exception? cause)
    {
        if (cause is not null)
            Interlocked.CompareExchange(ref _haltCause, cause, null);
        // Release: who sees the halt sees its cause.
        Volatile.Write(ref _isHalted, true);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    public void ThrowHalted() => throw new RingHaltedException(HaltCause);
}
