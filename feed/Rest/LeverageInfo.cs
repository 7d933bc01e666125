namespace LowLatencyMM.Feed.Rest;

/// <summary>Leverage set for a market.</summary>
/// <param name="Market">Market.</param>
/// <param name="Leverage">Leverage.</param>
public sealed record LeverageInfo(string Market, decimal Leverage);
