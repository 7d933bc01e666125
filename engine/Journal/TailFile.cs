using System.IO.MemoryMappedFiles;
using System.Numerics;

namespace LowLatencyMM.Journal;

/// <summary>
/// The file that the hot thread stores into, mapped: blocks of records on their way to the segments. Nobody waits for it to be written to the
/// disk; it is there so that what was appended survives the process.
/// </summary>
/// <remarks>
/// A mapped page that is written back to disk is write-protected meanwhile, and the next store into it takes 30 to 50 µs. Segments are made durable all the
/// time, so nothing is stored into them; the kernel writes this file back too, but twice a minute only, and <see cref="KeepWritable"/> takes the
/// faults. Its disk blocks are allocated before it is mapped: a store into a hole of a sparse file would kill the process when the disk is full
/// (SIGBUS), and no handler could say why. So a full disk is an <see cref="IOException"/> here.
/// </remarks>
internal sealed unsafe class TailFile : IDisposable
{
    /// <summary>So far ahead of the hot thread pages are kept writable: more than market data fill between two flushes.</summary>
    private const int AheadBytes = 64 * 1024;

    private readonly FileStream _file;
    private readonly MemoryMappedFile _map;
    private readonly MemoryMappedViewAccessor _view;
    private readonly byte* _blocksStart;
    private readonly TailFormat _format;
    private readonly TailBlock[] _blocks;
    private ulong _free;
    private bool _isUnmapped;

    private TailFile(FileStream file, MemoryMappedFile map, MemoryMappedViewAccessor view, TailFormat format)
    {
        _file = file;
        _map = map;
        _view = view;
        _format = format;
        byte* start = null;
        view.SafeMemoryMappedViewHandle.AcquirePointer(ref start);
        _blocksStart = start + view.PointerOffset + TailFormat.FirstBlock;
        _blocks = new TailBlock[format.Blocks];
        for (int i = 0; i < _blocks.Length; i++)
            _blocks[i] = new TailBlock(_blocksStart + ((long)i * format.BlockBytes), format.BlockBytes, i);
        _free = ulong.MaxValue >> (TailFormat.MaxBlocks - format.Blocks);
    }

    /// <summary>Allocates the file, makes its beginning durable, maps it and touches every page, so that no later store waits for one.</summary>
    /// <exception cref="IOException">The disk is full, the file exists, or the like.</exception>
    public static TailFile Create(string path, TailFormat format)
    {
        var file = new FileStream(path, new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.ReadWrite,
            Share = FileShare.ReadWrite | FileShare.Delete,
            PreallocationSize = format.FileBytes,
            BufferSize = 0,
        });
        MemoryMappedFile? map = null;
        try
        {
            file.SetLength(format.FileBytes);
            file.Write(format.Encode());
            file.Flush(flushToDisk: true);
            map = MemoryMappedFile.CreateFromFile(
                file, null, format.FileBytes, MemoryMappedFileAccess.ReadWrite, HandleInheritability.None, leaveOpen: true);
            var tail = new TailFile(file, map, map.CreateViewAccessor(0, format.FileBytes), format);
            KeepWritable(tail._blocksStart, tail._blocksStart + (format.FileBytes - TailFormat.FirstBlock));
            return tail;
        }
        catch
        {
            map?.Dispose();
            file.Dispose();
            File.Delete(path);
            throw;
        }
    }

    /// <summary>The first free block, so that in calm times the same few are used and stay in the cache; null if none is free. Hot thread.</summary>
    public TailBlock? TryTake()
    {
        ulong free = Volatile.Read(ref _free);
        if (free == 0)
            return null;
        int index = BitOperations.TrailingZeroCount(free);
        Interlocked.And(ref _free, ~(1UL << index));
        return _blocks[index];
    }

    /// <summary>Frees a block that is full and written. Flushing thread.</summary>
    public void Release(TailBlock block) => Interlocked.Or(ref _free, 1UL << block.Index);

    /// <summary>
    /// Takes, in place of the hot thread, the faults of its next stores: from <paramref name="at"/> on, and in the block that it would take next.
    /// Flushing thread.
    /// </summary>
    public void KeepWritable(byte* at)
    {
        long inBlock = (at - _blocksStart) % _format.BlockBytes;
        KeepWritable(at, at + Math.Min(AheadBytes, _format.BlockBytes - inBlock));
        ulong free = Volatile.Read(ref _free);
        if (free == 0)
            return;
        byte* next = _blocksStart + ((long)BitOperations.TrailingZeroCount(free) * _format.BlockBytes);
        KeepWritable(next, next + Math.Min(AheadBytes, _format.BlockBytes));
    }

    /// <summary>Removes the file: everything in it is in the segments.</summary>
    public void Discard()
    {
        Dispose();
        File.Delete(_file.Name);
    }

    /// <summary>Closes the file as it is.</summary>
    public void Dispose()
    {
        if (_isUnmapped)
            return;
        _isUnmapped = true;
        _view.SafeMemoryMappedViewHandle.ReleasePointer();
        _view.Dispose();
        _map.Dispose();
        _file.Dispose();
    }

    /// <summary>
    /// An atomic "or" with 0 leaves whatever the hot thread stores there meanwhile; at a page's end, because the hot thread gets there last.
    /// </summary>
    private static void KeepWritable(byte* from, byte* to)
    {
        int pageBytes = Environment.SystemPageSize;
        for (byte* page = (byte*)((nint)from & -pageBytes); page < to; page += pageBytes)
            Interlocked.Or(ref *(int*)(page + pageBytes - sizeof(int)), 0);
    }
}
