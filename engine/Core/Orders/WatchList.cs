namespace LowLatencyMM.Core.Orders;

/// <summary>
/// Own orders that no slot holds and that may still be live: old ones of a replace whose end was not reported yet, and orders
/// that were taken for gone and showed up after all. They are asked for until they have ended, and cancelled if they are found live.
/// </summary>
public sealed class WatchList
{
    /// <summary>Most orders at a time; beyond it nothing new is placed.</summary>
    public const int Capacity = 32;

    private readonly long[] _ownIds = new long[Capacity];
    private readonly bool[] _isStray = new bool[Capacity];
    private readonly bool[] _mustCancel = new bool[Capacity];

    /// <summary>Orders on the list.</summary>
    public int Count { get; private set; }

    /// <summary>Whether there is room for the most that one event can add.</summary>
    public bool HasRoom => Count <= Capacity - 4;

    /// <summary>The own id at an index.</summary>
    public long this[int index] => _ownIds[index];

    /// <summary>Whether it was found live although it should not be.</summary>
    public bool IsStray(int index) => _isStray[index];

    /// <summary>Whether a cancel is due.</summary>
    public bool MustCancel(int index) => _mustCancel[index];

    /// <summary>Where an own id is on the list; -1 if it is not.</summary>
    public int IndexOf(long ownId) => _ownIds.AsSpan(0, Count).IndexOf(ownId);

    /// <summary>Puts an order on the list. There is room, because nothing is placed without <see cref="HasRoom"/>; otherwise the oldest goes.</summary>
    public void Add(long ownId, bool isStray)
    {
        if (Count == Capacity)
            Remove(_ownIds[0]);
        _ownIds[Count] = ownId;
        _isStray[Count] = isStray;
        _mustCancel[Count] = isStray;
        Count++;
    }

    /// <summary>The order is live for certain: it must be cancelled.</summary>
    public void MarkStray(int index)
    {
        _isStray[index] = true;
        _mustCancel[index] = true;
    }

    /// <summary>Its cancel was sent.</summary>
    public void MarkCanceled(int index) => _mustCancel[index] = false;

    /// <summary>Takes an order off the list, if it is there.</summary>
    public void Remove(long ownId)
    {
        int index = IndexOf(ownId);
        if (index < 0)
            return;
        Count--;
        for (int i = index; i < Count; i++)
        {
            _ownIds[i] = _ownIds[i + 1];
            _isStray[i] = _isStray[i + 1];
            _mustCancel[i] = _mustCancel[i + 1];
        }
    }

    /// <summary>Adds the state to a hash.</summary>
    public void AddTo(ref StateHasher hash)
    {
        hash.Add(Count);
        for (int i = 0; i < Count; i++)
        {
            hash.Add(_ownIds[i]);
            hash.Add(_isStray[i]);
            hash.Add(_mustCancel[i]);
        }
    }
}
