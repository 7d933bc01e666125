using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace LowLatencyMM.Journal;

/// <summary>A segment that is being written: a file of full size, its disk blocks allocated, so that a full disk is noticed before it is needed.</summary>
internal sealed partial class SegmentFile : IDisposable
{
    private const int Interrupted = 4;

    private readonly SafeFileHandle _file;
    private readonly string _path;
    private long _written;
    private long _synced;

    private SegmentFile(SafeFileHandle file, string path, long bytes, int index)
    {
        _file = file;
        _path = path;
        Bytes = bytes;
        Index = index;
    }

    /// <summary>Its size.</summary>
    public long Bytes { get; }

    /// <summary>Its place in the session, from 0.</summary>
    public int Index { get; }

    /// <summary>Makes the file, durably: a segment whose trailer announces this one may be durable before this one has any data.</summary>
    /// <exception cref="IOException">The disk is full, the file exists, or the like.</exception>
    public static SegmentFile Create(string path, long bytes, int index)
    {
        SafeFileHandle file = File.OpenHandle(
            path, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete, FileOptions.None, preallocationSize: bytes);
        try
        {
            RandomAccess.SetLength(file, bytes);
            RandomAccess.FlushToDisk(file);
            return new SegmentFile(file, path, bytes, index);
        }
        catch
        {
            file.Dispose();
            File.Delete(path);
            throw;
        }
    }

    /// <summary>Writes the next bytes. One thread at a time.</summary>
    /// <exception cref="IOException">They cannot be written.</exception>
    public void Write(ReadOnlySpan<byte> bytes, long offset)
    {
        RandomAccess.Write(_file, bytes, offset);
        _written = offset + bytes.Length;
    }

    /// <summary>Makes everything written durable; nothing to do if it is already. One thread at a time.</summary>
    /// <exception cref="IOException">It cannot be made durable.</exception>
    public void Sync()
    {
        if (_written == _synced)
            return;
        if (OperatingSystem.IsLinux())
            SyncData();
        else
            RandomAccess.FlushToDisk(_file);
        _synced = _written;
    }

    /// <summary>Cuts the file to what was written, durably, and closes it.</summary>
    /// <exception cref="IOException">That failed.</exception>
    public void Finish()
    {
        RandomAccess.SetLength(_file, _written);
        RandomAccess.FlushToDisk(_file);
        Dispose();
    }

    /// <summary>Removes a segment that was never used.</summary>
    public void Discard()
    {
        Dispose();
        File.Delete(_path);
    }

    /// <summary>Closes the file as it is.</summary>
    public void Dispose() => _file.Dispose();

    /// <summary>Without the times in the directory, which <see cref="RandomAccess.FlushToDisk"/> would write each time too.</summary>
    private void SyncData()
    {
        while (FDataSync(_file) != 0)
        {
            int error = Marshal.GetLastPInvokeError();
            if (error != Interrupted)
                throw new IOException($"{_path}: {Marshal.GetPInvokeErrorMessage(error)}", error);
        }
    }

    [LibraryImport("libc", EntryPoint = "fdatasync", SetLastError = true)]
    private static partial int FDataSync(SafeFileHandle file);
}
