using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

namespace LowLatencyMM.Core.Events;

/// <summary>
/// What one event made the core decide: events in the form in which they will come back through the ring
/// (<see cref="EventKind.QuoteDecision"/>, <see cref="EventKind.RiskVerdict"/>, <see cref="EventKind.OrderSent"/> with
/// outcome pending, <see cref="EventKind.StateHash"/>), in the order of their making.
/// </summary>
/// <remarks>Reused for every event; nothing allocates. The core never decides more than <see cref="Capacity"/> things on one event.</remarks>
public struct DecisionBatch
{
    /// <summary>Most decisions on one event.</summary>
    public const int Capacity = 16;

    private DecisionEvents _events;

    /// <summary>Decisions in the batch.</summary>
    public int Count { get; private set; }

    /// <summary>One decision.</summary>
    [UnscopedRef]
    public ref Event this[int index] => ref _events[index];

    /// <summary>Empties the batch.</summary>
    public void Clear() => Count = 0;

    /// <summary>Adds a cleared event of the given kind, with stream <see cref="StreamId.Engine"/> and the engine's time as receive time.</summary>
    /// <exception cref="InvalidOperationException">The batch is full: a defect of the core.</exception>
    [UnscopedRef]
    public ref Event Add(EventKind kind, ushort market, long nowNs)
    {
        if (Count == Capacity)
            ThrowFull();
        ref Event added = ref _events[Count++];
        added.Begin(kind, EventFlags.None, market, StreamId.Engine, nowNs);
        return ref added;
    }

    private static void ThrowFull() =>
        throw new InvalidOperationException($"More than {Capacity} decisions on one event.");

    [InlineArray(Capacity)]
    private struct DecisionEvents
    {
        private Event _first;
    }
}
