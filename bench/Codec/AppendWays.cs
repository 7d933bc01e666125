using LowLatencyMM.Bench.Frames;
using LowLatencyMM.Core.Events;
using LowLatencyMM.Journal;
using Microsoft.Win32.SafeHandles;

namespace LowLatencyMM.Bench.Codec;

/// <summary>The journal's append, and the ways to append the same records, encoded and with checksum, that a .NET user would otherwise pick.</summary>
internal sealed class AppendWays : IDisposable
{
    private readonly ScratchFolder _scratch = new();
    private readonly Event[] _events = CodecEvents.BestBidAsk();
    private readonly byte[] _record = new byte[EventEncoder.RoomBytes];
    private readonly JournalWriter _journal;
    private readonly FileStream _unbuffered;
    private readonly FileStream _defaultBuffer;
    private readonly FileStream _largeBuffer;
    private readonly SafeFileHandle _file;
    private long _sequence;
    private long _fileOffset;

    public AppendWays()
    {
        _journal = JournalRun.Create(_scratch.Path);
        _unbuffered = Open("unbuffered", 0);
        _defaultBuffer = Open("default", 4_096);
        _largeBuffer = Open("large", 64 * 1_024);
        _file = File.OpenHandle(Path.Combine(_scratch.Path, "file"), FileMode.CreateNew, FileAccess.Write);
    }

    /// <summary>The journal; a multiple of <see cref="CodecEvents.Count"/> events.</summary>
    public void Journal(int events)
    {
        long sequence = _journal.NextSequence;
        for (int left = events; left > 0; left -= CodecEvents.Count)
        {
            foreach (ref readonly Event e in _events.AsSpan())
                _journal.Append(in e, sequence++);
        }
    }

    /// <summary>FileStream without a buffer.</summary>
    public void Unbuffered(int events) => Write(_unbuffered, events);

    /// <summary>FileStream with the buffer that it has by default: 4 KiB.</summary>
    public void DefaultBuffer(int events) => Write(_defaultBuffer, events);

    /// <summary>FileStream with a buffer of 64 KiB.</summary>
    public void LargeBuffer(int events) => Write(_largeBuffer, events);

    /// <summary>RandomAccess.Write, a call for each record.</summary>
    public void Direct(int events)
    {
        for (int i = 0; i < events; i++)
        {
            ReadOnlySpan<byte> record = Encode(i);
            RandomAccess.Write(_file, record, _fileOffset);
            _fileOffset += record.Length;
        }
    }

    public void Dispose()
    {
        _journal.Dispose();
        _unbuffered.Dispose();
        _defaultBuffer.Dispose();
        _largeBuffer.Dispose();
        _file.Dispose();
        _scratch.Dispose();
    }

    private FileStream Open(string name, int bufferSize) =>
        new(Path.Combine(_scratch.Path, name), FileMode.CreateNew, FileAccess.Write, FileShare.Read, bufferSize);

    private void Write(FileStream file, int events)
    {
        for (int i = 0; i < events; i++)
            file.Write(Encode(i));
    }

    private ReadOnlySpan<byte> Encode(int i) => _record.AsSpan(0, EventEncoder.Encode(in _events[i % CodecEvents.Count], _sequence++, _record));
}
