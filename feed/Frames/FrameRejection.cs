namespace LowLatencyMM.Feed.Frames;

/// <summary>A frame that was not delivered, and why. The span is valid during the call only.</summary>
public readonly ref struct FrameRejection
{
    /// <summary>Longest excerpt in bytes.</summary>
    public const int MaxExcerpt = 64;

    /// <summary>Stream, epoch and receive time; <c>ts</c> and <c>seq</c> as far as they were read.</summary>
    public required FrameHeader Header { get; init; }

    /// <summary>Why.</summary>
    public required RejectionReason Reason { get; init; }

    /// <summary>Byte offset in the frame at which it was noticed; 0 for a matter of <c>seq</c>.</summary>
    public required int Offset { get; init; }

    /// <summary>Length of the frame in bytes.</summary>
    public required int Length { get; init; }

    /// <summary>The <c>seq</c> that was expected, for a gap or regression; else 0.</summary>
    public long ExpectedSeq { get; init; }

    /// <summary>Printable ASCII from around the offset (every other byte is shown as '?'), at most <see cref="MaxExcerpt"/> bytes.</summary>
    public required ReadOnlySpan<byte> Excerpt { get; init; }

    /// <summary>The stream can no longer be trusted and is connected anew.</summary>
    public required bool Reconnects { get; init; }
}
