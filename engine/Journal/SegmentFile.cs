using System.IO.MemoryMappedFiles;
using System.Runtime.InteropServices;

namespace LowLatencyMM.Journal;

/// <summary>
/// A segment that is being written: a file of full size, mapped into memory. The hot thread stores into it; other threads make it
/// durable and finish it.
/// </summary>
/// <remarks>
/// The file's blocks are allocated before it is mapped: a store into a hole of a sparse file would kill the process when the disk is
/// full (SIGBUS), and no handler could say why. So a full disk is an <see cref="IOException"/> here.
/// </remarks>
internal sealed unsafe partial class SegmentFile : IDisposable
{
    private const int MsSyncLinux = 4;
    private const int MsSyncMac = 16;

    private readonly FileStream _file;
    private readonly MemoryMappedFile _map;
    private readonly MemoryMappedViewAccessor _view;
    private long _synced;
    private bool _unmapped;

    /// <summary>Bytes of whole records; written by the hot thread alone, with release.</summary>
    public long Published;

    /// <summary>The segment after this one; set by the hot thread once this one has its trailer.</summary>
    public SegmentFile? Next;

    private SegmentFile(FileStream file, MemoryMappedFile map, MemoryMappedViewAccessor view, long bytes)
    {
        _file = file;
        _map = map;
        _view = view;
        Bytes = bytes;
        byte* start = null;
        view.SafeMemoryMappedViewHandle.AcquirePointer(ref start);
        Start = start + view.PointerOffset;
    }

    /// <summary>Where the segment lies in memory.</summary>
    public byte* Start { get; }

    /// <summary>Its size.</summary>
    public long Bytes { get; }

    public string Path => _file.Name;

    /// <summary>Allocates the file, maps it and touches every page, so that no later store waits for one.</summary>
    /// <exception cref="IOException">The disk is full, the file exists, or the like.</exception>
    public static SegmentFile Create(string path, long bytes)
    {
        var file = new FileStream(path, new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.ReadWrite,
            Share = FileShare.ReadWrite | FileShare.Delete,
            PreallocationSize = bytes,
            BufferSize = 0,
        });
        MemoryMappedFile? map = null;
        try
        {
            file.SetLength(bytes);
            map = MemoryMappedFile.CreateFromFile(
                file, null, bytes, MemoryMappedFileAccess.ReadWrite, HandleInheritability.None, leaveOpen: true);
            var segment = new SegmentFile(file, map, map.CreateViewAccessor(0, bytes), bytes);
            segment.Touch();
            return segment;
        }
        catch
        {
            map?.Dispose();
            file.Dispose();
            File.Delete(path);
            throw;
        }
    }

    /// <summary>Makes everything published durable; nothing to do if it is already. One thread at a time.</summary>
    public void Sync()
    {
        long end = Volatile.Read(ref Published);
        if (end == _synced)
            return;
        if (OperatingSystem.IsLinux() || OperatingSystem.IsMacOS())
        {
            // Only the pages with something new: those touched ahead stay dirty, else the next store into each would fault again.
            long from = _synced & -Environment.SystemPageSize;
            if (MSync(Start + from, (nuint)(end - from), OperatingSystem.IsLinux() ? MsSyncLinux : MsSyncMac) != 0)
                throw new IOException($"{Path}: {Marshal.GetLastPInvokeErrorMessage()}", Marshal.GetLastPInvokeError());
            // What was written back is write-protected: this thread takes the fault of the next store, not the hot one. An atomic "or"
            // with 0 leaves whatever the hot thread stores there meanwhile.
            Interlocked.Or(ref *(int*)(Start + (end & -Environment.SystemPageSize)), 0);
        }
        else
        {
            _view.Flush();
            _file.Flush(flushToDisk: true);
        }
        _synced = end;
    }

    /// <summary>Cuts the file to what was published and closes it.</summary>
    public void Finish()
    {
        Sync();
        Unmap();
        _file.SetLength(Published);
        _file.Flush(flushToDisk: true);
        _file.Dispose();
    }

    /// <summary>Removes a segment that was never used.</summary>
    public void Discard()
    {
        Dispose();
        File.Delete(Path);
    }

    /// <summary>Closes the file as it is.</summary>
    public void Dispose()
    {
        Unmap();
        _file.Dispose();
    }

    private void Unmap()
    {
        if (_unmapped)
            return;
        _unmapped = true;
        _view.SafeMemoryMappedViewHandle.ReleasePointer();
        _view.Dispose();
        _map.Dispose();
    }

    private void Touch()
    {
        for (long at = 0; at < Bytes; at += Environment.SystemPageSize)
            Volatile.Write(ref Start[at], 0);
    }

    [LibraryImport("libc", EntryPoint = "msync", SetLastError = true)]
    private static partial int MSync(byte* address, nuint length, int flags);
}
