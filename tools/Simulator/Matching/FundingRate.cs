namespace LowLatencyMM.Simulator.Matching;

/// <summary>A funding rate that was applied.</summary>
/// <param name="TimeMs">When, epoch milliseconds.</param>
/// <param name="Rate">Fraction of the position's value; positive: longs pay.</param>
internal readonly record struct FundingRate(long TimeMs, decimal Rate);
