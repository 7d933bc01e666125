using System.Text.Json.Serialization;

namespace LowLatencyMM.Feed.Rest;

/// <summary>The sub-account that the API key belongs to. Keys that the exchange lists with it are not read.</summary>
public sealed record AccountInfo
{
    /// <summary>The exchange's id.</summary>
    public required long AccountId { get; init; }

    /// <summary>Its user's description.</summary>
    public string? Description { get; init; }

    /// <summary>Its index within the wallet.</summary>
    public int? AccountIndex { get; init; }

    /// <summary>ACTIVE, …</summary>
    public string? Status { get; init; }

    /// <summary>Public Stark key, hex.</summary>
    public required string L2Key { get; init; }

    /// <summary>Vault (position) id, decimal; the exchange writes it as text or as a number.</summary>
    [JsonConverter(typeof(TextOrNumberConverter))]
    public required string L2Vault { get; init; }

    /// <summary>The wallet's address on Starknet, hex.</summary>
    public string? BridgeStarknetAddress { get; init; }
}
