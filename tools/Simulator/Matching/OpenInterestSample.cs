namespace LowLatencyMM.Simulator.Matching;

/// <summary>Open interest during one hour; the last figure of the hour.</summary>
/// <param name="StartMs">Start of the hour.</param>
/// <param name="Value">Collateral.</param>
/// <param name="Size">Steps.</param>
internal readonly record struct OpenInterestSample(long StartMs, decimal Value, long Size);
