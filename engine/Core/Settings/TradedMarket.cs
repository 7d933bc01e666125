namespace LowLatencyMM.Core.Settings;

/// <summary>One market of several, with its own parameters.</summary>
public sealed record TradedMarket
{
    /// <summary>The exchange's rules.</summary>
    public required MarketSettings Market { get; init; }

    /// <summary>The quote model and its estimators.</summary>
    public required QuotingSettings Quoting { get; init; }

    /// <summary>Limits of its position and orders. What concerns the whole account is read from the first market's.</summary>
    public required RiskSettings Risk { get; init; }

    /// <summary>Order handling.</summary>
    public required OrderSettings Orders { get; init; }
}
