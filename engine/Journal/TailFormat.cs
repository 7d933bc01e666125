using System.Buffers.Binary;
using System.Text;

namespace LowLatencyMM.Journal;

/// <summary>
/// The first bytes of a tail: whose it is and where its blocks are. Durable before the session's first segment is made, and never
/// changed. Little-endian.
/// </summary>
/// <remarks>
/// Byte 0: "LLMMTAIL"; 8: int32, version 1; 12: int32, bytes of a block, its header included; 16: int32, blocks; 20: int32, bytes of the
/// session's id; 24: the id in UTF-8; then uint32, CRC-32C of the bytes before. The blocks begin at byte 4,096.
/// </remarks>
/// <param name="SessionId">The session's id: the folder's name.</param>
/// <param name="BlockBytes">Bytes from one block to the next: a multiple of 4,096.</param>
/// <param name="Blocks">How many there are.</param>
internal readonly record struct TailFormat(string SessionId, int BlockBytes, int Blocks)
{
    /// <summary>Where the blocks begin.</summary>
    public const int FirstBlock = 4096;

    /// <summary>Where a block's records begin: the header has its cache lines, which processors fetch in pairs, for itself.</summary>
    public const int DataOffset = 128;

    /// <summary>At most so many blocks: whether they are free is told by the bits of one word.</summary>
    public const int MaxBlocks = 64;

    private const int Version = 1;
    private const int IdOffset = 24;
    private const int MaxIdBytes = 1024;

    private static ReadOnlySpan<byte> Magic => "LLMMTAIL"u8;

    /// <summary>Bytes of the whole file.</summary>
    public long FileBytes => OffsetOf(Blocks);

    /// <summary>Bytes of records that a block can hold.</summary>
    public int DataBytes => BlockBytes - DataOffset;

    /// <summary>A tail that fits segments: blocks as large as asked for, but not larger than a segment needs.</summary>
    public static TailFormat For(string sessionId, JournalOptions options)
    {
        long needed = (options.SegmentBytes + DataOffset + FirstBlock - 1) / FirstBlock * FirstBlock;
        return new TailFormat(sessionId, (int)Math.Min(options.TailBlockBytes, needed), options.TailBlocks);
    }

    /// <summary>Where a block begins in the file.</summary>
    public long OffsetOf(int block) => FirstBlock + ((long)block * BlockBytes);

    /// <summary>The file's first bytes.</summary>
    public byte[] Encode()
    {
        byte[] id = Encoding.UTF8.GetBytes(SessionId);
        byte[] bytes = new byte[IdOffset + id.Length + sizeof(uint)];
        Magic.CopyTo(bytes);
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(8), Version);
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(12), BlockBytes);
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(16), Blocks);
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(20), id.Length);
        id.CopyTo(bytes, IdOffset);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(IdOffset + id.Length), Crc32C.Compute(bytes.AsSpan(0, IdOffset + id.Length)));
        return bytes;
    }

    /// <summary>Reads the file's first bytes.</summary>
    /// <exception cref="JournalFormatException">It is no tail, or one of another version.</exception>
    /// <exception cref="JournalCorruptException">It is a tail, but damaged.</exception>
    public static TailFormat Decode(ReadOnlySpan<byte> bytes, string path)
    {
        if (!bytes.StartsWith(Magic))
        {
            string found = Convert.ToHexStringLower(bytes[..Math.Min(bytes.Length, Magic.Length)]);
            throw new JournalFormatException(
                path, $"{path} is not a journal's tail: found {bytes.Length} bytes that begin with '{found}', expected '{Convert.ToHexStringLower(Magic)}'");
        }
        if (bytes.Length < IdOffset)
            throw Corrupt($"the end of the file after {bytes.Length} bytes", $"{IdOffset} at least");
        int version = BinaryPrimitives.ReadInt32LittleEndian(bytes[8..]);
        if (version != Version)
            throw new JournalFormatException(path, $"{path} is a journal's tail of version {version}; this engine reads version {Version}");
        int idBytes = BinaryPrimitives.ReadInt32LittleEndian(bytes[20..]);
        if (idBytes is < 0 or > MaxIdBytes || bytes.Length < IdOffset + idBytes + sizeof(uint))
            throw Corrupt($"an id of {idBytes} bytes in a file of {bytes.Length} or more", $"0 to {MaxIdBytes} bytes and a checksum");
        uint recorded = BinaryPrimitives.ReadUInt32LittleEndian(bytes[(IdOffset + idBytes)..]);
        uint computed = Crc32C.Compute(bytes[..(IdOffset + idBytes)]);
        if (recorded != computed)
            throw Corrupt($"CRC-32C 0x{recorded:x8}", $"0x{computed:x8} over the first {IdOffset + idBytes} bytes");

        var format = new TailFormat(
            Encoding.UTF8.GetString(bytes.Slice(IdOffset, idBytes)), BinaryPrimitives.ReadInt32LittleEndian(bytes[12..]),
            BinaryPrimitives.ReadInt32LittleEndian(bytes[16..]));
        if (format.BlockBytes < FirstBlock || format.Blocks is < 1 or > MaxBlocks)
            throw Corrupt($"{format.Blocks} blocks of {format.BlockBytes} bytes", $"1 to {MaxBlocks} blocks of {FirstBlock} bytes at least");
        return format;

        JournalCorruptException Corrupt(string found, string expected) => new(path, 0, 0, found, expected);
    }
}
