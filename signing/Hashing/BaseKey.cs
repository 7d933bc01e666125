using LowLatencyMM.Signing.Arithmetic;

namespace LowLatencyMM.Signing.Hashing;

/// <summary>
/// An asset and a number: base asset and signed size of an order, or base asset and receiving position of a vault order.
/// </summary>
internal readonly record struct BaseKey(Felt AssetId, long Number) : IStateKey<BaseKey>
{
    // 2^64 divided by the golden ratio: multiples of it spread any run of numbers evenly over the high bits.
    internal const ulong Golden = 0x9E37_79B9_7F4A_7C15;

    public ulong Spread
    {
        get
        {
            UInt256 asset = AssetId.Value;
            return ((((asset.V0 ^ (asset.V1 * Golden)) * Golden) >> 32) + (ulong)Number) * Golden;
        }
    }
}
