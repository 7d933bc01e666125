namespace LowLatencyMM.Feed.Streams.Messages;

/// <summary>Best bid and ask of a market.</summary>
/// <param name="Market">The market.</param>
/// <param name="BidPrice">Best bid; null if there is none.</param>
/// <param name="BidQuantity">Size at the best bid, base units; 0 if there is none.</param>
/// <param name="AskPrice">Best ask; null if there is none.</param>
/// <param name="AskQuantity">Size at the best ask, base units; 0 if there is none.</param>
public sealed record BestBidAsk(string Market, decimal? BidPrice, decimal BidQuantity, decimal? AskPrice, decimal AskQuantity);
