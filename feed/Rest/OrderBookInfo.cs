namespace LowLatencyMM.Feed.Rest;

/// <summary>An order book; it has no seq and no time and cannot be joined to the stream.</summary>
/// <param name="Market">Market.</param>
/// <param name="Bid">Bids, best first.</param>
/// <param name="Ask">Asks, best first.</param>
public sealed record OrderBookInfo(string Market, IReadOnlyList<OrderBookLevel> Bid, IReadOnlyList<OrderBookLevel> Ask);
