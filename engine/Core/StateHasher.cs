using System.Numerics;

namespace LowLatencyMM.Core;

/// <summary>
/// A running 64-bit hash that the stateful parts of the core add themselves to, in a fixed order: equal states give equal
/// hashes, on every machine. The default value is an empty hasher.
/// </summary>
/// <remarks>
/// The algorithm is XXH64 with seed 0 (Yann Collet, xxHash, <c>doc/xxhash_spec.md</c>) of the added words as 8 bytes each,
/// little-endian: four independent lanes, so that a word costs a few nanoseconds at most. Not cryptographic. Allocates
/// nothing.
/// </remarks>
public struct StateHasher
{
    private const ulong Prime1 = 0x9E3779B185EBCA87;
    private const ulong Prime2 = 0xC2B2AE3D27D4EB4F;
    private const ulong Prime3 = 0x165667B19E3779F9;
    private const ulong Prime4 = 0x85EBCA77C2B2AE63;
    private const ulong Prime5 = 0x27D4EB2F165667C5;

    // Where the lanes start. They are stored as the distance from here, so that the default value needs no constructor.
    private const ulong Lane0 = unchecked(Prime1 + Prime2);
    private const ulong Lane1 = Prime2;
    private const ulong Lane3 = unchecked(0 - Prime1);

    private ulong _lane0;
    private ulong _lane1;
    private ulong _lane2;
    private ulong _lane3;
    private ulong _word0;
    private ulong _word1;
    private ulong _word2;
    private ulong _count;

    /// <summary>The hash of everything added so far. More can be added afterwards.</summary>
    public readonly long Value
    {
        get
        {
            ulong hash = _count < 4 ? Prime5 : MergedLanes();
            hash += _count * sizeof(ulong);
            ulong pending = _count & 3;
            if (pending > 0)
                hash = AddTail(hash, _word0);
            if (pending > 1)
                hash = AddTail(hash, _word1);
            if (pending > 2)
                hash = AddTail(hash, _word2);
            hash = (hash ^ (hash >> 33)) * Prime2;
            hash = (hash ^ (hash >> 29)) * Prime3;
            return (long)(hash ^ (hash >> 32));
        }
    }

    /// <summary>Adds a whole number.</summary>
    public void Add(long value)
    {
        ulong word = (ulong)value;
        switch (_count++ & 3)
        {
            case 0:
                _word0 = word;
                break;
            case 1:
                _word1 = word;
                break;
            case 2:
                _word2 = word;
                break;
            default:
                _lane0 = Round(_lane0 + Lane0, _word0) - Lane0;
                _lane1 = Round(_lane1 + Lane1, _word1) - Lane1;
                _lane2 = Round(_lane2, _word2);
                _lane3 = Round(_lane3 + Lane3, word) - Lane3;
                break;
        }
    }

    /// <summary>
    /// Adds a number by its bits: 0.0 and -0.0 differ. All NaNs are one, because the sign of a computed NaN differs between
    /// processors.
    /// </summary>
    public void Add(double value) =>
        Add(double.IsNaN(value) ? 0x7FF8_0000_0000_0000 : BitConverter.DoubleToInt64Bits(value));

    /// <summary>Adds 1 or 0.</summary>
    public void Add(bool value) => Add(value ? 1L : 0L);

    private static ulong Round(ulong lane, ulong word) => BitOperations.RotateLeft(lane + word * Prime2, 31) * Prime1;

    private static ulong AddTail(ulong hash, ulong word) =>
        BitOperations.RotateLeft(hash ^ Round(0, word), 27) * Prime1 + Prime4;

    private static ulong Merge(ulong hash, ulong lane) => (hash ^ Round(0, lane)) * Prime1 + Prime4;

    private readonly ulong MergedLanes()
    {
        ulong lane0 = _lane0 + Lane0;
        ulong lane1 = _lane1 + Lane1;
        ulong lane2 = _lane2;
        ulong lane3 = _lane3 + Lane3;
        ulong hash = BitOperations.RotateLeft(lane0, 1) + BitOperations.RotateLeft(lane1, 7)
            + BitOperations.RotateLeft(lane2, 12) + BitOperations.RotateLeft(lane3, 18);
        return Merge(Merge(Merge(Merge(hash, lane0), lane1), lane2), lane3);
    }
}
