namespace LowLatencyMM.Core.Ring;

/// <summary>Handlers of a <see cref="Disruptor{T}"/> that work side by side, to be followed by others.</summary>
public sealed class EventHandlerGroup<T>
    where T : unmanaged
{
    private readonly Disruptor<T> _disruptor;
    private readonly Sequence[] _sequences;

    internal EventHandlerGroup(Disruptor<T> disruptor, Sequence[] sequences)
    {
        _disruptor = disruptor;
        _sequences = sequences;
    }

    /// <summary>The handler sees an event once every handler of this group is done with it.</summary>
    public EventHandlerGroup<T> Then<THandler>(THandler handler)
        where THandler : IEventHandler<T> => new(_disruptor, [_disruptor.Add(handler, _sequences)]);

    /// <summary>Both handlers see an event once every handler of this group is done with it, side by side.</summary>
    public EventHandlerGroup<T> Then<TFirst, TSecond>(TFirst first, TSecond second)
        where TFirst : IEventHandler<T>
        where TSecond : IEventHandler<T> =>
        new(_disruptor, [_disruptor.Add(first, _sequences), _disruptor.Add(second, _sequences)]);

    /// <summary>This group and another as one.</summary>
    public EventHandlerGroup<T> And(EventHandlerGroup<T> other) => new(_disruptor, [.. _sequences, .. other._sequences]);
}
