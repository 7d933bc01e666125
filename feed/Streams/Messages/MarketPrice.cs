namespace LowLatencyMM.Feed.Streams.Messages;

/// <summary>A mark or index price.</summary>
/// <param name="Market">The market.</param>
/// <param name="Price">Price, collateral per base unit.</param>
public sealed record MarketPrice(string Market, decimal Price);
