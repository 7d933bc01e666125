namespace LowLatencyMM.Bench.Gate;

/// <summary>What became of one gate.</summary>
/// <param name="Name">The gate.</param>
/// <param name="Passed">Whether it passed.</param>
/// <param name="Found">Second lowest ratio of the processes, or most bytes allocated; NaN where nothing was measured.</param>
/// <param name="Limit">The largest that passes; NaN where the baseline has none.</param>
/// <param name="NoisePercent">How far the processes' median lies above what was found, percent; 0 for bytes.</param>
/// <param name="CalmProcesses">Processes that had enough calm slices to be judged by; 0 for bytes.</param>
/// <param name="IsRough">Only a gross regression would be seen: another machine, or one that was too seldom calm.</param>
/// <param name="Complaint">Why it failed; empty when it passed.</param>
internal sealed record GateVerdict(
    string Name, bool Passed, double Found, double Limit, double NoisePercent, int CalmProcesses, bool IsRough, string Complaint);
