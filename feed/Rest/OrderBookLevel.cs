namespace LowLatencyMM.Feed.Rest;

/// <summary>A level of an order book.</summary>
/// <param name="Qty">Size, base units.</param>
/// <param name="Price">Price.</param>
public sealed record OrderBookLevel(decimal Qty, decimal Price);
