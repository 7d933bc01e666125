using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace LowLatencyMM.Journal;

/// <summary>
/// Reads a session's tail: the records that its writer has appended and not yet brought into a segment, because it is at work, or was
/// killed.
/// </summary>
/// <remarks>
/// A block is freed when its records are in the segment, and keeps its header and bytes until it is used again: what it says it holds is never wrong, but
/// it need not hold it alone. So the segment's file comes first, the tail is asked for what stands nowhere in it, and what it has not
/// either was freed meanwhile and is in the file by now, if it was ever appended. After a power failure any page of the tail may be of an earlier time than
/// the others; a record's checksum and sequence tell whether it is the one that is missing.
/// </remarks>
internal sealed class TailInput : IDisposable
{
    private readonly SafeFileHandle _file;
    private readonly string _path;
    private readonly TailFormat _format;
    private readonly byte[] _block;

    private TailInput(SafeFileHandle file, string path)
    {
        _file = file;
        _path = path;
        byte[] begin = new byte[Math.Min(RandomAccess.GetLength(file), TailFormat.FirstBlock)];
        Read(begin, 0);
        _format = TailFormat.Decode(begin, path);
        if (RandomAccess.GetLength(file) < _format.FileBytes)
            throw Corrupt(RandomAccess.GetLength(file), 0, "the end of the file", $"{_format.FileBytes} bytes");
        _block = new byte[_format.DataBytes];
        for (int i = 0; i < _format.Blocks; i++)
            ReadHeader(i, 0);
    }

    /// <summary>The session that the tail belongs to.</summary>
    public string SessionId => _format.SessionId;

    /// <summary>
    /// What stands, and is no record, where the last search that was in vain had to find one: file, byte, and bytes from there on up to the last one in
    /// the block that is not 0; null if nothing does.
    /// </summary>
    public (string Path, long Offset, long Bytes)? Torn { get; private set; }

    /// <summary>Opens a session's tail; null if it has none.</summary>
    /// <exception cref="JournalFormatException">A file of that name is no tail, or one of another version.</exception>
    /// <exception cref="JournalCorruptException">It is damaged, or not whole.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static TailInput? Open(string folder)
    {
        string path = JournalFolder.TailPath(folder);
        SafeFileHandle file;
        try
        {
            file = File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        }
        catch (FileNotFoundException)
        {
            return null;
        }
        try
        {
            return new TailInput(file, path);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>
    /// Looks for the record of a sequence (or a segment's header) at a place of a segment. If it is there: all bytes of its block from there on, until the next call.
    /// </summary>
    /// <exception cref="JournalCorruptException">A block's header is damaged, or the file has been cut.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    public bool TryFind(int segment, long offset, long sequence, out ArraySegment<byte> bytes)
    {
        Torn = null;
        long nearest = -1;
        for (int i = 0; i < _format.Blocks; i++)
        {
            if (ReadHeader(i, sequence) is not { } header || header.Segment != segment)
                continue;
            long inBlock = offset - header.SegmentOffset;
            if (inBlock < 0 || inBlock >= _block.Length)
                continue;
            long dataOffset = _format.OffsetOf(i) + TailFormat.DataOffset;
            Read(_block, dataOffset);
            if (ReadHeader(i, sequence) is not { } still || still.Generation != header.Generation)
                continue;
            bytes = new ArraySegment<byte>(_block, (int)inBlock, _block.Length - (int)inBlock);
            if (RawRecord.IsDue(bytes, sequence))
                return true;
            // A block may begin close behind one that still has room: the record would be in the one that begins last.
            if (header.SegmentOffset <= nearest)
                continue;
            nearest = header.SegmentOffset;
            Torn = bytes[0] == 0 || EndsBefore((int)inBlock)
                ? null
                : (_path, dataOffset + inBlock, bytes.AsSpan().LastIndexOfAnyExcept((byte)0) + 1);
        }
        bytes = default;
        return false;
    }

    /// <summary>That the tail is not the one of the session in whose folder it is.</summary>
    public JournalCorruptException OfAnotherSession(string due) => Corrupt(0, 0, $"the tail of session {SessionId}", $"that of session {due}");

    public void Dispose() => _file.Dispose();

    /// <summary>A block's header; null if the block has never been used, or is just being begun.</summary>
    private TailBlockHeader? ReadHeader(int block, long sequence)
    {
        long offset = _format.OffsetOf(block);
        TailBlockHeader before = default;
        while (true)
        {
            TailBlockHeader header = default;
            Read(MemoryMarshal.AsBytes(new Span<TailBlockHeader>(ref header)), offset);
            if (header.Generation == 0 || (header.Generation & 1) != 0)
                return null;
            uint checksum = header.ChecksumIn(header.Generation);
            if (header.Checksum == checksum)
                return header;
            // A copy that was taken while the writer changed the header is another one the next time.
            if (header.Equals(before))
            {
                throw Corrupt(
                    offset, sequence, $"a block's header of generation {header.Generation} with CRC-32C 0x{header.Checksum:x8}", $"0x{checksum:x8}");
            }
            before = header;
        }
    }

    /// <summary>
    /// Whether the block's records come to an end before a place, or go over it: then nothing was ever appended there. Behind the last record stands a 0,
    /// and behind that what is left of an earlier use.
    /// </summary>
    private bool EndsBefore(int place)
    {
        int at = 0;
        while (at < place && RawRecord.TryParse(_block.AsSpan(at), out RawRecord record) == RecordFault.None)
            at += record.Bytes.Length;
        return at > place || (at < place && _block[at] == 0);
    }

    private void Read(Span<byte> into, long offset)
    {
        while (into.Length > 0)
        {
            int count = RandomAccess.Read(_file, into, offset);
            if (count == 0)
                throw Corrupt(offset, 0, "the end of the file", $"{into.Length} bytes more");
            into = into[count..];
            offset += count;
        }
    }

    private JournalCorruptException Corrupt(long offset, long sequence, string found, string expected) =>
        new(_path, offset, sequence, found, expected);
}
