namespace LowLatencyMM.Core.Events;

/// <summary>Which steps of the price pipeline changed the model's price. The values are the journal's.</summary>
[Flags]
public enum QuoteClamps : long
{
    /// <summary>None acted.</summary>
    None = 0,

    /// <summary>The half-spread was raised to its floor.</summary>
    SpreadFloor = 1,

    /// <summary>The half-spread was lowered to its cap.</summary>
    SpreadCap = 2,

    /// <summary>The shift of the reservation price was limited.</summary>
    SkewLimit = 4,

    /// <summary>The bid was held at the fair price.</summary>
    BidAtFair = 8,

    /// <summary>The ask was held at the fair price.</summary>
    AskAtFair = 16,

    /// <summary>The bid was moved below the best ask.</summary>
    BidPostOnly = 32,

    /// <summary>The ask was moved above the best bid.</summary>
    AskPostOnly = 64,

    /// <summary>The ask was moved one tick above the bid.</summary>
    AskAboveBid = 128,

    /// <summary>κ is the configured fallback, not an estimate.</summary>
    KappaFallback = 256,

    /// <summary>σ was limited to its configured range.</summary>
    SigmaLimited = 512,

    /// <summary>σ was raised by the fast guard.</summary>
    SigmaFastGuard = 1024,

    /// <summary>σ is the EWMA, because the configured method has too little data or its fit is too old.</summary>
    SigmaFallback = 2048,

    /// <summary>The model has no bid at this inventory.</summary>
    NoBid = 4096,

    /// <summary>The model has no ask at this inventory.</summary>
    NoAsk = 8192,

    /// <summary>The bid was moved back to the best bid.</summary>
    BidNoImprove = 16384,

    /// <summary>The ask was moved back to the best ask.</summary>
    AskNoImprove = 32768,

    /// <summary>The best prices come from REST, because the streams are stale: the half-spread is widened.</summary>
    RestBackup = 65536,
}
