namespace LowLatencyMM.Feed.Frames;

/// <summary>
/// The full state of an order. Its external id is text and stands in the frame: <see cref="OrdersFrame.ExternalId"/>.
/// </summary>
public struct OrderUpdate
{
    /// <summary>The caller's number of the market.</summary>
    public int Market;

    /// <summary>The exchange's id.</summary>
    public long Id;

    /// <summary>Side.</summary>
    public Side Side;

    /// <summary>Type.</summary>
    public OrderType Type;

    /// <summary>State.</summary>
    public OrderStatus Status;

    /// <summary>Why the order has its state; <see cref="OrderStatusReason.None"/> if the exchange gave none.</summary>
    public OrderStatusReason StatusReason;

    /// <summary>Only passive.</summary>
    public bool PostOnly;

    /// <summary>Only reduces a position.</summary>
    public bool ReduceOnly;

    /// <summary>Price in ticks; 0 if the order has none.</summary>
    public long PriceTicks;

    /// <summary>Quantity in steps.</summary>
    public long QuantitySteps;

    /// <summary>Cumulative filled quantity in steps.</summary>
    public long FilledSteps;

    /// <summary>Cumulative fee in 1e-6 of the collateral, rounded half away from zero.</summary>
    public long PayedFeeMicro;

    /// <summary>Average fill price in 1e-9, rounded half away from zero; 0 if absent.</summary>
    public long AveragePriceNano;

    /// <summary>Creation, Unix milliseconds; 0 if absent.</summary>
    public long CreatedMs;

    /// <summary>Last change, Unix milliseconds; 0 if absent.</summary>
    public long UpdatedMs;

    /// <summary>Expiry, Unix milliseconds; 0 if absent.</summary>
    public long ExpireMs;

    internal int TextStart;
    internal int TextLength;
}
