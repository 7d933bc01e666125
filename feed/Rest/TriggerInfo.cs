using System.Text.Json.Serialization;
using LowLatencyMM.Feed.Orders;

namespace LowLatencyMM.Feed.Rest;

/// <summary>What sets a conditional order off.</summary>
public sealed record TriggerInfo
{
    /// <summary>Price at which it is set off.</summary>
    public decimal? TriggerPrice { get; init; }

    /// <summary>Which price: LAST, MARK or INDEX.</summary>
    public OpenEnum<TriggerPriceType>? TriggerPriceType { get; init; }

    /// <summary>UP: when that price rises to it; DOWN: when it falls to it. The exchange writes direction or triggerPriceDirection.</summary>
    public OpenEnum<TriggerDirection>? Direction { get; init; }

    /// <summary>LIMIT or MARKET.</summary>
    public OpenEnum<PriceType>? ExecutionPriceType { get; init; }

    [JsonInclude, JsonPropertyName("triggerPriceDirection")]
    private OpenEnum<TriggerDirection>? TriggerPriceDirection
    {
        init => Direction ??= value;
    }
}
