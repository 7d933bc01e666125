using System.Text.Json.Serialization;

namespace LowLatencyMM.Feed.Rest;

/// <summary>Open interest of a period.</summary>
public sealed record OpenInterestInfo
{
    /// <summary>Open interest, collateral (USD).</summary>
    [JsonPropertyName("i")]
    public required decimal Value { get; init; }

    /// <summary>Open interest, base units.</summary>
    [JsonPropertyName("I")]
    public required decimal BaseQty { get; init; }

    /// <summary>When, Unix milliseconds.</summary>
    [JsonPropertyName("t")]
    public required long Time { get; init; }
}
