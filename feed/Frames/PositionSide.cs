namespace LowLatencyMM.Feed.Frames;

/// <summary>Side of a position.</summary>
public enum PositionSide : byte
{
    /// <summary>A value this version does not know.</summary>
    Unknown,

    /// <summary>LONG.</summary>
    Long,

    /// <summary>SHORT.</summary>
    Short,
}
