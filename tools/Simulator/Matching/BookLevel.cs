namespace LowLatencyMM.Simulator.Matching;

/// <summary>A price with its size; price 0 means that the side is empty.</summary>
/// <param name="Price">Ticks.</param>
/// <param name="Size">Steps.</param>
public readonly record struct BookLevel(long Price, long Size);
