using System.Text.Json.Serialization;
using LowLatencyMM.Feed.Frames;
using LowLatencyMM.Feed.Orders;

namespace LowLatencyMM.Feed.Rest;

/// <summary>An order.</summary>
public sealed record OrderInfo
{
    /// <summary>The exchange's id.</summary>
    public required long Id { get; init; }

    /// <summary>The account; null if absent.</summary>
    public long? AccountId { get; init; }

    /// <summary>Its sender's id.</summary>
    public required string ExternalId { get; init; }

    /// <summary>Market.</summary>
    public required string Market { get; init; }

    /// <summary>LIMIT, MARKET, CONDITIONAL, TPSL, TWAP.</summary>
    public OpenEnum<OrderType>? Type { get; init; }

    /// <summary>BUY or SELL.</summary>
    public required OpenEnum<Side> Side { get; init; }

    /// <summary>NEW, PARTIALLY_FILLED, FILLED, CANCELLED, …</summary>
    public required OpenEnum<OrderStatus> Status { get; init; }

    /// <summary>Why it has its status; null if there is none.</summary>
    public OpenEnum<OrderStatusReason>? StatusReason { get; init; }

    /// <summary>Price, collateral per base unit; null if it has none.</summary>
    public decimal? Price { get; init; }

    /// <summary>Average fill price; null if nothing was filled.</summary>
    public decimal? AveragePrice { get; init; }

    /// <summary>Quantity, base units.</summary>
    public required decimal Qty { get; init; }

    /// <summary>Filled quantity, base units; null: nothing.</summary>
    public decimal? FilledQty { get; init; }

    /// <summary>Cancelled quantity, base units; newer answers only.</summary>
    public decimal? CancelledQty { get; init; }

    /// <summary>Fee so far (the exchange's spelling), collateral.</summary>
    public decimal? PayedFee { get; init; }

    /// <summary>Only reduces a position.</summary>
    public bool? ReduceOnly { get; init; }

    /// <summary>Only passive.</summary>
    public bool? PostOnly { get; init; }

    /// <summary>GTT or IOC.</summary>
    public OpenEnum<TimeInForce>? TimeInForce { get; init; }

    /// <summary>What sets a conditional order off.</summary>
    public TriggerInfo? Trigger { get; init; }

    /// <summary>ORDER or POSITION, for orders with legs; the exchange writes tpSlType or tpslType.</summary>
    public OpenEnum<TpslType>? TpSlType { get; init; }

    /// <summary>Its take-profit leg.</summary>
    public TpslLegInfo? TakeProfit { get; init; }

    /// <summary>Its stop-loss leg.</summary>
    public TpslLegInfo? StopLoss { get; init; }

    /// <summary>How a TWAP order is spread.</summary>
    public TwapInfo? Twap { get; init; }

    /// <summary>The exchange's id of the order that it replaced.</summary>
    public long? PrevOrderId { get; init; }

    /// <summary>Creation, Unix milliseconds; the exchange writes createdTime or createdAt.</summary>
    public long? CreatedTime { get; init; }

    /// <summary>Last change, Unix milliseconds; the exchange writes updatedTime or updatedAt.</summary>
    public long? UpdatedTime { get; init; }

    /// <summary>Expiry, Unix milliseconds; the exchange writes expireTime or expiryTime.</summary>
    public long? ExpireTime { get; init; }

    /// <summary>It may still be filled.</summary>
    [JsonIgnore]
    public bool IsOpen => Status.Value is OrderStatus.New or OrderStatus.PartiallyFilled or OrderStatus.Untriggered or OrderStatus.Triggered;

    [JsonInclude, JsonPropertyName("tpslType")]
    private OpenEnum<TpslType>? TpslTypeSpelling
    {
        init => TpSlType ??= value;
    }

    [JsonInclude, JsonPropertyName("createdAt")]
    private long? CreatedAt
    {
        init => CreatedTime ??= value;
    }

    [JsonInclude, JsonPropertyName("updatedAt")]
    private long? UpdatedAt
    {
        init => UpdatedTime ??= value;
    }

    [JsonInclude, JsonPropertyName("expiryTime")]
    private long? ExpiryTime
    {
        init => ExpireTime ??= value;
    }
}
