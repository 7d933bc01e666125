namespace LowLatencyMM.Feed.Rest;

/// <summary>A position.</summary>
public sealed record PositionInfo
{
    /// <summary>The exchange's id.</summary>
    public long Id { get; init; }

    /// <summary>Market.</summary>
    public required string Market { get; init; }

    /// <summary>OPENED or CLOSED; null if absent.</summary>
    public string? Status { get; init; }

    /// <summary>LONG or SHORT.</summary>
    public required string Side { get; init; }

    /// <summary>Size without sign, base units.</summary>
    public required decimal Size { get; init; }

    /// <summary>Leverage.</summary>
    public decimal Leverage { get; init; }

    /// <summary>Absolute value, collateral.</summary>
    public decimal Value { get; init; }

    /// <summary>Average entry price.</summary>
    public decimal OpenPrice { get; init; }

    /// <summary>Mark price.</summary>
    public decimal MarkPrice { get; init; }

    /// <summary>Liquidation price; null if there is none.</summary>
    public decimal? LiquidationPrice { get; init; }

    /// <summary>Margin bound, collateral.</summary>
    public decimal Margin { get; init; }

    /// <summary>Unrealised profit, collateral.</summary>
    public decimal UnrealisedPnl { get; init; }

    /// <summary>Realised profit, collateral.</summary>
    public decimal RealisedPnl { get; init; }

    /// <summary>Creation, Unix milliseconds, in one of the two spellings.</summary>
    public long? CreatedAt { get; init; }

    /// <summary>Creation, Unix milliseconds, in the other spelling.</summary>
    public long? CreatedTime { get; init; }

    /// <summary>Last change, Unix milliseconds, in one of the two spellings.</summary>
    public long? UpdatedAt { get; init; }

    /// <summary>Last change, Unix milliseconds, in the other spelling.</summary>
    public long? UpdatedTime { get; init; }

    /// <summary>Size with sign: long positive, short negative.</summary>
    public decimal SignedSize => Side == "SHORT" ? -Size : Size;
}
