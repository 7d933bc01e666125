namespace LowLatencyMM.Bench.Gate;

/// <summary>What one process found: the slices of each time gate, the bytes of each allocation gate, and gen-0 collections on the way.</summary>
internal sealed record GateMeasurement(Dictionary<string, Slice[]> Times, Dictionary<string, long> AllocatedBytes, int Collections);
