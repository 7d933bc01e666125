namespace LowLatencyMM.Core.Book;

/// <summary>
/// The levels of one side that lie beyond its window: sorted by key, worst first. Levels come and go mostly at the two ends
/// (the window moves; snapshots are sent from the best outwards), so there is room at both, and an insertion moves the shorter
/// part.
/// </summary>
/// <remarks>Allocates only in its constructor and in <see cref="Reserve"/>.</remarks>
internal sealed class FarLevels(int capacity)
{
    private long[] _keys = new long[capacity];
    private long[] _steps = new long[capacity];
    private int _first = capacity / 2;

    public int Count { get; private set; }

    public int Capacity => _keys.Length;

    public long BestKey => _keys[_first + Count - 1];

    public long KeyAt(int index) => _keys[_first + index];

    public long StepsAt(int index) => _steps[_first + index];

    public void Clear()
    {
        Count = 0;
        _first = Capacity / 2;
    }

    /// <summary>Makes room for at least <paramref name="capacity"/> levels. Allocates if there is less.</summary>
    public void Reserve(int capacity)
    {
        if (capacity <= Capacity)
            return;
        int first = (capacity - Count) / 2;
        var keys = new long[capacity];
        var steps = new long[capacity];
        Array.Copy(_keys, _first, keys, first, Count);
        Array.Copy(_steps, _first, steps, first, Count);
        (_keys, _steps, _first) = (keys, steps, first);
    }

    /// <summary>The level's position, or the complement of where it would be.</summary>
    public int IndexOf(long key)
    {
        int index = Array.BinarySearch(_keys, _first, Count, key);
        return index >= 0 ? index - _first : ~(~index - _first);
    }

    public void SetSteps(int index, long steps) => _steps[_first + index] = steps;

    /// <summary>Inserts a level at its place. False if there is no room.</summary>
    public bool TryInsert(int index, long key, long steps)
    {
        if (Count == Capacity)
            return false;
        bool roomBefore = _first > 0;
        bool roomAfter = _first + Count < Capacity;
        if (roomBefore && (index < Count / 2 || !roomAfter))
        {
            Move(_first, _first - 1, index);
            _first--;
        }
        else
        {
            Move(_first + index, _first + index + 1, Count - index);
        }
        Count++;
        _keys[_first + index] = key;
        _steps[_first + index] = steps;
        return true;
    }

    public void RemoveAt(int index)
    {
        if (index < Count / 2)
        {
            Move(_first, _first + 1, index);
            _first++;
        }
        else
        {
            Move(_first + index + 1, _first + index, Count - index - 1);
        }
        Count--;
    }

    private void Move(int from, int to, int count)
    {
        Array.Copy(_keys, from, _keys, to, count);
        Array.Copy(_steps, from, _steps, to, count);
    }
}
