namespace LowLatencyMM.Feed.Rest;

/// <summary>A market's figures. Members that the exchange leaves out are null.</summary>
public sealed record MarketStats
{
    /// <summary>Traded value of the last 24 hours, collateral.</summary>
    public decimal? DailyVolume { get; init; }

    /// <summary>Traded quantity of the last 24 hours, base units.</summary>
    public decimal? DailyVolumeBase { get; init; }

    /// <summary>Change of the price in 24 hours, collateral.</summary>
    public decimal? DailyPriceChange { get; init; }

    /// <summary>Change of the price in 24 hours as a fraction, in spite of the name: -0.0009 is -0.09 %.</summary>
    public decimal? DailyPriceChangePercentage { get; init; }

    /// <summary>Lowest price of the last 24 hours.</summary>
    public decimal? DailyLow { get; init; }

    /// <summary>Highest price of the last 24 hours.</summary>
    public decimal? DailyHigh { get; init; }

    /// <summary>Last price.</summary>
    public decimal? LastPrice { get; init; }

    /// <summary>Best ask; 0 if there is none.</summary>
    public decimal? AskPrice { get; init; }

    /// <summary>Best bid; 0 if there is none.</summary>
    public decimal? BidPrice { get; init; }

    /// <summary>Mark price.</summary>
    public decimal? MarkPrice { get; init; }

    /// <summary>Index price.</summary>
    public decimal? IndexPrice { get; init; }

    /// <summary>Funding rate per hour, fraction, refreshed every minute.</summary>
    public decimal? FundingRate { get; init; }

    /// <summary>When funding is next applied, Unix milliseconds.</summary>
    public long? NextFundingRate { get; init; }

    /// <summary>Open interest, collateral.</summary>
    public decimal? OpenInterest { get; init; }

    /// <summary>Open interest, base units.</summary>
    public decimal? OpenInterestBase { get; init; }

    /// <summary>Levels of the deleveraging ranking.</summary>
    public DeleverageLevels? DeleverageLevels { get; init; }
}
