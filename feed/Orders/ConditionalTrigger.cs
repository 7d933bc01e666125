namespace LowLatencyMM.Feed.Orders;

/// <summary>What sets a conditional order off.</summary>
/// <param name="Price">Price at which it is set off, on the market's tick.</param>
/// <param name="PriceType">Which price is watched.</param>
/// <param name="Direction">From where it must be reached.</param>
/// <param name="Execution">How the order is then executed.</param>
public sealed record ConditionalTrigger(decimal Price, TriggerPriceType PriceType, TriggerDirection Direction, PriceType Execution);
