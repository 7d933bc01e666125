namespace LowLatencyMM.Simulator;

/// <summary>A market to serve; the recording must hold it on this grid.</summary>
/// <param name="Name">Name, such as ETH-USD.</param>
/// <param name="Tick">Tick of its prices.</param>
/// <param name="Step">Step of its sizes, also the smallest order.</param>
public sealed record MarketOptions(string Name, string Tick, string Step)
{
    /// <summary>Reads text such as <c>BTC-USD:0.1:0.001,ETH-USD:0.01:0.001</c>.</summary>
    /// <exception cref="SimulatorException">A market is not of this form.</exception>
    public static IReadOnlyList<MarketOptions> Parse(string text) =>
        [.. text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Select(market =>
            market.Split(':') is [var name, var tick, var step]
                ? new MarketOptions(name, tick, step)
                : throw new SimulatorException($"market is '{market}', expected NAME:TICK:STEP such as BTC-USD:0.1:0.001"))];
}
