namespace LowLatencyMM.Simulator;

/// <summary>A market to serve; the recording must hold it on this grid.</summary>
/// <param name="Name">Name, such as ETH-USD.</param>
/// <param name="Tick">Tick of its prices.</param>
/// <param name="Step">Step of its sizes, also the smallest order.</param>
public sealed record MarketOptions(string Name, string Tick, string Step);
