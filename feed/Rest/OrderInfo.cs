namespace LowLatencyMM.Feed.Rest;

/// <summary>An order.</summary>
public sealed record OrderInfo
{
    /// <summary>The exchange's id.</summary>
    public required long Id { get; init; }

    /// <summary>Its sender's id.</summary>
    public required string ExternalId { get; init; }

    /// <summary>Market.</summary>
    public required string Market { get; init; }

    /// <summary>LIMIT, MARKET, CONDITIONAL, TPSL, TWAP.</summary>
    public string? Type { get; init; }

    /// <summary>BUY or SELL.</summary>
    public required string Side { get; init; }

    /// <summary>NEW, PARTIALLY_FILLED, FILLED, CANCELLED, …</summary>
    public required string Status { get; init; }

    /// <summary>Why it has its status; null if there is none.</summary>
    public string? StatusReason { get; init; }

    /// <summary>Price; null if it has none.</summary>
    public decimal? Price { get; init; }

    /// <summary>Average fill price; null if nothing was filled.</summary>
    public decimal? AveragePrice { get; init; }

    /// <summary>Quantity, base units.</summary>
    public required decimal Qty { get; init; }

    /// <summary>Filled quantity, base units; null: nothing.</summary>
    public decimal? FilledQty { get; init; }

    /// <summary>Fee so far (the exchange's spelling), collateral.</summary>
    public decimal? PayedFee { get; init; }

    /// <summary>Only reduces a position.</summary>
    public bool? ReduceOnly { get; init; }

    /// <summary>Only passive.</summary>
    public bool? PostOnly { get; init; }

    /// <summary>GTT or IOC.</summary>
    public string? TimeInForce { get; init; }

    /// <summary>Creation, Unix milliseconds.</summary>
    public long CreatedTime { get; init; }

    /// <summary>Last change, Unix milliseconds.</summary>
    public long? UpdatedTime { get; init; }

    /// <summary>Expiry, Unix milliseconds.</summary>
    public long? ExpireTime { get; init; }
}
