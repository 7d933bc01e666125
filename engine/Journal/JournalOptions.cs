namespace LowLatencyMM.Journal;

/// <summary>How a journal is written.</summary>
public sealed record JournalOptions
{
    /// <summary>Smallest <see cref="SegmentBytes"/>.</summary>
    public const long MinSegmentBytes = 16 * 1024;

    /// <summary>Largest <see cref="SegmentBytes"/>.</summary>
    public const long MaxSegmentBytes = 1L << 30;

    /// <summary>Bytes allocated per segment.</summary>
    public long SegmentBytes { get; init; } = 64L * 1024 * 1024;

    /// <summary>How often what is new is made durable.</summary>
    public TimeSpan FlushInterval { get; init; } = TimeSpan.FromMilliseconds(1);

    /// <summary>What <see cref="JournalWriter.BeforeSend"/> waits for.</summary>
    public Durability Durability { get; init; } = Durability.GroupCommit;

    /// <summary>
    /// Bytes of a block of the tail, a multiple of 4,096; less where a segment is smaller. Two of them, which is what calm times use, stay in a
    /// core's cache.
    /// </summary>
    internal int TailBlockBytes { get; init; } = 256 * 1024;

    /// <summary>
    /// Blocks of the tail, 2 to 64: all of them together, 16 MiB, are how far the appending thread can get ahead of the disk before it has to wait.
    /// </summary>
    internal int TailBlocks { get; init; } = 64;
}
