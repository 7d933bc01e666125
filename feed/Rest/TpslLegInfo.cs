using LowLatencyMM.Feed.Frames;
using LowLatencyMM.Feed.Orders;

namespace LowLatencyMM.Feed.Rest;

/// <summary>A take-profit or stop-loss leg of an order.</summary>
public sealed record TpslLegInfo
{
    /// <summary>Price at which it is set off.</summary>
    public decimal? TriggerPrice { get; init; }

    /// <summary>Which price: LAST, MARK or INDEX.</summary>
    public OpenEnum<TriggerPriceType>? TriggerPriceType { get; init; }

    /// <summary>Worst price of the leg's order.</summary>
    public decimal? Price { get; init; }

    /// <summary>LIMIT or MARKET.</summary>
    public OpenEnum<PriceType>? PriceType { get; init; }

    /// <summary>State of the leg; null if absent.</summary>
    public OpenEnum<OrderStatus>? Status { get; init; }
}
