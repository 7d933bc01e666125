namespace LowLatencyMM.Core.Ring;

/// <summary>The loop that feeds a handler: wait at the barrier, hand over each event, advance.</summary>
/// <remarks>
/// <para>The sequence advances after every event, not once a batch: a handler that publishes into the ring that it consumes
/// from frees the slots of what it has done while it works through a long batch, and consumers after it follow closely.</para>
/// <para>Where the wait strategy publishes into the ring while this thread waits, a claim that finds no room comes back here to have events
/// handled, between two events as ever: see <see cref="IWaitStrategy.PublishesWhileWaiting"/>.</para>
/// <para>An exception of the handler halts the ring and is kept in <see cref="Fault"/>; the event counts as not handled.
/// Allocates nothing.</para>
/// </remarks>
public sealed class EventProcessor<T, THandler> : IEventProcessor
    where T : unmanaged
    where THandler : IEventHandler<T>
{
    // Fewer events than this at a time are few: see IWaitStrategy.BatchingPause.
    private const int SmallBatch = 256;

    private readonly RingBuffer<T> _ring;
    private readonly SequenceBarrier _barrier;

    // Not readonly: a struct handler keeps its state here, and each call would get a copy of it.
#pragma warning disable IDE0044
    private THandler _handler;
#pragma warning restore IDE0044
    private Exception? _fault;
    private int _started;

    // For TryMakeRoom. Others only compare the thread with themselves, and are never it, whatever they see.
    private Thread? _thread;
    private bool _isPolling;

    /// <summary>A processor that consumes what the barrier lets through.</summary>
    public EventProcessor(RingBuffer<T> ring, SequenceBarrier barrier, THandler handler)
    {
        _ring = ring;
        _barrier = barrier;
        _handler = handler;
        if (ring.ConsumerPublishesWhileWaiting)
            ring.MakeRoomWith(TryMakeRoom);
    }

    /// <inheritdoc/>
    public string Name => typeof(THandler).Name;

    /// <inheritdoc/>
    public Sequence Sequence { get; } = new();

    /// <inheritdoc/>
    public Exception? Fault => Volatile.Read(ref _fault);

    /// <inheritdoc/>
    public void Run()
    {
        if (Interlocked.Exchange(ref _started, 1) != 0)
            throw new InvalidOperationException($"The processor of {Name} was run before.");
        _thread = Thread.CurrentThread;
        try
        {
            if (_ring.ConsumerPublishesWhileWaiting)
                ProcessEventsAndPoll();
            else
                ProcessEvents();
        }
        catch (Exception exception)
        {
            Volatile.Write(ref _fault, exception);
            _ring.Halt(exception);
        }
    }

    /// <inheritdoc/>
    public void Halt() => _ring.Halt();

    private void ProcessEvents()
    {
        int mostPause = _ring.BatchingPause;
        int pause = 0;
        while (!_barrier.IsHalted)
        {
            long next = Sequence.Value + 1;
            Handle(mostPause == 0 ? _barrier.WaitFor(next) : WaitForBatch(next, mostPause, ref pause));
        }
    }

    /// <summary>
    /// The wait strategy has its turn after each batch, not only when there is no event: others who publish without a pause could keep it
    /// from reading.
    /// </summary>
    private void ProcessEventsAndPoll()
    {
        while (!_barrier.IsHalted)
        {
            Handle(_barrier.Available(Sequence.Value + 1));
            if (_barrier.IsHalted)
                return;
            _isPolling = true;
            _barrier.Poll(Sequence.Value + 1);
            _isPolling = false;
        }
    }

    private void Handle(long available)
    {
        RingBuffer<T> ring = _ring;
        Sequence done = Sequence;
        for (long next = done.Value + 1; next <= available; next++)
        {
            _handler.OnEvent(ref ring[next], next, next == available);
            done.SetValue(next);
        }
    }

    /// <summary>Handles what is published, for a claim of this very thread while it polls.</summary>
    private bool TryMakeRoom()
    {
        if (Thread.CurrentThread != _thread)
            return false;
        if (!_isPolling)
            throw new InvalidOperationException($"{Name} waits for room that only it can make: a handler claims from the reserve.");
        long next = Sequence.Value + 1;
        long available = _barrier.Available(next);
        if (available < next)
            return false;
        _isPolling = false;
        try
        {
            Handle(available);
        }
        catch (Exception exception)
        {
            // The handler's, not that of whoever claims, who only learns that the ring is halted.
            Volatile.Write(ref _fault, exception);
            _ring.Halt(exception);
        }
        _isPolling = true;
        return true;
    }

    /// <summary>
    /// As the barrier's own wait, but while events come without a gap and few at a time it asks less and less often. An event after
    /// a gap is not kept waiting.
    /// </summary>
    private long WaitForBatch(long next, int mostPause, ref int pause)
    {
        long available = _barrier.Available(next);
        if (available < next)
        {
            pause = 0;
            return _barrier.WaitFor(next);
        }
        if (available - next >= SmallBatch)
        {
            pause = Math.Max(pause - 1, 0);
            return available;
        }
        pause = Math.Min(pause + 1, mostPause);
        Thread.SpinWait(pause);
        return _barrier.Available(next);
    }
}
