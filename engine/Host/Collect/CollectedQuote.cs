namespace LowLatencyMM.Host.Collect;

/// <summary>A row of <c>orderbook.csv</c>. A side without orders has price and quantity 0.</summary>
/// <param name="TimestampMs">The exchange's time, Unix milliseconds.</param>
/// <param name="BidPrice">Best bid.</param>
/// <param name="BidQuantity">Size at it.</param>
/// <param name="AskPrice">Best ask.</param>
/// <param name="AskQuantity">Size at it.</param>
public sealed record CollectedQuote(long TimestampMs, decimal BidPrice, decimal BidQuantity, decimal AskPrice, decimal AskQuantity);
