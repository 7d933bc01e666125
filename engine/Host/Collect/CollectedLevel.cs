namespace LowLatencyMM.Host.Collect;

/// <summary>A level of a book frame in the exchange's own words.</summary>
/// <param name="Price">Its value, positive.</param>
/// <param name="PriceText">Decimal text as the exchange sent it.</param>
/// <param name="Quantity">The level's size, or its change.</param>
/// <param name="QuantityText">Decimal text as the exchange sent it.</param>
/// <param name="IsAbsolute">Whether the quantity is the size (0 removes the level) or a change of it.</param>
public readonly record struct CollectedLevel(decimal Price, string PriceText, decimal Quantity, string QuantityText, bool IsAbsolute);
