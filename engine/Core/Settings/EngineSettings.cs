namespace LowLatencyMM.Core.Settings;

/// <summary>
/// Everything that the core's decisions depend on besides its events. It stands whole in the journal's header, so that a
/// replay needs nothing else. Holds no secret. Comparable by value.
/// </summary>
public sealed record EngineSettings
{
    /// <summary>The market that is made; market index 0 of every event.</summary>
    public required MarketSettings Market { get; init; }

    /// <summary>The quote model and its estimators.</summary>
    public required QuotingSettings Quoting { get; init; }

    /// <summary>Limits.</summary>
    public required RiskSettings Risk { get; init; }

    /// <summary>Order handling.</summary>
    public required OrderSettings Orders { get; init; }

    /// <summary>A state hash every so many events; at least 1.</summary>
    public long StateHashInterval { get; init; } = 10_000;
}
