using System.Numerics;

namespace LowLatencyMM.Core.Orders;

/// <summary>
/// A table from non-zero 64-bit keys to values in fixed memory: open addressing, linear probing, removal by shifting back. At most
/// half of the slots are used, so probes stay short. Allocates nothing after construction.
/// </summary>
public sealed class LongTable
{
    private readonly long[] _keys;
    private readonly long[] _values;
    private readonly int _mask;
    private readonly int _shift;

    /// <summary>Makes room.</summary>
    /// <param name="capacity">Most keys at a time; at least 1.</param>
    public LongTable(int capacity)
    {
        int slots = (int)BitOperations.RoundUpToPowerOf2((uint)Math.Max(2, 2 * capacity));
        Capacity = capacity;
        _keys = CacheLines.NewArray<long>(slots);
        _values = CacheLines.NewArray<long>(slots);
        _mask = slots - 1;
        _shift = 64 - BitOperations.Log2((uint)slots);
    }

    /// <summary>Most keys at a time.</summary>
    public int Capacity { get; }

    /// <summary>Keys in the table.</summary>
    public int Count { get; private set; }

    /// <summary>The value of a key, if it is there.</summary>
    public bool TryGet(long key, out long value)
    {
        int slot = SlotOf(key);
        value = _values[slot];
        return _keys[slot] == key && key != 0;
    }

    /// <summary>Sets the value of a key. False if the table is full, or the key 0: nothing is stored then.</summary>
    public bool Set(long key, long value)
    {
        if (key == 0)
            return false;
        int slot = SlotOf(key);
        if (_keys[slot] == 0)
        {
            if (Count == Capacity)
                return false;
            Count++;
            _keys[slot] = key;
        }
        _values[slot] = value;
        return true;
    }

    /// <summary>Removes a key, if it is there.</summary>
    public void Remove(long key)
    {
        int hole = SlotOf(key);
        if (key == 0 || _keys[hole] != key)
            return;
        Count--;
        for (int slot = (hole + 1) & _mask; _keys[slot] != 0; slot = (slot + 1) & _mask)
        {
            // A key may move back only if its home is not between the hole and itself.
            if (((slot - HomeOf(_keys[slot])) & _mask) < ((slot - hole) & _mask))
                continue;
            _keys[hole] = _keys[slot];
            _values[hole] = _values[slot];
            hole = slot;
        }
        _keys[hole] = 0;
        _values[hole] = 0;
    }

    private int HomeOf(long key) => (int)((ulong)key * 0x9E3779B97F4A7C15 >> _shift);

    private int SlotOf(long key)
    {
        int slot = HomeOf(key);
        while (_keys[slot] != 0 && _keys[slot] != key)
            slot = (slot + 1) & _mask;
        return slot;
    }
}
