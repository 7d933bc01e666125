namespace LowLatencyMM.Feed.Orders;

/// <summary>A take-profit or stop-loss leg. It is an order of its own on the closing side, with its own signature.</summary>
/// <param name="TriggerPrice">Price at which it is set off, on the market's tick.</param>
/// <param name="TriggerPriceType">Which price is watched.</param>
/// <param name="Price">Worst price of the leg's order, on the market's tick.</param>
/// <param name="PriceType">How it is then executed.</param>
public sealed record TpslLeg(decimal TriggerPrice, TriggerPriceType TriggerPriceType, decimal Price, PriceType PriceType);
