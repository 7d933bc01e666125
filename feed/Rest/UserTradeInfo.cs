namespace LowLatencyMM.Feed.Rest;

/// <summary>An own trade.</summary>
public sealed record UserTradeInfo
{
    /// <summary>The exchange's trade id.</summary>
    public required long Id { get; init; }

    /// <summary>Market.</summary>
    public required string Market { get; init; }

    /// <summary>The exchange's id of the order.</summary>
    public required long OrderId { get; init; }

    /// <summary>Own side: BUY or SELL.</summary>
    public required string Side { get; init; }

    /// <summary>Price.</summary>
    public required decimal Price { get; init; }

    /// <summary>Quantity, base units.</summary>
    public required decimal Qty { get; init; }

    /// <summary>Value, collateral.</summary>
    public decimal Value { get; init; }

    /// <summary>Fee, collateral.</summary>
    public decimal Fee { get; init; }

    /// <summary>The own order took liquidity.</summary>
    public bool IsTaker { get; init; }

    /// <summary>TRADE, LIQUIDATION, DELEVERAGE.</summary>
    public string? TradeType { get; init; }

    /// <summary>When, Unix milliseconds.</summary>
    public long CreatedTime { get; init; }
}
