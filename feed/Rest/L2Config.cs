namespace LowLatencyMM.Feed.Rest;

/// <summary>A market's settlement constants.</summary>
public sealed record L2Config
{
    /// <summary>Kind of settlement.</summary>
    public string? Type { get; init; }

    /// <summary>Asset id of the collateral, hex.</summary>
    public required string CollateralId { get; init; }

    /// <summary>Asset id of the synthetic, hex.</summary>
    public required string SyntheticId { get; init; }

    /// <summary>Units per collateral.</summary>
    public required long CollateralResolution { get; init; }

    /// <summary>Units per synthetic.</summary>
    public required long SyntheticResolution { get; init; }
}
