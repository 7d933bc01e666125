using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using LowLatencyMM.Core.Events;

namespace LowLatencyMM.Journal;

/// <summary>
/// Writes the events of one session, in order. One thread appends: no allocation, no lock, no system call per event. Other
/// threads make what was appended durable about every millisecond and keep the next segment ready.
/// </summary>
/// <remarks>
/// <para>A session is a folder of segments; a segment is a header record (<see cref="SegmentHeader"/>), event records
/// (<see cref="EventEncoder"/>) and a trailer record (<see cref="SegmentTrailer"/>), each one MessagePack array:</para>
/// <list type="table">
/// <listheader><term>element</term><description>content</description></listheader>
/// <item><term>0</term><description>int: sequence in the ring; consecutive within a session</description></item>
/// <item><term>1</term><description>int: kind (<see cref="EventKind"/>; 0 header, 65535 trailer)</description></item>
/// <item><term>2</term><description>int: flags (<see cref="EventFlags"/>)</description></item>
/// <item><term>3</term><description>int: market</description></item>
/// <item><term>4</term><description>int: receive time, nanoseconds since 1970</description></item>
/// <item><term>5</term><description>int: the exchange's time, milliseconds since 1970; 0 if none</description></item>
/// <item><term>6</term><description>int: stream (<see cref="StreamId"/>)</description></item>
/// <item><term>7</term><description>int: the stream's own sequence; 0 if none</description></item>
/// <item><term>8 …</term><description>the fields of <see cref="EventSchema"/></description></item>
/// <item><term>last</term><description>uint32, 5 bytes always: CRC-32C of the record's bytes before it, array header included</description></item>
/// </list>
/// <para>A segment is allocated whole and zero; its data end at the first 0x00 where a record would begin. A record's first byte is
/// stored last, so that a killed process leaves whole records only, and none is lost: they are in the page cache. Closing and
/// rolling over write a trailer and cut the file to size. The hash of a segment is a CRC-32C register, begun with 0xffffffff and
/// not inverted, over the CRCs of its records in order, trailer included, each as four bytes little-endian; the next header holds it, the
/// trailer holds its state before the trailer.</para>
/// </remarks>
public sealed unsafe class JournalWriter : IDisposable
{
    // The appending thread's.
    private byte* _at;
    private byte* _limit;
    private long _nextSequence;
    private uint _hash = uint.MaxValue;
    private int _index;
    private SegmentFile _current;
    private bool _closed;
    private bool _failureShown;

    // Between the threads.
    private SegmentFile? _next;
    private Exception? _failure;
    private long _durableSequence;
    private readonly ConcurrentQueue<SegmentFile> _finished = new();
    private readonly AutoResetEvent _prepare = new(initialState: true);
    private readonly ManualResetEvent _stop = new(initialState: false);

    // The flushing threads'.
    private readonly Lock _flushing = new();
    private SegmentFile _oldest;

    private readonly JournalOptions _options;
    private readonly byte[] _sessionFields;
    private readonly Thread _flusher;
    private readonly Thread _preparer;

    private JournalWriter(
        string folder, SessionHeader header, byte[] sessionFields, JournalOptions options, SegmentFile first, long firstSequence)
    {
        Folder = folder;
        Header = header;
        _sessionFields = sessionFields;
        _options = options;
        _current = first;
        _oldest = first;
        _nextSequence = firstSequence;
        _durableSequence = firstSequence;
        Begin(first, previousHash: 0);
        _flusher = new Thread(Flusher) { IsBackground = true, Name = "journal flusher" };
        _preparer = new Thread(Preparer) { IsBackground = true, Name = "journal preparer" };
        _flusher.Start();
        _preparer.Start();
    }

    /// <summary>The session's folder.</summary>
    public string Folder { get; }

    /// <summary>The header, with the session's id.</summary>
    public SessionHeader Header { get; }

    /// <summary>The sequence that the next event must have.</summary>
    public long NextSequence => Volatile.Read(ref _nextSequence);

    /// <summary>Events below this sequence are on disk.</summary>
    public long DurableSequence => Volatile.Read(ref _durableSequence);

    /// <summary>How often the appending thread had to wait because the next segment was not ready; 0 is normal.</summary>
    public long RolloverWaits { get; private set; }

    /// <summary>What made a background thread give up; the next call throws it.</summary>
    public Exception? Failure => Volatile.Read(ref _failure);

    /// <summary>Makes a session folder in <paramref name="root"/> (which is made too, if need be) and its first segment, durably.</summary>
    /// <param name="root">Where sessions lie.</param>
    /// <param name="header">What stands in each segment's header; its <see cref="SessionHeader.SessionId"/> is given here.</param>
    /// <param name="options">How to write; null for the defaults.</param>
    /// <param name="firstSequence">Sequence of the first event, 0 or more.</param>
    /// <exception cref="ArgumentException">An option out of its range, or a header that no segment can hold.</exception>
    /// <exception cref="IOException">The disk is full, the root is a file, or the like.</exception>
    /// <exception cref="UnauthorizedAccessException">The root may not be written.</exception>
    public static JournalWriter Create(string root, SessionHeader header, JournalOptions? options = null, long firstSequence = 0)
    {
        options ??= new JournalOptions();
        ArgumentOutOfRangeException.ThrowIfNegative(firstSequence);
        ArgumentOutOfRangeException.ThrowIfLessThan(options.SegmentBytes, JournalOptions.MinSegmentBytes, nameof(options));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(options.SegmentBytes, JournalOptions.MaxSegmentBytes, nameof(options));
        ArgumentOutOfRangeException.ThrowIfLessThan(options.FlushInterval, TimeSpan.Zero, nameof(options));

        header = header with { SessionId = JournalFolder.NewSessionId(header.StartNs) };
        byte[] sessionFields = SegmentHeader.EncodeSession(header);
        int fixedBytes = SegmentHeader.RoomBytes(sessionFields) + EventEncoder.RoomBytes + SegmentTrailer.RoomBytes;
        if (fixedBytes > options.SegmentBytes)
            throw new ArgumentException($"segments of {options.SegmentBytes} bytes cannot hold a header of {fixedBytes}", nameof(options));

        string folder = Path.GetFullPath(Path.Combine(root, header.SessionId));
        Directory.CreateDirectory(folder);
        SegmentFile first = SegmentFile.Create(JournalFolder.SegmentPath(folder, 0), options.SegmentBytes);
        var writer = new JournalWriter(folder, header, sessionFields, options, first, firstSequence);
        writer.MakeDurable();
        return writer;
    }

    /// <summary>
    /// Appends an event. When this returns, the event survives the end of the process, however it ends. Hot path; call from one thread.
    /// </summary>
    /// <param name="e">The event.</param>
    /// <param name="sequence">Its sequence: <see cref="NextSequence"/>.</param>
    /// <exception cref="ArgumentException">Another sequence, or an event that has no record.</exception>
    /// <exception cref="JournalWriteException">A background thread failed; the event was not appended.</exception>
    /// <exception cref="ObjectDisposedException">The journal is closed.</exception>
    public void Append(in Event e, long sequence)
    {
        if (_at > _limit || sequence != _nextSequence || Volatile.Read(ref _failure) is not null)
            MakeReady(sequence);

        byte* at = _at;
        int length = EventEncoder.Encode(in e, sequence, at, out uint crc);
        Publish(at + length, crc);
        Volatile.Write(ref _nextSequence, sequence + 1);
    }

    /// <summary>
    /// To call after the cause was appended and before an order leaves: returns at once, or when all is on disk, as
    /// <see cref="JournalOptions.Durability"/> says.
    /// </summary>
    /// <exception cref="JournalWriteException">It cannot be made durable.</exception>
    public void BeforeSend()
    {
        if (_options.Durability == Durability.BeforeSend)
            MakeDurable();
    }

    /// <summary>Returns when all that was appended is on disk. From any thread.</summary>
    /// <exception cref="JournalWriteException">It cannot be made durable.</exception>
    public void MakeDurable()
    {
        ThrowIfFailed();
        try
        {
            Flush();
        }
        catch (IOException e)
        {
            Fail(e);
            ThrowIfFailed();
        }
    }

    /// <summary>Writes the trailer, makes all durable, cuts the last segment to size and removes the one that was kept ready.</summary>
    /// <exception cref="JournalWriteException">A background thread failed and no call has said so yet, or closing failed.</exception>
    public void Close()
    {
        if (_closed)
            return;
        _closed = true;
        _limit = null;
        _stop.Set();
        _prepare.Set();
        _flusher.Join();
        _preparer.Join();
        try
        {
            int length = SegmentTrailer.Write(_at, _nextSequence, sessionEnds: true, _hash, out uint crc);
            Publish(_at + length, crc);
            Flush();
            FinishSegments();
            _current.Finish();
            _next?.Discard();
        }
        catch (IOException e)
        {
            Fail(e);
        }
        finally
        {
            Release();
        }
        if (!_failureShown)
            ThrowIfFailed();
    }

    /// <summary>As <see cref="Close"/>.</summary>
    public void Dispose() => Close();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Publish(byte* end, uint crc)
    {
        _hash = Crc32C.Chain(_hash, crc);
        _at = end;
        Volatile.Write(ref _current.Published, end - _current.Start);
    }

    /// <summary>The rare cases of an append.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private void MakeReady(long sequence)
    {
        ObjectDisposedException.ThrowIf(_closed, this);
        ThrowIfFailed();
        if (sequence != _nextSequence)
            throw new ArgumentException($"sequence {sequence} does not follow; expected {_nextSequence}", nameof(sequence));
        if (_at > _limit)
            RollOver();
    }

    private void RollOver()
    {
        SegmentFile next = TakeNext();
        int length = SegmentTrailer.Write(_at, _nextSequence, sessionEnds: false, _hash, out uint crc);
        Publish(_at + length, crc);
        SegmentFile finished = _current;
        uint previousHash = _hash;
        _index++;
        _hash = uint.MaxValue;
        _current = next;
        Begin(next, previousHash);
        // Only now: whoever follows the link finds this segment complete and the next one begun.
        Volatile.Write(ref finished.Next, next);
    }

    private SegmentFile TakeNext()
    {
        SegmentFile? next = Interlocked.Exchange(ref _next, null);
        if (next is null)
        {
            RolloverWaits++;
            _prepare.Set();
            var spin = default(SpinWait);
            while ((next = Interlocked.Exchange(ref _next, null)) is null)
            {
                ThrowIfFailed();
                spin.SpinOnce();
            }
        }
        return next;
    }

    private void Begin(SegmentFile segment, uint previousHash)
    {
        _at = segment.Start;
        _limit = segment.Start + segment.Bytes - EventEncoder.RoomBytes - SegmentTrailer.RoomBytes;
        int length = SegmentHeader.Write(_at, _sessionFields, Header, _index, _nextSequence, previousHash, out uint crc);
        Publish(_at + length, crc);
    }

    private void Flusher()
    {
        try
        {
            while (!_stop.WaitOne(_options.FlushInterval))
            {
                Flush();
                if (Volatile.Read(ref _next) is null || !_finished.IsEmpty)
                    _prepare.Set();
            }
        }
        catch (Exception e)
        {
            Fail(e);
        }
    }

    private void Preparer()
    {
        try
        {
            for (int index = 1; ;)
            {
                _prepare.WaitOne();
                if (_stop.WaitOne(0))
                    return;
                if (Volatile.Read(ref _next) is null)
                    Volatile.Write(ref _next, SegmentFile.Create(JournalFolder.SegmentPath(Folder, index++), _options.SegmentBytes));
                FinishSegments();
            }
        }
        catch (Exception e)
        {
            Fail(e);
        }
    }

    private void Flush()
    {
        lock (_flushing)
        {
            // Read first: what is below it was published before.
            long sequence = Volatile.Read(ref _nextSequence);
            while (true)
            {
                SegmentFile? next = Volatile.Read(ref _oldest.Next);
                _oldest.Sync();
                if (next is null)
                    break;
                _finished.Enqueue(_oldest);
                _oldest = next;
            }
            Volatile.Write(ref _durableSequence, sequence);
        }
    }

    private void FinishSegments()
    {
        while (_finished.TryDequeue(out SegmentFile? segment))
            segment.Finish();
    }

    private void Release()
    {
        while (_finished.TryDequeue(out SegmentFile? segment))
            segment.Dispose();
        _current.Dispose();
        _next?.Dispose();
        _stop.Dispose();
        _prepare.Dispose();
    }

    /// <summary>The first failure counts; the others follow from it.</summary>
    private void Fail(Exception e) => Interlocked.CompareExchange(ref _failure, e, null);

    private void ThrowIfFailed()
    {
        if (Volatile.Read(ref _failure) is not { } failure)
            return;
        _failureShown = true;
        throw new JournalWriteException(Folder, $"the journal {Folder} cannot be written on: {failure.Message}", failure);
    }
}
