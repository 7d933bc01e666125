using System.Numerics;
using LowLatencyMM.Core.Events;

namespace LowLatencyMM.Replay;

/// <summary>
/// Decisions that the replayed core has made and that have not yet come up in the journal, first in, first out. Grows to the longest
/// wait of a session and allocates nothing after that.
/// </summary>
internal sealed class DecisionQueue
{
    private Event[] _events = new Event[64];
    private long _head;
    private long _tail;

    /// <summary>Decisions waiting.</summary>
    public int Count => (int)(_tail - _head);

    /// <summary>The oldest; only while there is one.</summary>
    public ref readonly Event First => ref _events[_head & _events.Length - 1];

    /// <summary>Adds a whole batch.</summary>
    public void Enqueue(ref DecisionBatch decisions)
    {
        if (Count + decisions.Count > _events.Length)
            Grow(Count + decisions.Count);
        for (int i = 0; i < decisions.Count; i++)
            _events[_tail++ & _events.Length - 1] = decisions[i];
    }

    /// <summary>Takes the oldest off.</summary>
    public void RemoveFirst() => _head++;

    private void Grow(int needed)
    {
        var larger = new Event[BitOperations.RoundUpToPowerOf2((uint)needed)];
        for (long i = _head; i < _tail; i++)
            larger[i & larger.Length - 1] = _events[i & _events.Length - 1];
        _events = larger;
    }
}
