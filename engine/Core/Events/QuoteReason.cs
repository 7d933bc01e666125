namespace LowLatencyMM.Core.Events;

/// <summary>Why the engine quotes, or why not: every quote decision carries one. The values are the journal's.</summary>
public enum QuoteReason : long
{
    /// <summary>Nothing decided yet.</summary>
    None = 0,

    /// <summary>Quoting.</summary>
    Quoting = 1,

    /// <summary>The operator has not started quoting.</summary>
    NotStarted = 2,

    /// <summary>The operator stopped quoting.</summary>
    Stopped = 3,

    /// <summary>No snapshot of the book since the last (re)connect.</summary>
    BookInvalid = 4,

    /// <summary>The book stream skipped or stepped back.</summary>
    SequenceGap = 5,

    /// <summary>The book is older than max_data_age_ms.</summary>
    BookStale = 6,

    /// <summary>One side of the book is empty.</summary>
    BookOneSided = 7,

    /// <summary>Best bid is not below best ask.</summary>
    BookCrossed = 8,

    /// <summary>The account stream is down or not yet reconciled.</summary>
    AccountDown = 9,

    /// <summary>The estimators are warming up.</summary>
    WarmingUp = 10,

    /// <summary>No usable intensity estimate and no fallback.</summary>
    NoIntensity = 11,

    /// <summary>No usable volatility estimate.</summary>
    NoVolatility = 12,

    /// <summary>The model's result is not finite.</summary>
    NotFinite = 13,

    /// <summary>The order size is below the market's minimum.</summary>
    SizeBelowMinimum = 14,

    /// <summary>Rejects forced a pause.</summary>
    RejectBackoff = 15,

    /// <summary>Rejects that need a person: price, quantity, fee or signature refused.</summary>
    HaltedByRejects = 16,

    /// <summary>The exchange's rate limit (429) forced a pause.</summary>
    RateLimited = 17,

    /// <summary>No nonce is available.</summary>
    NoNonce = 18,

    /// <summary>No mark price is known, so the price collar cannot be checked.</summary>
    NoMarkPrice = 19,

    /// <summary>The operator paused trading.</summary>
    Paused = 20,

    /// <summary>A loss limit was reached.</summary>
    Killed = 21,

    /// <summary>The full book and the best bid and ask stream contradict each other for too long.</summary>
    SourcesDisagree = 22,

    /// <summary>Trades print through a best price that does not move.</summary>
    TradedThrough = 23,
}
