namespace LowLatencyMM.Feed.Rest;

/// <summary>What the account earns for making markets. Rebates are paid daily, apart from fills. Members that the exchange leaves out are null.</summary>
public sealed record RebateStats
{
    /// <summary>Paid so far, collateral.</summary>
    public decimal? TotalPaid { get; init; }

    /// <summary>Present rate, fraction of the maker volume.</summary>
    public decimal? RebatesRate { get; init; }

    /// <summary>Own share of all maker volume over 30 days, fraction.</summary>
    public decimal? MarketShare { get; init; }

    /// <summary>Share from which the next rate holds, fraction.</summary>
    public decimal? NextTierMakerShare { get; init; }

    /// <summary>The next rate, fraction.</summary>
    public decimal? NextTierRebateRate { get; init; }
}
