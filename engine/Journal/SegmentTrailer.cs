namespace LowLatencyMM.Journal;

/// <summary>The last record of a finished segment.</summary>
/// <remarks>
/// An array of 11 elements: 0 int, the sequence that the next event has; 1 int, 65535, the trailer's kind; 2 to 7 int, 0; 8 int, 1 if
/// the session ends here, 0 if a segment follows; 9 int, hash of the segment's records before this one; 10 uint32, CRC-32C.
/// </remarks>
internal static unsafe class SegmentTrailer
{
    private const int ElementCount = RecordLayout.HeadCount + 3;

    /// <summary>Bytes that <see cref="Write"/> needs.</summary>
    public const int RoomBytes = 1 + ((RecordLayout.HeadCount + 2) * MessagePack.MaxNumberBytes) + MessagePack.CrcBytes + 8;

    /// <summary>Writes a trailer record; like an event's, its first byte last.</summary>
    public static int Write(byte* start, long nextSequence, bool sessionEnds, uint hash, out uint crc)
    {
        byte* at = MessagePack.WriteInt(start + 1, nextSequence);
        at = MessagePack.WriteInt(at, JournalRecords.TrailerKind);
        for (int i = 2; i < RecordLayout.HeadCount; i++)
            at = MessagePack.WriteInt(at, 0);
        at = MessagePack.WriteInt(at, sessionEnds ? 1 : 0);
        at = MessagePack.WriteInt(at, hash);
        const byte First = MessagePack.FixArray | ElementCount;
        crc = Crc32C.Compute(First, start + 1, (int)(at - start) - 1);
        at = MessagePack.WriteCrc(at, crc);
        Volatile.Write(ref *start, First);
        return (int)(at - start);
    }
}
