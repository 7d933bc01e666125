using System.Buffers;

namespace LowLatencyMM.Feed.Sockets;

/// <summary>
/// The memory of one connection's pipe: blocks for the longest message, set aside at the start, so that a long message allocates
/// nothing. Pages that no message reaches are never backed by the system.
/// </summary>
/// <remarks>One thread at a time. Hot path: renting and returning allocate nothing while the blocks last.</remarks>
internal sealed class SegmentPool : MemoryPool<byte>
{
    private readonly Stack<Block> _free;

    /// <summary>Sets <paramref name="count"/> blocks of <paramref name="size"/> bytes aside.</summary>
    public SegmentPool(int size, int count)
    {
        MaxBufferSize = size;
        _free = new Stack<Block>(count);
        byte[] slab = GC.AllocateUninitializedArray<byte>(size * count);
        for (int i = count - 1; i >= 0; i--)
            _free.Push(new Block(this, slab.AsMemory(i * size, size)));
    }

    /// <inheritdoc/>
    public override int MaxBufferSize { get; }

    /// <inheritdoc/>
    public override IMemoryOwner<byte> Rent(int minBufferSize = -1)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(minBufferSize, MaxBufferSize);
        return _free.TryPop(out Block? block) ? block : new Block(this, new byte[MaxBufferSize]);
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
    }

    private sealed class Block(SegmentPool pool, Memory<byte> memory) : IMemoryOwner<byte>
    {
        public Memory<byte> Memory => memory;

        public void Dispose() => pool._free.Push(this);
    }
}
