using System.Runtime.CompilerServices;

namespace LowLatencyMM.Signing.Hashing;

/// <summary>
/// States of a hash after what a key names, for the keys used last: one slot per spread, a new key replaces the old one. Bounded, exact
/// keys, no allocation after construction.
/// </summary>
/// <param name="slotBits">log2 of the number of slots.</param>
internal sealed class StateCache<TKey>(int slotBits)
    where TKey : struct, IStateKey<TKey>
{
    private readonly Slot[] _slots = new Slot[1 << slotBits];

    public bool TryGet(in TKey key, out PoseidonState state)
    {
        ref Slot slot = ref Find(key);
        bool found = slot.IsUsed && slot.Key.Equals(key);
        if (found)
            state = slot.State;
        else
            Unsafe.SkipInit(out state);
        return found;
    }

    public void Set(in TKey key, in PoseidonState state)
    {
        ref Slot slot = ref Find(key);
        slot.IsUsed = true;
        slot.Key = key;
        slot.State = state;
    }

    // Two shifts, because one by 64 would not shift at all.
    private ref Slot Find(in TKey key) => ref _slots[(int)(key.Spread >> 1 >> (63 - slotBits))];

    private struct Slot
    {
        public bool IsUsed;
        public TKey Key;
        public PoseidonState State;
    }
}
