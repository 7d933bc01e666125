namespace LowLatencyMM.Feed.Frames;

/// <summary>A frame of the full order book, whole. The spans are valid during the call only.</summary>
public readonly ref struct BookFrame(FrameHeader header, bool isSnapshot, ReadOnlySpan<BookLevel> bids, ReadOnlySpan<BookLevel> asks)
{
    /// <summary>Where and when it came from.</summary>
    public FrameHeader Header { get; } = header;

    /// <summary>The levels replace the whole book; else they change it.</summary>
    public bool IsSnapshot { get; } = isSnapshot;

    /// <summary>Bid levels in the exchange's order.</summary>
    public ReadOnlySpan<BookLevel> Bids { get; } = bids;

    /// <summary>Ask levels in the exchange's order.</summary>
    public ReadOnlySpan<BookLevel> Asks { get; } = asks;
}
