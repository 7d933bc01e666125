using System.Text.Json.Serialization;

namespace LowLatencyMM.Feed.Rest;

/// <summary>A candle.</summary>
public sealed record CandleInfo
{
    /// <summary>Its start, Unix milliseconds.</summary>
    [JsonPropertyName("T")]
    public required long Start { get; init; }

    /// <summary>First price.</summary>
    [JsonPropertyName("o")]
    public required decimal Open { get; init; }

    /// <summary>Highest price.</summary>
    [JsonPropertyName("h")]
    public required decimal High { get; init; }

    /// <summary>Lowest price.</summary>
    [JsonPropertyName("l")]
    public required decimal Low { get; init; }

    /// <summary>Last price.</summary>
    [JsonPropertyName("c")]
    public required decimal Close { get; init; }

    /// <summary>Traded quantity, base units; null for mark and index prices.</summary>
    [JsonPropertyName("v")]
    public decimal? Volume { get; init; }
}
