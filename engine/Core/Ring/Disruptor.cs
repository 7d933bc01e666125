namespace LowLatencyMM.Core.Ring;

/// <summary>
/// Wires handlers to a ring and gives each a thread: <c>disruptor.HandleEventsWith(journal, quoting).Then(gateway)</c>, then
/// <see cref="Start"/>.
/// </summary>
/// <param name="ring">The ring. It stays the caller's to dispose of.</param>
public sealed class Disruptor<T>(RingBuffer<T> ring)
    where T : unmanaged
{
    private readonly List<IEventProcessor> _processors = [];
    private readonly List<Sequence> _lastSequences = [];
    private readonly List<Thread> _threads = [];

    /// <summary>The ring.</summary>
    public RingBuffer<T> Ring => ring;

    /// <summary>What the first failing handler threw; null if none failed.</summary>
    public Exception? Fault => ring.HaltCause;

    /// <summary>Whether a handler's thread is still at work.</summary>
    public bool IsRunning => _threads.Exists(static thread => thread.IsAlive);

    /// <summary>The handler sees every event as soon as it is published.</summary>
    public EventHandlerGroup<T> HandleEventsWith<THandler>(THandler handler)
        where THandler : IEventHandler<T> => new(this, [Add(handler, [])]);

    /// <summary>Both handlers see every event as soon as it is published, side by side.</summary>
    public EventHandlerGroup<T> HandleEventsWith<TFirst, TSecond>(TFirst first, TSecond second)
        where TFirst : IEventHandler<T>
        where TSecond : IEventHandler<T> => new(this, [Add(first, []), Add(second, [])]);

    /// <summary>Starts a thread for each handler.</summary>
    /// <exception cref="InvalidOperationException">It was started before, has no handlers, or the ring already carries events.</exception>
    public void Start()
    {
        if (_threads.Count > 0 || _processors.Count == 0)
            throw new InvalidOperationException("A disruptor is started once, after its handlers were added.");
        foreach (Sequence sequence in _lastSequences)
            ring.AddGatingSequence(sequence);
        foreach (IEventProcessor processor in _processors)
            _threads.Add(new Thread(processor.Run) { IsBackground = true, Name = processor.Name });
        foreach (Thread thread in _threads)
            thread.Start();
    }

    /// <summary>
    /// Ends in good order: waits until everything published is handled, what handlers publish themselves included, then halts and waits
    /// for the threads. Producers outside must have stopped. Returns at once if the ring is halted; see <see cref="Fault"/>.
    /// </summary>
    public void Shutdown()
    {
        var spin = new SpinWait();
        while (ring.HasBacklog && !ring.IsHalted)
            spin.SpinOnce();
        Halt();
    }

    /// <summary>Halts the ring and waits for the handlers' threads. Not to be called by a handler.</summary>
    public void Halt()
    {
        ring.Halt();
        foreach (Thread thread in _threads)
            thread.Join();
    }

    internal Sequence Add<THandler>(THandler handler, Sequence[] dependents)
        where THandler : IEventHandler<T>
    {
        if (_threads.Count > 0)
            throw new InvalidOperationException("Handlers are added before the start.");
        var processor = new EventProcessor<T, THandler>(ring, ring.NewBarrier(dependents), handler);
        _processors.Add(processor);
        foreach (Sequence dependent in dependents)
            _lastSequences.Remove(dependent);
        _lastSequences.Add(processor.Sequence);
        return processor.Sequence;
    }
}
