namespace LowLatencyMM.Feed.Frames;

/// <summary>An hourly funding rate that was applied.</summary>
/// <param name="Header">Where and when it came from.</param>
/// <param name="RatePico">Rate in 1e-12 (a fraction per hour), rounded half away from zero; positive: longs pay.</param>
/// <param name="FundingMs">When it was applied, Unix milliseconds.</param>
public readonly record struct FundingFrame(FrameHeader Header, long RatePico, long FundingMs);
