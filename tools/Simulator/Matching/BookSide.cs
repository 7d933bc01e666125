namespace LowLatencyMM.Simulator.Matching;

/// <summary>
/// One side of a book: sizes by price, in a sorted array whose last entry is the best price, so that a change at the touch moves
/// little. Prices in ticks, sizes in steps, both positive.
/// </summary>
internal sealed class BookSide
{
    private readonly int _sign;
    private long[] _keys = new long[256];
    private long[] _sizes = new long[256];

    public BookSide(Side side)
    {
        Side = side;
        _sign = side == Side.Buy ? 1 : -1;
    }

    /// <summary>Bids or asks.</summary>
    public Side Side { get; }

    /// <summary>Number of levels.</summary>
    public int Count { get; private set; }

    /// <summary>Price of a level; 0 is the best one.</summary>
    public long Price(int depth) => _sign * _keys[Count - 1 - depth];

    /// <summary>Size of a level; 0 is the best one.</summary>
    public long Size(int depth) => _sizes[Count - 1 - depth];

    /// <summary>Size at a price, 0 if there is no level.</summary>
    public long SizeAt(long price)
    {
        int index = IndexOf(price);
        return index >= 0 ? _sizes[index] : 0;
    }

    /// <summary>Number of levels that are better than a price.</summary>
    public int CountBetterThan(long price)
    {
        int index = IndexOf(price);
        return index >= 0 ? Count - 1 - index : Count - ~index;
    }

    /// <summary>Sets the size at a price; 0 removes the level.</summary>
    public void Set(long price, long size)
    {
        int index = IndexOf(price);
        if (index >= 0 && size != 0)
            _sizes[index] = size;
        else if (index >= 0)
            Remove(index);
        else if (size != 0)
            Insert(~index, price, size);
    }

    /// <summary>Removes all levels.</summary>
    public void Clear() => Count = 0;

    /// <summary>A copy of all levels, best first.</summary>
    public BookLevel[] Levels()
    {
        BookLevel[] levels = new BookLevel[Count];
        for (int depth = 0; depth < Count; depth++)
            levels[depth] = new BookLevel(Price(depth), Size(depth));
        return levels;
    }

    private int IndexOf(long price) => Array.BinarySearch(_keys, 0, Count, _sign * price);

    private void Remove(int index)
    {
        Count--;
        Array.Copy(_keys, index + 1, _keys, index, Count - index);
        Array.Copy(_sizes, index + 1, _sizes, index, Count - index);
    }

    private void Insert(int index, long price, long size)
    {
        if (Count == _keys.Length)
        {
            Array.Resize(ref _keys, Count * 2);
            Array.Resize(ref _sizes, Count * 2);
        }
        Array.Copy(_keys, index, _keys, index + 1, Count - index);
        Array.Copy(_sizes, index, _sizes, index + 1, Count - index);
        _keys[index] = _sign * price;
        _sizes[index] = size;
        Count++;
    }
}
