namespace LowLatencyMM.Feed.Frames;

/// <summary>State of a position.</summary>
public enum PositionStatus : byte
{
    /// <summary>A value this version does not know, or absent.</summary>
    Unknown,

    /// <summary>OPENED.</summary>
    Opened,

    /// <summary>CLOSED.</summary>
    Closed,
}
