namespace LowLatencyMM.Feed.Parsing;

/// <summary>What came of parsing one frame.</summary>
internal enum ParseOutcome : byte
{
    /// <summary>The frame is whole and valid; its content stands in the scratch.</summary>
    Frame,

    /// <summary>A valid frame without content for us (unknown type, foreign market). Its <c>seq</c> counts.</summary>
    Skipped,

    /// <summary>The frame is refused.</summary>
    Rejected,
}
