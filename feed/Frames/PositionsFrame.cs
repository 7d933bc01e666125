namespace LowLatencyMM.Feed.Frames;

/// <summary>A frame of positions, whole. The span is valid during the call only.</summary>
public readonly ref struct PositionsFrame(FrameHeader header, bool isSnapshot, ReadOnlySpan<PositionUpdate> positions)
{
    /// <summary>Where and when it came from.</summary>
    public FrameHeader Header { get; } = header;

    /// <summary>These are all open positions; else updates. Always true over REST.</summary>
    public bool IsSnapshot { get; } = isSnapshot;

    /// <summary>The positions; those of markets that were not asked for are left out.</summary>
    public ReadOnlySpan<PositionUpdate> Positions { get; } = positions;
}
