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
    public decimal MaxMarketOrderValue { get; init; }

    /// <summary>Largest value of a limit order, collateral.</summary>
    public decimal MaxLimitOrderValue { get; init; }

    /// <summary>Largest value of a position, collateral.</summary>
    public decimal MaxPositionValue { get; init; }

    /// <summary>Largest leverage.</summary>
    public decimal MaxLeverage { get; init; }

    /// <summary>Most open orders.</summary>
    public int MaxNumOrders { get; init; }

    /// <summary>How far above the mark price a buy may be priced, fraction.</summary>
    public decimal LimitPriceCap { get; init; }

    /// <summary>How far below the mark price a sell may be priced, fraction.</summary>
    public decimal LimitPriceFloor { get; init; }

    /// <summary>Cap of the hourly funding rate, percent.</summary>
    public decimal HourlyFundingRateCap { get; init; }

    /// <summary>Leverage brackets, ascending.</summary>
    public IReadOnlyList<RiskFactor> RiskFactorConfig { get; init; } = [];
}
