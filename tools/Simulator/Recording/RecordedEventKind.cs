namespace LowLatencyMM.Simulator.Recording;

/// <summary>What a line of a recording says.</summary>
internal enum RecordedEventKind : byte
{
    /// <summary>The whole book.</summary>
    Snapshot,

    /// <summary>New sizes of some levels.</summary>
    Delta,

    /// <summary>Best bid and ask, fresher than the book.</summary>
    BestBidAsk,

    /// <summary>Public trades.</summary>
    Trades,
}
