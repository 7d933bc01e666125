namespace LowLatencyMM.Simulator.Matching;

/// <summary>What can be chosen about the exchange.</summary>
internal sealed record ExchangeSettings
{
    /// <summary>Collateral at the start.</summary>
    public decimal InitialBalance { get; init; } = 10_000;

    /// <summary>Whether own orders show in the book streams.</summary>
    public bool OwnOrdersVisible { get; init; } = true;

    /// <summary>Farthest expiry of an order, in days (28 on testnet, 90 on mainnet).</summary>
    public int MaxExpiryDays { get; init; } = 28;

    /// <summary>Nanoseconds of exchange time between two funding payments; they fall on its multiples.</summary>
    public long FundingInterval { get; init; } = 3_600_000_000_000;

    /// <summary>Choices where the exchange's documents are silent.</summary>
    public Assumptions Assumptions { get; init; } = new();

    /// <summary>Whether an account whose maintenance margin is not covered is liquidated.</summary>
    public bool Liquidation { get; init; } = true;

    /// <summary>A funding rate instead of the computed one, as a fraction.</summary>
    public decimal? FundingRate { get; init; }
}
