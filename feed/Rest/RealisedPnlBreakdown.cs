namespace LowLatencyMM.Feed.Rest;

/// <summary>Of what a realised profit is made, collateral.</summary>
public sealed record RealisedPnlBreakdown
{
    /// <summary>From prices.</summary>
    public decimal? TradePnl { get; init; }

    /// <summary>Funding received, negative if paid.</summary>
    public decimal? FundingFees { get; init; }

    /// <summary>Fees of opening trades.</summary>
    public decimal? OpenFees { get; init; }

    /// <summary>Fees of closing trades.</summary>
    public decimal? CloseFees { get; init; }
}
