namespace LowLatencyMM.Feed.Frames;

/// <summary>A frame of public trades, whole. The span is valid during the call only.</summary>
public readonly ref struct TradesFrame(FrameHeader header, ReadOnlySpan<PublicTrade> trades)
{
    /// <summary>Where and when it came from.</summary>
    public FrameHeader Header { get; } = header;

    /// <summary>The trades in the exchange's order; those of markets that were not asked for are left out.</summary>
    public ReadOnlySpan<PublicTrade> Trades { get; } = trades;
}
