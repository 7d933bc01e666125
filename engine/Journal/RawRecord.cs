using System.Buffers.Binary;

namespace LowLatencyMM.Journal;

/// <summary>
/// A record of any kind and version: framing, head and checksum are checked, the fields are not looked at. Cold: what
/// <see cref="EventDecoder"/> refuses comes here.
/// </summary>
internal readonly ref struct RawRecord
{
    private RawRecord(ReadOnlySpan<byte> bytes, int elements, int fieldsOffset, uint crc, long sequence, int kind)
    {
        Bytes = bytes;
        FieldCount = elements - JournalRecords.MinElements;
        FieldsOffset = fieldsOffset;
        Crc = crc;
        Sequence = sequence;
        Kind = kind;
    }

    /// <summary>The whole record.</summary>
    public ReadOnlySpan<byte> Bytes { get; }

    /// <summary>Elements between head and checksum.</summary>
    public int FieldCount { get; }

    /// <summary>Where they begin.</summary>
    public int FieldsOffset { get; }

    /// <summary>The checksum.</summary>
    public uint Crc { get; }

    public long Sequence { get; }

    public int Kind { get; }

    public int Flags { get; private init; }

    public int Market { get; private init; }

    public long ReceiveNs { get; private init; }

    public long ExchangeMs { get; private init; }

    public int Stream { get; private init; }

    public long StreamSeq { get; private init; }

    /// <summary>Reads the record that begins <paramref name="source"/>.</summary>
    public static RecordFault TryParse(ReadOnlySpan<byte> source, out RawRecord record)
    {
        record = default;
        if (source.Length > JournalRecords.MaxRecordBytes)
            source = source[..JournalRecords.MaxRecordBytes];
        int elements = ElementsOf(source);
        if (elements < JournalRecords.MinElements)
            return elements < 0 ? RecordFault.NotAnArray : RecordFault.TooFewElements;

        // The head is read before the whole array is measured: it refuses most of what is no record.
        int at = source[0] == MessagePack.Array16 ? 3 : 1;
        Span<long> head = stackalloc long[RecordLayout.HeadCount];
        for (int i = 0; i < head.Length; i++)
        {
            int bytes = MessagePack.LengthOf(source[at..]);
            if (bytes == 0)
                return RecordFault.Incomplete;
            if (!TryReadInt(source.Slice(at, bytes), out head[i]))
                return RecordFault.BadHead;
            at += bytes;
        }
        // Kind, flags, market and stream have 16 bits each.
        if ((ulong)(head[1] | head[2] | head[3] | head[6]) > ushort.MaxValue)
            return RecordFault.BadHead;

        int length = MessagePack.LengthOf(source);
        if (length == 0)
            return RecordFault.Incomplete;
        ReadOnlySpan<byte> last = source.Slice(length - MessagePack.CrcBytes, MessagePack.CrcBytes);
        if (last[0] != MessagePack.UInt32)
            return RecordFault.NoChecksum;
        uint crc = Crc32C.Compute(source[..(length - MessagePack.CrcBytes)]);
        if (crc != BinaryPrimitives.ReadUInt32BigEndian(last[1..]))
            return RecordFault.WrongChecksum;

        record = new RawRecord(source[..length], elements, at, crc, head[0], (int)head[1])
        {
            Flags = (int)head[2],
            Market = (int)head[3],
            ReceiveNs = head[4],
            ExchangeMs = head[5],
            Stream = (int)head[6],
            StreamSeq = head[7],
        };
        return RecordFault.None;
    }

    /// <summary>Whether the record of a sequence stands there, or a segment's header.</summary>
    public static bool IsDue(ReadOnlySpan<byte> source, long sequence) =>
        TryParse(source, out RawRecord record) == RecordFault.None && (record.Sequence == sequence || record.Kind == JournalRecords.HeaderKind);

    /// <summary>The first place from <paramref name="from"/> on where a whole record stands; -1 if there is none.</summary>
    public static int Find(ReadOnlySpan<byte> source, int from, int to)
    {
        for (int i = from; i < to; i++)
        {
            if (ElementsOf(source[i..]) >= JournalRecords.MinElements && TryParse(source[i..], out _) == RecordFault.None)
                return i;
        }
        return -1;
    }

    /// <summary>What stands there instead of a record, and what was expected.</summary>
    public static (string Found, string Expected) Describe(RecordFault fault, ReadOnlySpan<byte> source)
    {
        string begin = Convert.ToHexStringLower(source[..Math.Min(source.Length, 12)]);
        switch (fault)
        {
            case RecordFault.NotAnArray:
                return ($"bytes {begin}", "a MessagePack array (0x99 to 0x9f or 0xdc)");
            case RecordFault.TooFewElements:
                return ($"an array of {ElementsOf(source)} elements (bytes {begin})", $"at least {JournalRecords.MinElements}");
            case RecordFault.BadHead:
                return ($"a head that is not eight integers in their ranges (bytes {begin})",
                    "sequence, kind, flags, market, times, stream and its sequence");
            case RecordFault.NoChecksum:
                return ($"an array that does not end in a uint32 (bytes {begin})", "a CRC-32C as its last element");
            case RecordFault.WrongChecksum:
                int length = MessagePack.LengthOf(source);
                uint recorded = BinaryPrimitives.ReadUInt32BigEndian(source.Slice(length - 4, 4));
                int covered = length - MessagePack.CrcBytes;
                return ($"CRC-32C 0x{recorded:x8}", $"0x{Crc32C.Compute(source[..covered]):x8} over its {covered} bytes");
            default:
                return ($"an incomplete array (bytes {begin})", "a whole record");
        }
    }

    /// <summary>Reads an integer that fills <paramref name="source"/>.</summary>
    public static unsafe bool TryReadInt(ReadOnlySpan<byte> source, out long value)
    {
        value = 0;
        if (source.Length > MessagePack.MaxNumberBytes)
            return false;
        byte* padded = stackalloc byte[MessagePack.MaxNumberBytes];
        source.CopyTo(new Span<byte>(padded, MessagePack.MaxNumberBytes));
        long refused = 0;
        MessagePack.ReadInt(padded, out value, ref refused);
        return refused >= 0;
    }

    private static int ElementsOf(ReadOnlySpan<byte> source)
    {
        if (source.Length == 0)
            return -1;
        if (source[0] == MessagePack.Array16)
            return source.Length < 3 ? 0 : BinaryPrimitives.ReadUInt16BigEndian(source[1..]);
        return (source[0] & 0xf0) == MessagePack.FixArray ? source[0] & 15 : -1;
    }
}
