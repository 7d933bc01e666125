namespace LowLatencyMM.Feed.Rest;

/// <summary>A market's trading rules.</summary>
public sealed record TradingConfig
{
    /// <summary>Least order quantity, base units.</summary>
    public required decimal MinOrderSize { get; init; }

    /// <summary>Quantity step as written, base units; see <see cref="Numbers.DecimalGrid.FromUnit"/>.</summary>
    public required string MinOrderSizeChange { get; init; }

    /// <summary>Tick as written, collateral; see <see cref="Numbers.DecimalGrid.FromUnit"/>.</summary>
    public required string MinPriceChange { get; init; }

    /// <summary>Largest value of a market order, collateral.</summary>
    public required decimal MaxMarketOrderValue { get; init; }

    /// <summary>Largest value of a limit order, collateral.</summary>
    public required decimal MaxLimitOrderValue { get; init; }

    /// <summary>Largest value of a position, collateral.</summary>
    public required decimal MaxPositionValue { get; init; }

    /// <summary>Largest leverage; null if absent.</summary>
    public decimal? MaxLeverage { get; init; }

    /// <summary>Most open orders; null if absent.</summary>
    public int? MaxNumOrders { get; init; }

    /// <summary>How far above the mark price a buy may be priced, fraction.</summary>
    public required decimal LimitPriceCap { get; init; }

    /// <summary>How far below the mark price a sell may be priced, fraction.</summary>
    public required decimal LimitPriceFloor { get; init; }

    /// <summary>Cap of the hourly funding rate, percent; null if absent.</summary>
    public decimal? HourlyFundingRateCap { get; init; }

    /// <summary>Largest open interest of the market, collateral; 0: none, null if absent.</summary>
    public decimal? OpenInterestLimit { get; init; }

    /// <summary>Unrealised profit may be withdrawn; null if absent.</summary>
    public bool? UPnlWithdrawable { get; init; }

    /// <summary>Margin that must remain after a withdrawal, fraction; null if absent.</summary>
    public decimal? PostWithdrawalMarginFactor { get; init; }

    /// <summary>Leverage brackets, ascending.</summary>
    public IReadOnlyList<RiskFactor> RiskFactorConfig { get; init; } = [];
}
