namespace LowLatencyMM.Feed.Streams.Messages;

/// <summary>A candle, sent again and again while it lasts.</summary>
/// <param name="Market">The market.</param>
/// <param name="StartMs">Its beginning, Unix milliseconds.</param>
/// <param name="Open">First price.</param>
/// <param name="High">Highest price.</param>
/// <param name="Low">Lowest price.</param>
/// <param name="Close">Last price.</param>
/// <param name="Volume">Base units traded; null for candles of prices that are not traded at.</param>
public sealed record StreamCandle(string Market, long StartMs, decimal Open, decimal High, decimal Low, decimal Close, decimal? Volume);
