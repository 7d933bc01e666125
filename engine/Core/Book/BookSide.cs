using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace LowLatencyMM.Core.Book;

/// <summary>
/// One side of a book. A level's key is its price in ticks, negated for asks, so that on both sides a larger key is better.
/// </summary>
/// <remarks>
/// The keys from <c>top - window + 1</c> to <c>top</c> have a slot each in a circular array (slot = low bits of the key) and a
/// bit in a bitmap, by which the next best is found. All levels below the window stand in <see cref="FarLevels"/>; none is
/// above it. The window follows the best: it moves when a better level lies above it, and when the best sinks into its lowest
/// quarter; three quarters of it then lie below the best. Moving touches only the levels that enter or leave.
/// </remarks>
internal sealed class BookSide
{
    private readonly long[] _steps;
    private readonly ulong[] _occupied;
    private readonly long _mask;
    private readonly FarLevels _far;

    private long _top;
    private long _bestKey;
    private int _near;

    public BookSide(int windowTicks, int farCapacity)
    {
        _steps = new long[windowTicks];
        _occupied = new ulong[windowTicks / 64];
        _mask = windowTicks - 1;
        _far = new FarLevels(farCapacity);
    }

    public int Count => _near + _far.Count;

    /// <summary>The best level's key; only if there is a level.</summary>
    public long BestKey => _bestKey;

    /// <summary>The best level's size; 0 if there is no level.</summary>
    public long BestSteps => _near == 0 ? 0 : Slot(_bestKey);

    /// <summary>The worst level's key; only if there is a level.</summary>
    public long WorstKey => _far.Count > 0 ? _far.KeyAt(0) : NextAtOrAbove(Bottom);

    private long Bottom => _top - _mask;

    /// <summary>Removes all levels and makes room for twice as many far ones as there were: only here may the side allocate.</summary>
    public void Clear()
    {
        _far.Reserve(2 * _far.Count);
        _far.Clear();
        Array.Clear(_steps);
        Array.Clear(_occupied);
        _near = 0;
    }

    /// <summary>Makes room for twice as many far levels as there is room for now.</summary>
    public void Grow() => _far.Reserve(2 * _far.Capacity);

    /// <summary>The size at a key; 0 if there is no level.</summary>
    public long StepsAt(long key)
    {
        if (InWindow(key))
            return Slot(key);
        int index = _far.IndexOf(key);
        return index >= 0 ? _far.StepsAt(index) : 0;
    }

    /// <summary>Sets the size at a key; 0 removes the level. False if there is no room for one more far level.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool TrySet(long key, long steps)
    {
        if (!InWindow(key))
            return TrySetOutside(key, steps);
        ref long slot = ref Slot(key);
        if (slot != 0 && steps != 0)
        {
            slot = steps;
            return true;
        }
        if (steps != 0)
            Add(key, steps);
        else
            Remove(key);
        return true;
    }

    /// <summary>Copies levels from the best outwards; returns how many. <paramref name="sign"/> turns keys into prices.</summary>
    public int CopyTop(Span<BookDepth> levels, long sign)
    {
        int copied = 0;
        long key = _bestKey;
        for (int near = 0; near < _near && copied < levels.Length; near++)
        {
            levels[copied++] = new BookDepth(sign * key, Slot(key));
            if (near + 1 < _near)
                key = NextBelow(key);
        }
        for (int index = _far.Count - 1; index >= 0 && copied < levels.Length; index--)
            levels[copied++] = new BookDepth(sign * _far.KeyAt(index), _far.StepsAt(index));
        return copied;
    }

    /// <summary>
    /// Adds count and levels from the best outwards, at most <paramref name="levels"/>. Where the window stands is no part of the state.
    /// </summary>
    public void AddTo(ref StateHasher hash, int levels)
    {
        hash.Add(Count);
        long key = _bestKey;
        int count = Math.Min(_near, levels);
        for (int near = 0; near < count; near++)
        {
            hash.Add(key);
            hash.Add(Slot(key));
            if (near + 1 < count)
                key = NextBelow(key);
        }
        for (int index = _far.Count - 1; index >= 0 && count < levels; index--, count++)
        {
            hash.Add(_far.KeyAt(index));
            hash.Add(_far.StepsAt(index));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private bool InWindow(long key) => (ulong)(_top - key) <= (ulong)_mask;

    // The mask keeps the index inside the array, which the JIT cannot see.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private ref long Slot(long key) => ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(_steps), (nint)(key & _mask));

    private void Add(long key, long steps)
    {
        Occupy(key, steps);
        if (_near > 1 && key <= _bestKey)
            return;
        _bestKey = key;
        LowerWindow();
    }

    private void Remove(long key)
    {
        if (Slot(key) == 0)
            return;
        Vacate(key);
        if (key != _bestKey || Count == 0)
            return;
        _bestKey = _near > 0 ? NextBelow(key) : _far.BestKey;
        LowerWindow();
    }

    /// <summary>Above the window, below it, or the first level of all.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private bool TrySetOutside(long key, long steps)
    {
        if (Count == 0)
        {
            _top = TopFor(key);
            if (steps != 0)
                Add(key, steps);
            return true;
        }
        if (key > _top)
        {
            if (steps == 0)
                return true;
            if (!TryRaiseWindow(key))
                return false;
            Add(key, steps);
            return true;
        }
        int index = _far.IndexOf(key);
        if (index < 0)
            return steps == 0 || _far.TryInsert(~index, key, steps);
        if (steps != 0)
            _far.SetSteps(index, steps);
        else
            _far.RemoveAt(index);
        return true;
    }

    private void Occupy(long key, long steps)
    {
        Slot(key) = steps;
        _occupied[(key & _mask) >> 6] |= 1UL << (int)key;
        _near++;
    }

    private void Vacate(long key)
    {
        Slot(key) = 0;
        _occupied[(key & _mask) >> 6] &= ~(1UL << (int)key);
        _near--;
    }

    /// <summary>The nearest level below a key that is the best or was. There must be one in the window.</summary>
    private long NextBelow(long key)
    {
        int from = (int)(key & _mask);
        int word = from >> 6;
        ulong bits = _occupied[word] & ((1UL << from) - 1);
        while (bits == 0)
        {
            // Below slot 0 the array goes on at its end.
            word = (word - 1) & (_occupied.Length - 1);
            bits = _occupied[word];
        }
        int found = (word << 6) | BitOperations.Log2(bits);
        return key - ((from - found) & _mask);
    }

    /// <summary>The nearest level at or above a key below which the window is empty. There must be one in the window.</summary>
    private long NextAtOrAbove(long key)
    {
        int from = (int)(key & _mask);
        int word = from >> 6;
        ulong bits = _occupied[word] & (ulong.MaxValue << from);
        while (bits == 0)
        {
            word = (word + 1) & (_occupied.Length - 1);
            bits = _occupied[word];
        }
        int found = (word << 6) | BitOperations.TrailingZeroCount(bits);
        return key + ((found - from) & _mask);
    }

    private long TopFor(long bestKey) => bestKey + (_mask + 1) / 4;

    /// <summary>Keeps the best out of the lowest quarter: moves the window down if need be and takes in the far levels that it reaches.</summary>
    private void LowerWindow()
    {
        if (_bestKey - Bottom >= (_mask + 1) / 4)
            return;
        _top = TopFor(_bestKey);
        while (_far.Count > 0 && _far.BestKey >= Bottom)
        {
            int last = _far.Count - 1;
            Occupy(_far.KeyAt(last), _far.StepsAt(last));
            _far.RemoveAt(last);
        }
    }

    /// <summary>
    /// Moves the window up for a new best above it; the levels that fall out become far ones. False if there is no room for
    /// them: then fewer have moved, and the window not at all.
    /// </summary>
    private bool TryRaiseWindow(long bestKey)
    {
        long top = TopFor(bestKey);
        long bottom = top - _mask;
        long from = Bottom;
        while (_near > 0)
        {
            long key = NextAtOrAbove(from);
            if (key >= bottom)
                break;
            if (!_far.TryInsert(_far.Count, key, Slot(key)))
                return false;
            Vacate(key);
            from = key + 1;
        }
        _top = top;
        return true;
    }
}
