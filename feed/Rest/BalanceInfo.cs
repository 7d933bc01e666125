namespace LowLatencyMM.Feed.Rest;

/// <summary>The account's balance, in collateral.</summary>
public sealed record BalanceInfo
{
    /// <summary>Name of the collateral.</summary>
    public string? CollateralName { get; init; }

    /// <summary>Wallet balance.</summary>
    public required decimal Balance { get; init; }

    /// <summary>Balance plus unrealised profit.</summary>
    public required decimal Equity { get; init; }

    /// <summary>Equity less initial margin.</summary>
    public decimal AvailableForTrade { get; init; }

    /// <summary>What can be withdrawn.</summary>
    public decimal AvailableForWithdrawal { get; init; }

    /// <summary>Unrealised profit.</summary>
    public decimal UnrealisedPnl { get; init; }

    /// <summary>Margin bound.</summary>
    public decimal InitialMargin { get; init; }

    /// <summary>Maintenance margin over equity, fraction.</summary>
    public decimal MarginRatio { get; init; }

    /// <summary>Sum of absolute position values.</summary>
    public decimal Exposure { get; init; }

    /// <summary>Exposure over equity.</summary>
    public decimal Leverage { get; init; }

    /// <summary>Last change, Unix milliseconds.</summary>
    public long UpdatedTime { get; init; }
}
