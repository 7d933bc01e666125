using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
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
/// <para>The appending thread stores into a block of the tail (<see cref="TailFile"/>), a mapped file; the flushing thread writes it from there to the
/// segment and makes that durable. A record's first byte is stored last, so that a killed process leaves whole records only, and none is lost: they
/// are in the page cache, and the reader takes from the tail what the segment lacks.</para>
/// <para>A segment is allocated whole and zero; its data end at the first 0x00 where a record would begin. Closing and rolling over write a trailer and
/// cut the file to size. The hash of a segment is a CRC-32C register, begun with 0xffffffff and not inverted, over the CRCs of its records in order,
/// trailer included, each as four bytes little-endian; the next header holds it, the trailer holds its state before the trailer.</para>
/// </remarks>
public sealed unsafe class JournalWriter : IDisposable
{
    private const int LineBytes = 64;

    /// <summary>What the next few appends store into: some events of market data, or what an order brings with it.</summary>
    private const int TouchedBytes = 8 * LineBytes;

    private Hot _hot;

    // The appending thread's, for the rare cases.
    private TailBlock _block = null!;
    private TailBlock? _taken;
    private bool _closed;
    private bool _failureShown;

    // Between the threads.
    private SegmentFile? _next;
    private Exception? _failure;
    private long _durableSequence;
    private volatile bool _isStopping;
    private readonly ConcurrentQueue<SegmentFile> _finished = new();
    private readonly AutoResetEvent _prepare = new(initialState: true);
    private readonly AutoResetEvent _flush = new(initialState: false);

    // The flushing threads'.
    private readonly Lock _flushing = new();
    private TailBlock _oldest = null!;
    private IOException? _flushFailure;
    private bool _isReleased;

    private readonly JournalOptions _options;
    private readonly byte[] _sessionFields;
    private readonly TailFile? _tail;
    private readonly byte* _scratch;
    private readonly Thread? _flusher;
    private readonly Thread? _preparer;

    private JournalWriter(
        string folder, SessionHeader header, byte[] sessionFields, JournalOptions options, TailFile tail, SegmentFile first, long firstSequence)
    {
        Folder = folder;
        Header = header;
        _sessionFields = sessionFields;
        _options = options;
        _tail = tail;
        _hot.NextSequence = firstSequence;
        _durableSequence = firstSequence;
        _oldest = TakeBlock();
        _oldest.Begin(first, 0);
        ContinueIn(_oldest);
        BeginSegment(previousHash: 0);
        _flusher = new Thread(Flusher) { IsBackground = true, Name = "journal flusher" };
        _preparer = new Thread(Preparer) { IsBackground = true, Name = "journal preparer" };
        _flusher.Start();
        _preparer.Start();
    }

    private JournalWriter(SessionHeader header)
    {
        Folder = "";
        Header = header;
        _sessionFields = [];
        _options = new JournalOptions();
        nuint bytes = (nuint)_options.TailBlockBytes;
        _scratch = (byte*)NativeMemory.AlignedAlloc(bytes, (nuint)Environment.SystemPageSize);
        NativeMemory.Clear(_scratch, bytes);
        _hot.At = (nint)_scratch;
        _hot.Limit = (nint)(_scratch + bytes) - EventEncoder.RoomBytes;
    }

    /// <summary>The session's folder; empty for one of <see cref="Scratch"/>.</summary>
    public string Folder { get; }

    /// <summary>The header, with the session's id.</summary>
    public SessionHeader Header { get; }

    /// <summary>The sequence that the next event must have.</summary>
    public long NextSequence => Volatile.Read(ref _hot.NextSequence);

    /// <summary>Events below this sequence are on disk.</summary>
    public long DurableSequence => Volatile.Read(ref _durableSequence);

    /// <summary>How often the appending thread had to wait because the next segment was not ready; 0 is normal.</summary>
    public long RolloverWaits { get; private set; }

    /// <summary>How often the appending thread had to wait because the segments were behind by the whole tail; 0 is normal.</summary>
    public long TailWaits { get; private set; }

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
        var format = TailFormat.For(header.SessionId, options);
        int fixedBytes = SegmentHeader.RoomBytes(sessionFields) + EventEncoder.RoomBytes + SegmentTrailer.RoomBytes;
        long room = Math.Min(options.SegmentBytes, format.DataBytes);
        if (fixedBytes > room)
            throw new ArgumentException($"segments of {room} bytes cannot hold a header of {fixedBytes}", nameof(options));

        string folder = Path.GetFullPath(Path.Combine(root, header.SessionId));
        Directory.CreateDirectory(folder);
        // The tail first: where there is a segment, there is what it may lack.
        TailFile tail = TailFile.Create(JournalFolder.TailPath(folder), format);
        SegmentFile first;
        try
        {
            first = SegmentFile.Create(JournalFolder.SegmentPath(folder, 0), options.SegmentBytes, index: 0);
        }
        catch
        {
            tail.Discard();
            throw;
        }
        var writer = new JournalWriter(folder, header, sessionFields, options, tail, first, firstSequence);
        writer.MakeDurable();
        return writer;
    }

    /// <summary>
    /// A writer that keeps nothing, for warming up and rehearsals: it appends as any other does, from sequence 0 on, but into one block of memory
    /// over and over. No file, no thread; nothing becomes durable.
    /// </summary>
    /// <param name="header">What <see cref="Header"/> gives back.</param>
    public static JournalWriter Scratch(SessionHeader header) => new(header);

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
        if (_hot.At > _hot.Limit || sequence != _hot.NextSequence || Volatile.Read(ref _hot.HasFailed))
            MakeReady(sequence);

        byte* at = (byte*)_hot.At;
        int length = EventEncoder.Encode(in e, sequence, at, out uint crc);
        Publish(at + length, crc);
        Volatile.Write(ref _hot.NextSequence, sequence + 1);
    }

    /// <summary>
    /// Fetches what the next few appends store into, for writing, and changes nothing. For the appending thread while it waits: meanwhile the flushing
    /// thread has read from there, and the caches have been filled with other things. Hot path.
    /// </summary>
    public long Touch()
    {
        nint at = _hot.At;
        if (at > _hot.Limit)
            return 0;
        // From here to the block's end nothing counts, and the first byte is 0 already.
        nint end = Math.Min(at + TouchedBytes, _hot.Limit + EventEncoder.RoomBytes);
        for (nint line = at; line < end; line += LineBytes)
            Volatile.Write(ref *(byte*)line, 0);
        Volatile.Write(ref _hot.At, at);
        return EventEncoder.Touch(_hot.NextSequence);
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

    /// <summary>Writes the trailer, makes all durable, cuts the last segment to size and removes the one that was kept ready, and the tail.</summary>
    /// <exception cref="JournalWriteException">A background thread failed and no call has said so yet, or closing failed.</exception>
    public void Close()
    {
        if (!TryStop())
            return;
        if (_tail is not null)
            Complete(_tail);
        Release();
        if (!_failureShown)
            ThrowIfFailed();
    }

    /// <summary>As <see cref="Close"/>.</summary>
    public void Dispose() => Close();

    /// <summary>Leaves all files as a process does that is killed now. For tests.</summary>
    internal void Abandon()
    {
        if (TryStop())
            Release();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Publish(byte* end, uint crc)
    {
        _hot.Hash = Crc32C.Chain(_hot.Hash, crc);
        Volatile.Write(ref _hot.At, (nint)end);
    }

    /// <summary>The rare cases of an append.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private void MakeReady(long sequence)
    {
        ObjectDisposedException.ThrowIf(_closed, this);
        ThrowIfFailed();
        if (sequence != _hot.NextSequence)
            throw new ArgumentException($"sequence {sequence} does not follow; expected {_hot.NextSequence}", nameof(sequence));
        if (_hot.At <= _hot.Limit)
            return;
        if (_tail is null)
            _hot.At = (nint)_scratch;
        else
            MoveOn();
    }

    /// <summary>To the next block, and to the next segment if this one is full. Whatever has to be waited for comes before anything is changed.</summary>
    private void MoveOn()
    {
        _taken ??= TakeBlock();
        SegmentFile segment = _block.Segment;
        long offset = _block.SegmentOffset + (_hot.At - (nint)_block.Start);
        if (offset + EventEncoder.RoomBytes + SegmentTrailer.RoomBytes <= segment.Bytes)
        {
            Take(segment, offset);
            return;
        }
        SegmentFile next = TakeNext();
        WriteTrailer(sessionEnds: false);
        uint previousHash = _hot.Hash;
        Take(next, 0);
        BeginSegment(previousHash);
    }

    private void Take(SegmentFile segment, long offset)
    {
        TailBlock next = _taken!;
        _taken = null;
        next.Begin(segment, offset);
        _block.Finish((byte*)_hot.At, next);
        ContinueIn(next);
    }

    private void ContinueIn(TailBlock block)
    {
        _block = block;
        _hot.Limit = (nint)block.Limit;
        // After the block before was linked to this one: a place in this block tells the flushing thread that the other is finished.
        Volatile.Write(ref _hot.At, (nint)block.Start);
    }

    private TailBlock TakeBlock()
    {
        if (_tail!.TryTake() is { } free)
            return free;
        TailWaits++;
        _flush.Set();
        var spin = default(SpinWait);
        while (true)
        {
            if (_tail.TryTake() is { } block)
                return block;
            ThrowIfFailed();
            spin.SpinOnce();
        }
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

    private void BeginSegment(uint previousHash)
    {
        _hot.Hash = uint.MaxValue;
        byte* at = (byte*)_hot.At;
        int length = SegmentHeader.Write(at, _sessionFields, Header, _block.Segment.Index, _hot.NextSequence, previousHash, out uint crc);
        Publish(at + length, crc);
    }

    private void WriteTrailer(bool sessionEnds)
    {
        byte* at = (byte*)_hot.At;
        int length = SegmentTrailer.Write(at, _hot.NextSequence, sessionEnds, _hot.Hash, out uint crc);
        Publish(at + length, crc);
    }

    private void Flusher()
    {
        try
        {
            while (true)
            {
                _flush.WaitOne(_options.FlushInterval);
                if (_isStopping)
                    return;
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
                if (_isStopping)
                    return;
                if (Volatile.Read(ref _next) is null)
                {
                    Volatile.Write(ref _next, SegmentFile.Create(JournalFolder.SegmentPath(Folder, index), _options.SegmentBytes, index));
                    index++;
                }
                FinishSegments();
            }
        }
        catch (Exception e)
        {
            Fail(e);
        }
    }

    /// <summary>
    /// Brings what is new into the segments and makes it durable. Once that has failed it is not tried again: after a failed write-back the system takes the
    /// pages for written, and the next attempt would succeed with nothing.
    /// </summary>
    private void Flush()
    {
        lock (_flushing)
        {
            if (_isReleased || _tail is null)
                return;
            if (_flushFailure is not null)
                throw new IOException(_flushFailure.Message, _flushFailure);
            try
            {
                WriteBlocks(_tail);
            }
            catch (IOException e)
            {
                _flushFailure = e;
                throw;
            }
        }
    }

    private void WriteBlocks(TailFile tail)
    {
        // Read first: what is below it was published before.
        long sequence = Volatile.Read(ref _hot.NextSequence);
        while (true)
        {
            TailBlock block = _oldest;
            // In this order: a place in this block, and no link yet, is the block's end so far.
            nint at = Volatile.Read(ref _hot.At);
            TailBlock? next = Volatile.Read(ref block.Next);
            if (next is null)
            {
                if (block.Contains((byte*)at))
                    block.WriteUpTo((byte*)at);
                block.Segment.Sync();
                Volatile.Write(ref _durableSequence, sequence);
                tail.KeepWritable((byte*)at);
                return;
            }
            block.WriteUpTo(block.End);
            SegmentFile segment = block.Segment;
            _oldest = next;
            // In the segment it survives the process as well as here.
            tail.Release(block);
            if (segment != next.Segment)
                SyncFinished(segment);
        }
    }

    private void SyncFinished(SegmentFile segment)
    {
        try
        {
            segment.Sync();
        }
        finally
        {
            _finished.Enqueue(segment);
        }
    }

    private void FinishSegments()
    {
        while (_finished.TryDequeue(out SegmentFile? segment))
            segment.Finish();
    }

    /// <summary>Ends the threads; false if they were already.</summary>
    private bool TryStop()
    {
        if (_closed)
            return false;
        _closed = true;
        _hot.Limit = 0;
        _isStopping = true;
        _flush.Set();
        _prepare.Set();
        _flusher?.Join();
        _preparer?.Join();
        return true;
    }

    /// <summary>If this fails, the tail stays, and with it what the segments lack.</summary>
    private void Complete(TailFile tail)
    {
        try
        {
            WriteTrailer(sessionEnds: true);
            Flush();
            FinishSegments();
            _block.Segment.Finish();
            _next?.Discard();
            tail.Discard();
        }
        catch (IOException e)
        {
            Fail(e);
        }
    }

    private void Release()
    {
        lock (_flushing)
        {
            _isReleased = true;
            while (_finished.TryDequeue(out SegmentFile? segment))
                segment.Dispose();
            for (TailBlock? block = _oldest; block is not null; block = block.Next)
                block.Segment.Dispose();
            _next?.Dispose();
            _tail?.Dispose();
        }
        NativeMemory.AlignedFree(_scratch);
        _flush.Dispose();
        _prepare.Dispose();
    }

    /// <summary>The first failure counts; the others follow from it.</summary>
    private void Fail(Exception e)
    {
        Interlocked.CompareExchange(ref _failure, e, null);
        Volatile.Write(ref _hot.HasFailed, true);
    }

    private void ThrowIfFailed()
    {
        if (Volatile.Read(ref _failure) is not { } failure)
            return;
        _failureShown = true;
        throw new JournalWriteException(Folder, $"the journal {Folder} cannot be written on: {failure.Message}", failure);
    }

    /// <summary>What each append uses: one cache line that no other thread writes, apart from the rest of the object.</summary>
    [StructLayout(LayoutKind.Explicit, Size = (2 * Padding) + LineBytes)]
    private struct Hot
    {
        private const int Padding = 128;

        /// <summary>Where the next record goes: the records before it are published. Written with release.</summary>
        [FieldOffset(Padding)]
        public nint At;

        /// <summary>Beyond this place the next record has no room in the block.</summary>
        [FieldOffset(Padding + 8)]
        public nint Limit;

        [FieldOffset(Padding + 16)]
        public long NextSequence;

        /// <summary>The segment's, so far.</summary>
        [FieldOffset(Padding + 24)]
        public uint Hash;

        /// <summary>Whether <see cref="_failure"/> is set; by any thread, once.</summary>
        [FieldOffset(Padding + 28)]
        public bool HasFailed;
    }
}
