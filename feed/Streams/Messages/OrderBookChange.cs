namespace LowLatencyMM.Feed.Streams.Messages;

/// <summary>A level of an <see cref="OrderBookUpdate"/>.</summary>
/// <param name="Price">Price, collateral per base unit.</param>
/// <param name="Quantity">The level's size in base units if <paramref name="IsAbsolute"/> (0 removes it), else the signed change of it.</param>
/// <param name="IsAbsolute">Whether the quantity is the resulting size or a change.</param>
public sealed record OrderBookChange(decimal Price, decimal Quantity, bool IsAbsolute);
