namespace LowLatencyMM.Replay;

/// <summary>The top of the book at a moment; prices in ticks, sizes in steps, 0 where a side is empty.</summary>
/// <param name="IsValid">Whether the full book could be trusted: a snapshot since the last connect, and no frame missed since.</param>
/// <param name="BidTicks">Best bid.</param>
/// <param name="BidSteps">Its size.</param>
/// <param name="AskTicks">Best ask.</param>
/// <param name="AskSteps">Its size.</param>
/// <param name="StreamSeq">The stream's sequence of the newest frame.</param>
public readonly record struct BookTop(bool IsValid, long BidTicks, long BidSteps, long AskTicks, long AskSteps, long StreamSeq);
