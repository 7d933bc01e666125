using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace LowLatencyMM.Journal;

/// <summary>What stands at the beginning of a block: which part of the session its records are.</summary>
/// <remarks>
/// In one cache line, of which a sector of a disk holds whole ones: whatever is read of it, from memory or after a power failure, it is the header
/// of one generation, or one that says that it is being changed.
/// </remarks>
[StructLayout(LayoutKind.Explicit, Size = 64)]
internal record struct TailBlockHeader
{
    /// <summary>0 before the first use; odd while the header is being changed; two more for each use.</summary>
    [FieldOffset(0)]
    public long Generation;

    /// <summary>Where the records belong in their segment's file.</summary>
    [FieldOffset(8)]
    public long SegmentOffset;

    /// <summary>Index of that segment.</summary>
    [FieldOffset(16)]
    public int Segment;

    /// <summary>CRC-32C of generation, offset and segment.</summary>
    [FieldOffset(20)]
    public uint Checksum;

    /// <summary>What the checksum must be in the given generation.</summary>
    public readonly uint ChecksumIn(long generation)
    {
        Span<byte> bytes = stackalloc byte[20];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, generation);
        BinaryPrimitives.WriteInt64LittleEndian(bytes[8..], SegmentOffset);
        BinaryPrimitives.WriteInt32LittleEndian(bytes[16..], Segment);
        return Crc32C.Compute(bytes);
    }
}
