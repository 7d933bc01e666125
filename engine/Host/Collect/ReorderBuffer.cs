namespace LowLatencyMM.Host.Collect;

/// <summary>
/// Puts trades in the order of (time, id): each waits until it has been here for a while, and leaves after all that precede it. What comes
/// after a later one has left is late: counted and dropped, because the file before it is in order already. A pure function of the calls.
/// </summary>
/// <param name="patience">How long a trade waits.</param>
public sealed class ReorderBuffer(TimeSpan patience)
{
    private readonly SortedDictionary<(long TimestampMs, long Id), CollectedTrade> _waiting = [];
    private readonly Queue<(long ArrivalNs, (long TimestampMs, long Id) Key)> _arrivals = new();
    private (long TimestampMs, long Id) _left = (long.MinValue, long.MinValue);

    /// <summary>Trades that came too late.</summary>
    public long Late { get; private set; }

    /// <summary>Trades that wait.</summary>
    public int Count => _waiting.Count;

    /// <summary>Tells what is in the file already: nothing up to it is taken any more.</summary>
    public void Resume((long TimestampMs, long Id) last) => _left = last;

    /// <summary>Takes a trade that no other has the key of; false if it is late.</summary>
    public bool TryAdd(CollectedTrade trade, long nowNs)
    {
        if (trade.Key.CompareTo(_left) <= 0)
        {
            Late++;
            return false;
        }
        _waiting.Add(trade.Key, trade);
        _arrivals.Enqueue((nowNs, trade.Key));
        return true;
    }

    /// <summary>The trades whose time has come, in order.</summary>
    public IReadOnlyList<CollectedTrade> Release(long nowNs)
    {
        (long TimestampMs, long Id) last = (long.MinValue, long.MinValue);
        while (_arrivals.Count > 0 && nowNs - _arrivals.Peek().ArrivalNs >= patience.TotalNanoseconds)
        {
            (long TimestampMs, long Id) key = _arrivals.Dequeue().Key;
            if (key.CompareTo(last) > 0)
                last = key;
        }
        return ReleaseThrough(last);
    }

    /// <summary>All of them, in order: the end.</summary>
    public IReadOnlyList<CollectedTrade> ReleaseAll()
    {
        _arrivals.Clear();
        return ReleaseThrough((long.MaxValue, long.MaxValue));
    }

    private List<CollectedTrade> ReleaseThrough((long TimestampMs, long Id) last)
    {
        var released = new List<CollectedTrade>();
        foreach (CollectedTrade trade in _waiting.Values)
        {
            if (trade.Key.CompareTo(last) > 0)
                break;
            released.Add(trade);
        }
        foreach (CollectedTrade trade in released)
            _waiting.Remove(trade.Key);
        if (released.Count > 0)
            _left = released[^1].Key;
        return released;
    }
}
