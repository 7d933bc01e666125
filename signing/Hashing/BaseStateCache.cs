using System.Runtime.CompilerServices;

namespace LowLatencyMM.Signing.Hashing;

/// <summary>
/// States of an order's hash after base asset and signed amount, for the sizes signed last: one slot per hash value, a new size replaces
/// the old one. Bounded, exact keys, no allocation after construction.
/// </summary>
internal sealed class BaseStateCache
{
    private const int SlotBits = 6;

    private readonly Slot[] _slots = new Slot[1 << SlotBits];

    public bool TryGet(in Felt baseAssetId, long baseAmount, out PoseidonState state)
    {
        ref Slot slot = ref Find(baseAssetId, baseAmount);
        bool found = slot.IsUsed && slot.BaseAmount == baseAmount && slot.BaseAssetId.Equals(baseAssetId);
        if (found)
            state = slot.State;
        else
            Unsafe.SkipInit(out state);
        return found;
    }

    public void Set(in Felt baseAssetId, long baseAmount, in PoseidonState state)
    {
        ref Slot slot = ref Find(baseAssetId, baseAmount);
        slot.IsUsed = true;
        slot.BaseAssetId = baseAssetId;
        slot.BaseAmount = baseAmount;
        slot.State = state;
    }

    private ref Slot Find(in Felt baseAssetId, long baseAmount)
    {
        const ulong golden = 0x9E37_79B9_7F4A_7C15;
        ulong asset = baseAssetId.Value.V0 ^ (baseAssetId.Value.V1 * golden);
        return ref _slots[(((asset * golden) ^ (ulong)baseAmount) * golden) >> (64 - SlotBits)];
    }

    private struct Slot
    {
        public bool IsUsed;
        public long BaseAmount;
        public Felt BaseAssetId;
        public PoseidonState State;
    }
}
