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
}
