namespace LowLatencyMM.Feed.Parsing;

/// <summary>What a stream's parser skipped or how it read; written by the reading thread, readable from any.</summary>
public sealed class FeedCounters
{
    /// <summary>Frames read by the shape-aware cursor.</summary>
    public long FastFrames;

    /// <summary>Frames read by the general parser.</summary>
    public long GeneralFrames;

    /// <summary>Frames refused.</summary>
    public long Rejected;

    /// <summary>Frames of a type this version does not know.</summary>
    public long UnknownTypes;

    /// <summary>Members this version does not know.</summary>
    public long UnknownMembers;

    /// <summary>Enumeration values this version does not know.</summary>
    public long UnknownValues;

    /// <summary>Frames or items of markets that were not asked for.</summary>
    public long ForeignMarkets;
}
