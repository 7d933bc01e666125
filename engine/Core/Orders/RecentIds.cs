namespace LowLatencyMM.Core.Orders;

/// <summary>The newest ids seen, so that none is counted twice. When it is full, the oldest is forgotten.</summary>
public sealed class RecentIds
{
    private readonly LongTable _table;
    private readonly long[] _order;
    private long _added;

    /// <summary>Makes room.</summary>
    /// <param name="capacity">Ids that are remembered; a power of two.</param>
    public RecentIds(int capacity)
    {
        _table = new LongTable(capacity);
        _order = new long[capacity];
    }

    /// <summary>Whether the id is remembered.</summary>
    public bool Contains(long id) => _table.TryGet(id, out _);

    /// <summary>Remembers an id; false if it was there already. The id 0 is never remembered.</summary>
    public bool Add(long id)
    {
        if (id == 0)
            return true;
        if (Contains(id))
            return false;
        ref long oldest = ref _order[_added & (_order.Length - 1)];
        if (oldest != 0)
            _table.Remove(oldest);
        oldest = id;
        _added++;
        _table.Set(id, _added);
        return true;
    }

    /// <summary>Adds the state to a hash: how many ids came, and the newest.</summary>
    public void AddTo(ref StateHasher hash)
    {
        hash.Add(_added);
        hash.Add(_added == 0 ? 0 : _order[(_added - 1) & (_order.Length - 1)]);
    }
}
