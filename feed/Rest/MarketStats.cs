namespace LowLatencyMM.Feed.Rest;

/// <summary>A market's figures.</summary>
public sealed record MarketStats
{
    /// <summary>Traded value of the day, collateral.</summary>
    public decimal DailyVolume { get; init; }

    /// <summary>Last price.</summary>
    public decimal LastPrice { get; init; }

    /// <summary>Best ask.</summary>
    public decimal AskPrice { get; init; }

    /// <summary>Best bid.</summary>
    public decimal BidPrice { get; init; }

    /// <summary>Mark price.</summary>
    public decimal MarkPrice { get; init; }

    /// <summary>Index price.</summary>
    public decimal IndexPrice { get; init; }

    /// <summary>Hourly funding rate, fraction.</summary>
    public decimal FundingRate { get; init; }

    /// <summary>When funding is next applied, Unix milliseconds.</summary>
    public long NextFundingRate { get; init; }

    /// <summary>Open interest, collateral.</summary>
    public decimal OpenInterest { get; init; }
}
