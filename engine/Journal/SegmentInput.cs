using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace LowLatencyMM.Journal;

/// <summary>
/// Reads a segment's file front to back through one buffer, so that memory stays flat and a file that shrinks meanwhile is an
/// error, not a signal. Where the file does not yet have what was appended, bytes of the tail are laid over it.
/// </summary>
internal sealed unsafe class SegmentInput : IDisposable
{
    private const int BufferBytes = 1024 * 1024;

    private readonly byte* _buffer = (byte*)NativeMemory.AlignedAlloc(BufferBytes + EventDecoder.LookAhead, 64);
    private SafeFileHandle? _file;
    private long _bufferOffset;
    private byte* _end;
    private bool _atEndOfFile;
    private ArraySegment<byte> _laid;
    private long _laidOffset;
    private long _laidEnd;
    private bool _disposed;

    /// <summary>The file that is open.</summary>
    public string Path { get; private set; } = "";

    /// <summary>The next byte; <see cref="EventDecoder.LookAhead"/> bytes from here can be read, zero beyond the file's end.</summary>
    public byte* At { get; private set; }

    /// <summary>Bytes of the file in the buffer from <see cref="At"/> on.</summary>
    public int Available => (int)(_end - At);

    /// <summary>Where <see cref="At"/> is in the file.</summary>
    public long Offset => _bufferOffset + (At - _buffer);

    /// <summary>What is in the buffer.</summary>
    public ReadOnlySpan<byte> Span => new(At, Available);

    /// <summary>Opens the next file.</summary>
    /// <exception cref="IOException">It cannot be read.</exception>
    public void Open(string path)
    {
        _file?.Dispose();
        _file = File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, FileOptions.SequentialScan);
        Path = path;
        _bufferOffset = 0;
        At = _buffer;
        _end = _buffer;
        _atEndOfFile = false;
        _laidEnd = 0;
        Ensure();
    }

    /// <summary>From <see cref="At"/> on, these bytes stand over those of the file, until the next file is opened or they are lifted.</summary>
    public void Lay(ArraySegment<byte> bytes)
    {
        _laid = bytes;
        _laidOffset = Offset;
        _laidEnd = Offset + bytes.Count;
        Refresh();
    }

    /// <summary>Has <see cref="At"/> read from the file again; false if it was anyway.</summary>
    public bool TryLift()
    {
        if (!IsLaid(Offset))
            return false;
        _laidEnd = 0;
        Refresh();
        return true;
    }

    /// <summary>Goes on by <paramref name="bytes"/>, which are available.</summary>
    public void Advance(int bytes)
    {
        At += bytes;
        if (Available < JournalRecords.MaxRecordBytes && !_atEndOfFile)
            Ensure();
    }

    /// <summary>Reads anew from <see cref="At"/> on, because the file may be being written.</summary>
    public void Refresh()
    {
        _end = At;
        _atEndOfFile = false;
        Ensure();
    }

    /// <summary>The rest of the file from <see cref="At"/> on, read anew. Cold: for the search behind damage.</summary>
    public byte[] ReadRest()
    {
        long bytes = RandomAccess.GetLength(_file!) - Offset;
        byte[] rest = new byte[Math.Max(0, bytes)];
        int read = 0;
        while (read < rest.Length)
        {
            int count = RandomAccess.Read(_file!, rest.AsSpan(read), Offset + read);
            if (count == 0)
                break;
            read += count;
        }
        return rest[..read];
    }

    public void Dispose()
    {
        if (_disposed)
            return;
        _disposed = true;
        _file?.Dispose();
        NativeMemory.AlignedFree(_buffer);
        _end = null;
        At = null;
    }

    private void Ensure()
    {
        int kept = Available;
        Buffer.MemoryCopy(At, _buffer, BufferBytes, kept);
        _bufferOffset += At - _buffer;
        At = _buffer;
        _end = _buffer + kept;
        while (_end < _buffer + BufferBytes)
        {
            var free = new Span<byte>(_end, (int)(_buffer + BufferBytes - _end));
            int count = Read(free, _bufferOffset + (_end - _buffer));
            if (count == 0)
            {
                _atEndOfFile = true;
                break;
            }
            _end += count;
        }
        NativeMemory.Clear(_end, EventDecoder.LookAhead);
    }

    private bool IsLaid(long offset) => offset < _laidEnd;

    private int Read(Span<byte> into, long offset)
    {
        if (!IsLaid(offset))
            return RandomAccess.Read(_file!, into, offset);
        ReadOnlySpan<byte> bytes = _laid.AsSpan((int)(offset - _laidOffset));
        int count = Math.Min(bytes.Length, into.Length);
        bytes[..count].CopyTo(into);
        return count;
    }
}
