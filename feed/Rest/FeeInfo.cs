namespace LowLatencyMM.Feed.Rest;

/// <summary>Fee rates of a market, as fractions.</summary>
/// <param name="Market">Market.</param>
/// <param name="MakerFeeRate">Maker rate.</param>
/// <param name="TakerFeeRate">Taker rate.</param>
/// <param name="BuilderFeeRate">Builder rate; null if absent.</param>
public sealed record FeeInfo(string Market, decimal MakerFeeRate, decimal TakerFeeRate, decimal? BuilderFeeRate = null);
