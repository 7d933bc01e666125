using System.Text.Json.Serialization;
using LowLatencyMM.Feed.Frames;

namespace LowLatencyMM.Feed.Rest;

/// <summary>A trade of the market.</summary>
public sealed record PublicTradeInfo
{
    /// <summary>The exchange's trade id.</summary>
    [JsonPropertyName("i")]
    public required long Id { get; init; }

    /// <summary>Market.</summary>
    [JsonPropertyName("m")]
    public required string Market { get; init; }

    /// <summary>Side of the taker: BUY or SELL.</summary>
    [JsonPropertyName("S")]
    public required OpenEnum<Side> TakerSide { get; init; }

    /// <summary>TRADE, LIQUIDATION, DELEVERAGE.</summary>
    [JsonPropertyName("tT")]
    public OpenEnum<TradeType>? TradeType { get; init; }

    /// <summary>When, Unix milliseconds.</summary>
    [JsonPropertyName("T")]
    public required long Time { get; init; }

    /// <summary>Price, collateral per base unit.</summary>
    [JsonPropertyName("p")]
    public required decimal Price { get; init; }

    /// <summary>Quantity, base units.</summary>
    [JsonPropertyName("q")]
    public required decimal Qty { get; init; }
}
