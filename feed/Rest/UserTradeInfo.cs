using System.Text.Json.Serialization;
using LowLatencyMM.Feed.Frames;

namespace LowLatencyMM.Feed.Rest;

/// <summary>An own trade.</summary>
public sealed record UserTradeInfo
{
    /// <summary>The exchange's trade id.</summary>
    public required long Id { get; init; }

    /// <summary>The account; null if absent.</summary>
    public long? AccountId { get; init; }

    /// <summary>Market.</summary>
    public required string Market { get; init; }

    /// <summary>The exchange's id of the order.</summary>
    public required long OrderId { get; init; }

    /// <summary>The sender's id of the order; null if absent (REST leaves it out).</summary>
    public string? ExternalOrderId { get; init; }

    /// <summary>Own side: BUY or SELL.</summary>
    public required OpenEnum<Side> Side { get; init; }

    /// <summary>Price, collateral per base unit.</summary>
    public required decimal Price { get; init; }

    /// <summary>Quantity, base units.</summary>
    public required decimal Qty { get; init; }

    /// <summary>Value, collateral.</summary>
    public decimal? Value { get; init; }

    /// <summary>Fee paid, collateral; null if absent.</summary>
    public decimal? Fee { get; init; }

    /// <summary>The own order took liquidity; null if absent.</summary>
    public bool? IsTaker { get; init; }

    /// <summary>TRADE, LIQUIDATION, DELEVERAGE.</summary>
    public OpenEnum<TradeType>? TradeType { get; init; }

    /// <summary>When, Unix milliseconds; the exchange writes createdTime or createdAt.</summary>
    public long? CreatedTime { get; init; }

    [JsonInclude, JsonPropertyName("createdAt")]
    private long? CreatedAt
    {
        init => CreatedTime ??= value;
    }
}
