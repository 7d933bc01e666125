namespace LowLatencyMM.Feed.Rest;

/// <summary>A market as <c>GET /info/markets</c> gives it.</summary>
public sealed record MarketInfo
{
    /// <summary>Name, such as BTC-USD.</summary>
    public required string Name { get; init; }

    /// <summary>PERPETUAL or SPOT; null in older answers.</summary>
    public OpenEnum<MarketType>? Type { get; init; }

    /// <summary>ACTIVE, REDUCE_ONLY, DELISTED, PRELISTED, DISABLED; null if absent.</summary>
    public OpenEnum<MarketStatus>? Status { get; init; }

    /// <summary>Trading is on.</summary>
    public bool Active { get; init; }

    /// <summary>Name of the base asset.</summary>
    public required string AssetName { get; init; }

    /// <summary>Decimal places of base quantities.</summary>
    public int AssetPrecision { get; init; }

    /// <summary>Name of the collateral, USD.</summary>
    public string? CollateralAssetName { get; init; }

    /// <summary>Decimal places of collateral amounts.</summary>
    public int CollateralAssetPrecision { get; init; }

    /// <summary>Name that people read.</summary>
    public string? UiName { get; init; }

    /// <summary>Crypto, TradFi, …</summary>
    public string? Category { get; init; }

    /// <summary>L1, …; null in older answers.</summary>
    public string? SubCategory { get; init; }

    /// <summary>The base asset in words; null in older answers.</summary>
    public string? Description { get; init; }

    /// <summary>Traded by asking for quotes; null in older answers.</summary>
    public bool? IsRfq { get; init; }

    /// <summary>Outside of the underlying's trading hours now; null in older answers.</summary>
    public bool? IsOffHours { get; init; }

    /// <summary>CONTINUOUS, …; null in older answers.</summary>
    public string? TradingHours { get; init; }

    /// <summary>Shown to the exchange's users; null if absent.</summary>
    public bool? VisibleOnUi { get; init; }

    /// <summary>When it was made, Unix milliseconds; null if absent.</summary>
    public long? CreatedAt { get; init; }

    /// <summary>Trading rules.</summary>
    public required TradingConfig TradingConfig { get; init; }

    /// <summary>Settlement constants.</summary>
    public required L2Config L2Config { get; init; }

    /// <summary>Figures of the day; null if absent.</summary>
    public MarketStats? MarketStats { get; init; }

    /// <summary>What the streams need to know of the market.</summary>
    /// <param name="id">The caller's number for it.</param>
    /// <exception cref="ExtendedException">Tick or step is not a positive decimal number.</exception>
    public FeedMarket ToFeedMarket(int id)
    {
        try
        {
            return new FeedMarket(
                id, Name, Numbers.DecimalGrid.FromUnit(TradingConfig.MinPriceChange), Numbers.DecimalGrid.FromUnit(TradingConfig.MinOrderSizeChange));
        }
        catch (FormatException e)
        {
            throw new ExtendedException(ExtendedErrorKind.Protocol, $"The market {Name} has no usable tick or step: {e.Message}", e);
        }
    }
}
