namespace LowLatencyMM.Simulator.Faulting;

/// <summary>What becomes of a request.</summary>
/// <param name="Fault">What goes wrong, or null.</param>
/// <param name="Amount">Milliseconds of a delay, which of four bodies a server error has.</param>
internal readonly record struct RequestFate(FaultKind? Fault, int Amount);
