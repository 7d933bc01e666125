using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.CompilerServices;

namespace LowLatencyMM.Journal;

/// <summary>CRC-32C (Castagnoli, RFC 3720 appendix B.4): "123456789" gives 0xe3069283. One
/// instruction for 8 bytes on x64 and arm64.</summary>
public static class Crc32C
{
    /// <summary>The checksum of <paramref name="bytes"/>.</summary>
    public static uint Compute(ReadOnlySpan<byte> bytes)
    {
        uint crc = uint.MaxValue;
        foreach (byte value in bytes)
            crc = BitOperations.Crc32C(crc, value);
        return ~crc;
    }

    /// <summary>
    /// The checksum of <paramref name="first"/> and the <paramref name="length"/> bytes from <paramref name="rest"/> on, at least one; 8
    /// bytes more can be read. The last 1 to 8 bytes take no branch: zeros before them leave a register of 0 as it is.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static unsafe uint Compute(byte first, byte* rest, int length)
    {
        uint crc = BitOperations.Crc32C(uint.MaxValue, first);
        byte* last = rest + length - 8;
        for (; rest < last; rest += 8)
            crc = BitOperations.Crc32C(crc, LittleEndian(Unsafe.ReadUnaligned<ulong>(rest)));
        int missing = (int)(rest - last) * 8;
        int shiftedOut = (64 - missing) / 2;
        ulong left = (LittleEndian(Unsafe.ReadUnaligned<ulong>(rest)) ^ crc) << missing;
        return ~(BitOperations.Crc32C(0, left) ^ (uint)((ulong)crc >> shiftedOut >> shiftedOut));
    }

    /// <summary>Adds a record's checksum to the running hash of its segment.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static uint Chain(uint hash, uint recordCrc) => BitOperations.Crc32C(hash, recordCrc);

    private static ulong LittleEndian(ulong value) => BitConverter.IsLittleEndian ? value : BinaryPrimitives.ReverseEndianness(value);
}
