namespace LowLatencyMM.Feed.Rest;

/// <summary>The account's balance, in collateral (USD). Members that the exchange leaves out are null.</summary>
public sealed record BalanceInfo
{
    /// <summary>Name of the collateral.</summary>
    public string? CollateralName { get; init; }

    /// <summary>ACTIVE, …; newer answers only.</summary>
    public string? Status { get; init; }

    /// <summary>Wallet balance.</summary>
    public required decimal Balance { get; init; }

    /// <summary>Balance plus unrealised profit at the mark price.</summary>
    public required decimal Equity { get; init; }

    /// <summary>Equity less initial margin.</summary>
    public decimal? AvailableForTrade { get; init; }

    /// <summary>What can be withdrawn.</summary>
    public decimal? AvailableForWithdrawal { get; init; }

    /// <summary>Unrealised profit at the mark price.</summary>
    public decimal? UnrealisedPnl { get; init; }

    /// <summary>Margin bound by positions and open orders.</summary>
    public decimal? InitialMargin { get; init; }

    /// <summary>Maintenance margin over equity, fraction; liquidation above 1.</summary>
    public decimal? MarginRatio { get; init; }

    /// <summary>Sum of absolute position values.</summary>
    public decimal? Exposure { get; init; }

    /// <summary>Exposure over equity.</summary>
    public decimal? Leverage { get; init; }

    /// <summary>Equity in spot assets; newer answers only.</summary>
    public decimal? SpotEquity { get; init; }

    /// <summary>Part of it that counts for trading; newer answers only.</summary>
    public decimal? SpotEquityForAvailableForTrade { get; init; }

    /// <summary>Collateral reserved by spot orders; newer answers only.</summary>
    public decimal? CollateralReservedForSpotOrders { get; init; }

    /// <summary>Last change, Unix milliseconds.</summary>
    public long? UpdatedTime { get; init; }

    /// <summary>What the exchange means when it answers 404: nothing was ever deposited.</summary>
    internal static BalanceInfo Zero { get; } = new()
    {
        Balance = 0,
        Equity = 0,
        AvailableForTrade = 0,
        AvailableForWithdrawal = 0,
        UnrealisedPnl = 0,
        InitialMargin = 0,
        Exposure = 0,
    };
}
