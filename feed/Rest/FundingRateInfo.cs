using System.Text.Json.Serialization;

namespace LowLatencyMM.Feed.Rest;

/// <summary>A funding rate that was applied.</summary>
public sealed record FundingRateInfo
{
    /// <summary>Market.</summary>
    [JsonPropertyName("m")]
    public required string Market { get; init; }

    /// <summary>When, Unix milliseconds.</summary>
    [JsonPropertyName("T")]
    public required long Time { get; init; }

    /// <summary>Rate of the hour, fraction: positive means that longs paid.</summary>
    [JsonPropertyName("f")]
    public required decimal Rate { get; init; }
}
