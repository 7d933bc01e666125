namespace LowLatencyMM.Feed.Streams.Messages;

/// <summary>An hourly funding rate that was applied.</summary>
/// <param name="Market">The market.</param>
/// <param name="Rate">A fraction per hour; positive: longs pay.</param>
/// <param name="AppliedMs">When, Unix milliseconds; 0 if absent.</param>
public sealed record FundingUpdate(string Market, decimal Rate, long AppliedMs);
