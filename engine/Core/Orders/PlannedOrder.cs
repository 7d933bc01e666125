namespace LowLatencyMM.Core.Orders;

/// <summary>The signed fields of an order that may be wanted soon; no order while <see cref="Nonce"/> is 0.</summary>
/// <param name="PriceTicks">Price in ticks.</param>
/// <param name="QuantitySteps">Size in steps.</param>
/// <param name="Nonce">Its nonce, 1 to 2^31 − 1.</param>
/// <param name="ExpiryMs">Its expiry, milliseconds since 1970; whole seconds.</param>
public readonly record struct PlannedOrder(long PriceTicks, long QuantitySteps, long Nonce, long ExpiryMs);
