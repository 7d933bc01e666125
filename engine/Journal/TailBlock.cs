namespace LowLatencyMM.Journal;

/// <summary>
/// A block of the tail, and which part of the session is in it. The hot thread begins it, fills it and says where it ends; the flushing
/// thread writes it to its segment and frees it.
/// </summary>
internal sealed unsafe class TailBlock
{
    private readonly TailBlockHeader* _header;
    private readonly int _bytes;
    private byte* _written;

    /// <summary>The block that follows in the session; set by the hot thread, with release, once this one is full.</summary>
    public TailBlock? Next;

    public TailBlock(byte* start, int blockBytes, int index)
    {
        _header = (TailBlockHeader*)start;
        _bytes = blockBytes - TailFormat.DataOffset;
        Start = start + TailFormat.DataOffset;
        Index = index;
    }

    /// <summary>Its place among the blocks.</summary>
    public int Index { get; }

    /// <summary>Where its records begin.</summary>
    public byte* Start { get; }

    /// <summary>Where they end; valid once <see cref="Next"/> is set.</summary>
    public byte* End { get; private set; }

    /// <summary>Behind this place there is no room for a record and a trailer any more.</summary>
    public byte* Limit { get; private set; }

    /// <summary>The segment that the records belong to.</summary>
    public SegmentFile Segment { get; private set; } = null!;

    /// <summary>Where in it.</summary>
    public long SegmentOffset { get; private set; }

    /// <summary>
    /// Takes a free block for records of a segment from a place on. Until the header is whole, its generation is odd: a reader, also one that comes after
    /// the process was killed, then leaves the block alone.
    /// </summary>
    public void Begin(SegmentFile segment, long offset)
    {
        Segment = segment;
        SegmentOffset = offset;
        Next = null;
        _written = Start;
        Limit = Start + Math.Min(_bytes, segment.Bytes - offset) - EventEncoder.RoomBytes - SegmentTrailer.RoomBytes;

        long generation = _header->Generation + 1;
        Volatile.Write(ref _header->Generation, generation);
        Thread.MemoryBarrier();
        // No record stands there yet.
        *Start = 0;
        _header->SegmentOffset = offset;
        _header->Segment = segment.Index;
        _header->Checksum = _header->ChecksumIn(generation + 1);
        Volatile.Write(ref _header->Generation, generation + 1);
    }

    /// <summary>Ends the block before <paramref name="end"/>; what follows is in <paramref name="next"/>.</summary>
    public void Finish(byte* end, TailBlock next)
    {
        End = end;
        Volatile.Write(ref Next, next);
    }

    /// <summary>Whether the place is in the block.</summary>
    public bool Contains(byte* at) => at >= Start && at < Start + _bytes;

    /// <summary>Writes what is new before <paramref name="end"/> to the segment's file.</summary>
    /// <exception cref="IOException">It cannot be written.</exception>
    public void WriteUpTo(byte* end)
    {
        if (end == _written)
            return;
        Segment.Write(new ReadOnlySpan<byte>(_written, (int)(end - _written)), SegmentOffset + (_written - Start));
        _written = end;
    }
}
