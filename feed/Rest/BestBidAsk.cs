namespace LowLatencyMM.Feed.Rest;

/// <summary>A market's best prices, collateral per base unit. A side without orders is null.</summary>
public sealed record BestBidAsk
{
    /// <summary>Market.</summary>
    public required string Market { get; init; }

    /// <summary>Highest bid.</summary>
    public decimal? BidPrice { get; init; }

    /// <summary>Its size, base units; null where the exchange does not tell it.</summary>
    public decimal? BidQty { get; init; }

    /// <summary>Lowest ask.</summary>
    public decimal? AskPrice { get; init; }

    /// <summary>Its size, base units; null where the exchange does not tell it.</summary>
    public decimal? AskQty { get; init; }

    /// <summary>Middle of the two; null if a side is empty.</summary>
    public decimal? Mid => (BidPrice + AskPrice) / 2;

    /// <summary>Distance of the two; null if a side is empty.</summary>
    public decimal? Spread => AskPrice - BidPrice;
}
