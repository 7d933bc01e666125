namespace LowLatencyMM.Bench.Gate;

/// <summary>A path that must not allocate.</summary>
/// <param name="Name">The path.</param>
/// <param name="Bytes">Runs it and gives the bytes that its threads allocated.</param>
internal sealed record AllocationGate(string Name, Func<long> Bytes);
