using System.Text.Json.Serialization;

namespace LowLatencyMM.Feed.Rest;

/// <summary>The sub-account that the API key belongs to.</summary>
public sealed record AccountInfo
{
    /// <summary>The exchange's id.</summary>
    public required long AccountId { get; init; }

    /// <summary>Its user's description.</summary>
    public string? Description { get; init; }

    /// <summary>Its index within the wallet.</summary>
    public int AccountIndex { get; init; }

    /// <summary>ACTIVE, …</summary>
    public string? Status { get; init; }

    /// <summary>Public Stark key, hex.</summary>
    public required string L2Key { get; init; }

    /// <summary>Vault (position) id, decimal.</summary>
    [JsonConverter(typeof(TextOrNumberConverter))]
    public required string L2Vault { get; init; }
}
