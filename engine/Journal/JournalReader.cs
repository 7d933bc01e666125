using System.Runtime.CompilerServices;
using LowLatencyMM.Core.Events;

namespace LowLatencyMM.Journal;

/// <summary>
/// Reads the events of one session in order and checks everything on the way: checksums, sequences, headers, and that the segments
/// follow each other. Never writes. Flat memory.
/// </summary>
/// <remarks>
/// What the session's writer had appended and not yet brought into a segment is read from the tail (<see cref="TailInput"/>).
/// Damage is a torn tail, which an interrupted writer leaves, only in the last segment, without a trailer and without a later whole
/// record: then it is left out and reported. All other damage is a <see cref="JournalCorruptException"/>.
/// </remarks>
public sealed unsafe class JournalReader : IDisposable
{
    private readonly SegmentInput _input = new();
    private readonly TailInput? _tail;
    private readonly List<string> _segments;
    private readonly int _lastInFile;
    private int _index = -1;
    private uint _hash;
    private long _nextSequence;
    private bool _ended;

    private JournalReader(string folder)
    {
        Folder = folder;
        try
        {
            _tail = TailInput.Open(folder);
            _segments = Listed(folder);
            _lastInFile = DropUnused();
            SegmentHeader header = OpenNext(previousHash: 0);
            Header = header.Session;
            FirstSequence = header.FirstSequence;
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>The session's folder.</summary>
    public string Folder { get; }

    /// <summary>What the session was run with.</summary>
    public SessionHeader Header { get; }

    /// <summary>Sequence of the session's first event.</summary>
    public long FirstSequence { get; }

    /// <summary>The sequence that is due.</summary>
    public long NextSequence => _nextSequence;

    /// <summary>Segments with records.</summary>
    public int Segments => _segments.Count;

    /// <summary>Whether the session's closing trailer was reached: nothing is missing.</summary>
    public bool ClosedCleanly { get; private set; }

    /// <summary>1 if a torn tail was left out, else 0. Only its first record can be told from the rest.</summary>
    public long TruncatedRecords { get; private set; }

    /// <summary>Bytes of the torn tail, up to its last byte that is not 0.</summary>
    public long TruncatedBytes { get; private set; }

    /// <summary>Where the torn tail begins: file and byte; null if there is none.</summary>
    public (string Path, long Offset)? TruncatedAt { get; private set; }

    /// <summary>Whole records of kinds that this version does not know, skipped.</summary>
    public long UnknownRecords { get; private set; }

    /// <summary>Fields at the end of known records that this version does not know, skipped.</summary>
    public long UnknownFields { get; private set; }

    /// <summary>Opens a session's folder, or the newest session in a root.</summary>
    /// <exception cref="JournalNotFoundException">There is none.</exception>
    /// <exception cref="JournalFormatException">It is no journal, or one of another version.</exception>
    /// <exception cref="JournalCorruptException">It is damaged at its beginning, or a segment is missing.</exception>
    /// <exception cref="IOException">A file cannot be read.</exception>
    public static JournalReader Open(string path) => new(JournalFolder.FindSession(path));

    /// <summary>Reads the next event; false at the end. Allocates nothing on the way.</summary>
    /// <exception cref="JournalCorruptException">The journal is damaged.</exception>
    /// <exception cref="JournalFormatException">A segment is of another version.</exception>
    /// <exception cref="IOException">A file cannot be read.</exception>
    public bool TryRead(out Event e, out long sequence)
    {
        int length = EventDecoder.TryDecode(_input.At, _input.Available, out e, out sequence, out uint crc);
        if (length == 0 || sequence != _nextSequence)
            return TryReadCarefully(out e, out sequence);
        Accept(length, crc);
        _nextSequence++;
        return true;
    }

    /// <summary>Closes the files.</summary>
    public void Dispose()
    {
        _ended = true;
        _input.Dispose();
        _tail?.Dispose();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Accept(int length, uint crc)
    {
        _hash = Crc32C.Chain(_hash, crc);
        _input.Advance(length);
    }

    /// <summary>Everything that is not an undamaged event of this version in its place.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private bool TryReadCarefully(out Event e, out long sequence)
    {
        e = default;
        sequence = 0;
        while (!_ended)
        {
            RecordFault fault = RawRecord.TryParse(_input.Span, out RawRecord record);
            if (fault != RecordFault.None)
            {
                if (!TryElsewhere())
                    EndOrDamage(fault);
                continue;
            }
            if (record.Sequence != _nextSequence)
            {
                if (_input.TryLift())
                    continue;
                throw Corrupt($"sequence {record.Sequence}", $"sequence {_nextSequence}");
            }
            if (record.Kind == JournalRecords.TrailerKind)
            {
                FinishSegment(record);
                continue;
            }
            if (record.Kind == JournalRecords.HeaderKind)
                throw Corrupt("a segment's header", "an event or a trailer");

            bool known = EventSchema.Knows((EventKind)record.Kind);
            if (known)
                e = ReadEvent(record);
            else
                UnknownRecords++;
            sequence = _nextSequence++;
            Accept(record.Bytes.Length, record.Crc);
            if (known)
                return true;
        }
        e = default;
        sequence = 0;
        return false;
    }

    /// <summary>An event of another version: fewer fields are 0, more are skipped.</summary>
    private Event ReadEvent(RawRecord record)
    {
        Event e = default;
        e.Kind = (EventKind)record.Kind;
        e.Flags = (EventFlags)record.Flags;
        e.Market = (ushort)record.Market;
        e.Stream = (StreamId)record.Stream;
        e.ReceiveNs = record.ReceiveNs;
        e.ExchangeMs = record.ExchangeMs;
        e.StreamSeq = record.StreamSeq;

        var fields = new FieldReader(record);
        ReadOnlySpan<FieldSchema> schema = EventSchema.Of(e.Kind);
        for (int i = 0; i < schema.Length && fields.Left > 0; i++)
        {
            byte code = fields.Code;
            if (!TryReadField(ref e, i, schema[i].Type, ref fields))
                throw Corrupt($"field {schema[i].Name} of {e.Kind} beginning with 0x{code:x2}", $"{schema[i].Type}");
        }
        UnknownFields += fields.Left;
        return e;
    }

    private static bool TryReadField(ref Event e, int index, FieldType type, ref FieldReader fields)
    {
        ReadOnlySpan<byte> bytes;
        switch (type)
        {
            case FieldType.Int64:
                return fields.TryReadInt(out e.Words[index]);
            case FieldType.Float64:
                return fields.TryReadFloat64(out e.Words[index]);
            case FieldType.Bytes32:
                if (!fields.TryReadBin(out bytes) || bytes.Length != 32)
                    return false;
                Bytes32 number = default;
                bytes.CopyTo(number);
                (index == 0 ? ref e.OrderSigned.Hash : ref index == 1 ? ref e.OrderSigned.R : ref e.OrderSigned.S) = number;
                return true;
            default:
                bool read = fields.Code == MessagePack.Bin8 ? fields.TryReadBin(out bytes) : fields.TryReadStr(out bytes);
                if (!read || bytes.Length > TextPayload.Capacity)
                    return false;
                e.Text.Set(e.Text.Purpose, bytes);
                return true;
        }
    }

    private void FinishSegment(RawRecord record)
    {
        var fields = new FieldReader(record);
        if (!fields.TryReadInt(out long ends) || !fields.TryReadInt(out long hash))
            throw Corrupt("a trailer without its elements", "whether the session ends, and the hash of the records");
        if ((uint)hash != _hash)
            throw Corrupt($"a trailer for records of hash 0x{(uint)hash:x8}", $"0x{_hash:x8}");
        Accept(record.Bytes.Length, record.Crc);

        if (_input.ReadRest().AsSpan().IndexOfAnyExcept((byte)0) is int garbage and >= 0)
            throw Corrupt($"more data {garbage} bytes after the trailer", "the end of the file");
        bool isLast = _index == _segments.Count - 1;
        if (ends != 0 && !isLast)
            throw Corrupt("a segment after the trailer that ends the session", "no further segment");
        if (ends == 0 && isLast && !File.Exists(JournalFolder.SegmentPath(Folder, _index + 1)))
            throw Corrupt($"no segment {_index + 1}", "the segment that this trailer announces");
        ClosedCleanly = ends != 0;
        _ended = isLast;
        if (!_ended)
            OpenNext(_hash);
    }

    /// <summary>
    /// Looks for the next record where it may be if it is not at hand: in the file under the tail; in the tail; and in the file again, where a writer at
    /// work has brought by now what it took out of the tail meanwhile.
    /// </summary>
    private bool TryElsewhere()
    {
        if (_input.TryLift())
            return true;
        if (_tail is not null && _tail.TryFind(_index, _input.Offset, _nextSequence, out ArraySegment<byte> bytes))
        {
            _input.Lay(bytes);
            return true;
        }
        _input.Refresh();
        return RawRecord.IsDue(_input.Span, _nextSequence);
    }

    /// <summary>No record stands where the next one should.</summary>
    private void EndOrDamage(RecordFault fault)
    {
        byte[] rest = _input.ReadRest();
        if (rest.AsSpan().IndexOfAnyExcept((byte)0) < 0)
            EndOfData();
        else if (!TryElsewhere())
            Damaged(fault, rest);
        // Otherwise a writer at work has got here while the rest was read, and what follows is no proof of damage.
    }

    /// <summary>The data end without a trailer: as a killed process leaves the last segment.</summary>
    private void EndOfData()
    {
        if (_index < _lastInFile)
            throw Corrupt("the end of the data", "a trailer, as another segment follows");
        if (_tail?.Torn is { } torn)
            LeaveOut(torn.Path, torn.Offset, torn.Bytes);
        _ended = true;
    }

    private void Damaged(RecordFault fault, ReadOnlySpan<byte> rest)
    {
        int later = RawRecord.Find(rest, 1, rest.Length);
        (string found, string expected) = RawRecord.Describe(fault, rest);
        if (_index < _lastInFile)
            throw Corrupt(found, $"{expected}, as another segment follows");
        if (later >= 0)
            throw Corrupt(found, $"{expected}, as a whole record follows at byte {_input.Offset + later}");
        LeaveOut(_input.Path, _input.Offset, rest.LastIndexOfAnyExcept((byte)0) + 1);
        _ended = true;
    }

    private void LeaveOut(string path, long offset, long bytes)
    {
        TruncatedRecords = 1;
        TruncatedBytes = bytes;
        TruncatedAt = (path, offset);
    }

    private SegmentHeader OpenNext(uint previousHash)
    {
        _index++;
        string path = _segments[_index];
        string due = JournalFolder.SegmentPath(Folder, _index);
        if (Path.GetFileName(path) != Path.GetFileName(due))
        {
            throw new JournalCorruptException(
                due, 0, _nextSequence, $"no such segment, but {Path.GetFileName(path)}", "segments without a hole");
        }

        _input.Open(path);
        _hash = uint.MaxValue;
        RawRecord record;
        RecordFault fault;
        while ((fault = RawRecord.TryParse(_input.Span, out record)) != RecordFault.None)
        {
            if (TryElsewhere())
                continue;
            WithoutHeader(fault);
            if (_ended)
                return default;
        }
        if (record.Kind != JournalRecords.HeaderKind)
            throw Corrupt("another record", "the segment's header");

        SegmentHeader header = SegmentHeader.Read(record, path);
        if (header.Index != _index)
            throw Corrupt($"the header of segment {header.Index}", $"that of segment {_index}");
        if (header.PreviousHash != previousHash)
            throw Corrupt($"a header that follows a segment of hash 0x{header.PreviousHash:x8}", $"0x{previousHash:x8}");
        if (_tail is not null && _tail.SessionId != header.Session.SessionId)
            throw _tail.OfAnotherSession(header.Session.SessionId);
        if (_index == 0)
            _nextSequence = header.FirstSequence;
        else if (header.Session != Header)
            throw Corrupt($"a header of session {header.Session.SessionId}", $"the same as in session {Header.SessionId}'s first segment");
        if (header.FirstSequence != _nextSequence)
            throw Corrupt($"first sequence {header.FirstSequence}", $"{_nextSequence}");
        Accept(record.Bytes.Length, record.Crc);
        return header;
    }

    /// <summary>No header where one should be: a foreign file, damage, or a tail torn right behind the segment before.</summary>
    private void WithoutHeader(RecordFault fault)
    {
        if (_index > 0)
        {
            EndOrDamage(fault);
            return;
        }

        byte[] rest = _input.ReadRest();
        if (rest.AsSpan().IndexOfAnyExcept((byte)0) < 0)
            throw new JournalFormatException(_input.Path, $"{_input.Path} holds nothing: its writer ended before the header was written");
        (string found, string expected) = RawRecord.Describe(fault, rest);
        bool isJournal = RawRecord.Find(rest, 1, rest.Length) >= 0 || (rest.Length > 0 && rest[0] == MessagePack.Array16);
        if (isJournal)
            throw Corrupt(found, expected);
        throw new JournalFormatException(_input.Path, $"{_input.Path} is not a journal's segment: found {found}, expected {expected}");
    }

    /// <summary>The segments, without holes that come from a writer at work making some while they are listed.</summary>
    private static List<string> Listed(string folder)
    {
        List<string> segments = JournalFolder.Segments(folder);
        for (int i = 0; i < segments.Count; i++)
        {
            string due = JournalFolder.SegmentPath(folder, i);
            if (Path.GetFileName(segments[i]) != Path.GetFileName(due) && File.Exists(due))
                segments.Insert(i, due);
        }
        return segments;
    }

    /// <summary>
    /// The writer keeps a segment ready; if the process was killed, it is still there, all zero. A segment may also be begun in the tail only. Returns the last
    /// one that has data in its file.
    /// </summary>
    private int DropUnused()
    {
        int last = _segments.Count - 1;
        for (; last > 0; last--)
        {
            // The tail first: what is not there any more is in the file by then.
            bool isInTail = _tail is not null && _tail.TryFind(last, 0, sequence: -1, out _);
            if (!IsZero(_segments[last]))
                break;
            if (!isInTail && last == _segments.Count - 1)
                _segments.RemoveAt(last);
        }
        return last;
    }

    private static bool IsZero(string path)
    {
        try
        {
            using FileStream file = new(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
            byte[] buffer = new byte[256 * 1024];
            int count;
            while ((count = file.Read(buffer)) > 0)
            {
                if (buffer.AsSpan(0, count).IndexOfAnyExcept((byte)0) >= 0)
                    return false;
            }
            return true;
        }
        catch (FileNotFoundException)
        {
            // A writer has just closed the session, and removed the segment that it kept ready.
            return true;
        }
    }

    private JournalCorruptException Corrupt(string found, string expected) =>
        new(_input.Path, _input.Offset, _nextSequence, found, expected);
}
