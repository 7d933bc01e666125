namespace LowLatencyMM.Core.Ring;

/// <summary>
/// Reads a source outside while there is no event, so that one thread does both: what it reads needs neither a second core that spins nor
/// a hop between two. For a ring with one consumer.
/// </summary>
public sealed class PollingWaitStrategy : IWaitStrategy
{
    // A poll is a system call of some 0.3 µs: about as long as SpinThenYieldThenBlockWaitStrategy spins.
    private const int PollsBeforeYield = 100;
    private const int YieldsBeforeRest = 100;

    private readonly IEventSource _source;
    private readonly bool _yields;
    private readonly bool _rests;
    private long _idleSequence = Sequence.InitialValue;
    private int _idlePolls;
    private int _isResting;

    private PollingWaitStrategy(IEventSource source, bool yields, bool rests)
    {
        _source = source;
        _yields = yields;
        _rests = rests;
    }

    /// <inheritdoc/>
    public bool Blocks => _rests;

    /// <inheritdoc/>
    public bool PublishesWhileWaiting => true;

    /// <summary>Polls without pause: for a thread with a core of its own.</summary>
    public static PollingWaitStrategy Spinning(IEventSource source) => new(source, yields: false, rests: false);

    /// <summary>Polls a while, then offers its core between two polls.</summary>
    public static PollingWaitStrategy Yielding(IEventSource source) => new(source, yields: true, rests: false);

    /// <summary>Polls a while, then offers its core between two polls, then sleeps until there is something to read or to handle.</summary>
    public static PollingWaitStrategy Resting(IEventSource source) => new(source, yields: true, rests: true);

    /// <summary>Polls once, or sleeps once.</summary>
    /// <returns>Less than <paramref name="sequence"/>: the consumer may have handled events meanwhile, and looks anew.</returns>
    public long WaitFor(long sequence, SequenceBarrier barrier)
    {
        if (sequence != _idleSequence)
        {
            _idleSequence = sequence;
            _idlePolls = 0;
        }
        if (_rests && _idlePolls >= PollsBeforeYield + YieldsBeforeRest)
            Rest(sequence, barrier);
        else if (_source.Poll())
            _idlePolls = 0;
        else if (_yields && ++_idlePolls > PollsBeforeYield)
            Thread.Yield();
        return sequence - 1;
    }

    /// <inheritdoc/>
    public void SignalAllWhenBlocking()
    {
        // Store (publication), fence, load (resting) here; store (resting), fence, load (publication) there: one side sees the other's
        // store. Of several producers one wakes.
        Interlocked.MemoryBarrier();
        if (Volatile.Read(ref _isResting) != 0 && Interlocked.Exchange(ref _isResting, 0) != 0)
            _source.Wake();
    }

    private void Rest(long sequence, SequenceBarrier barrier)
    {
        // A full fence: see above.
        Interlocked.Exchange(ref _isResting, 1);
        if (!barrier.IsPublished(sequence) && !barrier.IsHalted)
            _source.Rest();
        Volatile.Write(ref _isResting, 0);
        _idlePolls = PollsBeforeYield;
    }
}
