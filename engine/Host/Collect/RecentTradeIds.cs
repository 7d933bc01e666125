namespace LowLatencyMM.Host.Collect;

/// <summary>
/// The trades of late, to know a repeated one: at most <see cref="Capacity"/> and none older than <see cref="Span"/>, so that memory is bounded.
/// Safe for several threads: looking up and adding are one step.
/// </summary>
public sealed class RecentTradeIds
{
    /// <summary>Most ids kept.</summary>
    public const int Capacity = 200_000;

    /// <summary>Ids of trades older than this, measured by the newest trade, are forgotten.</summary>
    public static readonly TimeSpan Span = TimeSpan.FromHours(24);

    private readonly Lock _lock = new();
    private readonly HashSet<long> _ids = [];
    private readonly Queue<(long Id, long TimestampMs)> _order = new();
    private long _newestMs;

    /// <summary>Ids kept.</summary>
    public int Count
    {
        get
        {
            lock (_lock)
                return _ids.Count;
        }
    }

    /// <summary>Adds a trade; false if it is there already.</summary>
    public bool TryAdd(long id, long timestampMs)
    {
        lock (_lock)
        {
            if (!_ids.Add(id))
                return false;
            _order.Enqueue((id, timestampMs));
            _newestMs = Math.Max(_newestMs, timestampMs);
            while (_order.Count > Capacity || _order.Peek().TimestampMs < _newestMs - (long)Span.TotalMilliseconds)
                _ids.Remove(_order.Dequeue().Id);
            return true;
        }
    }
}
