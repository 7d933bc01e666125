namespace LowLatencyMM.Core.Orders;

/// <summary>What a refusal means for what comes next.</summary>
public enum Refusal
{
    /// <summary>Nothing: it needs no pause.</summary>
    Harmless,

    /// <summary>Try again after a pause that doubles, from a fresh book, a tick farther from the opposite best each time.</summary>
    Transient,

    /// <summary>Opening orders pause.</summary>
    Funds,

    /// <summary>Orders pause as long as the exchange said.</summary>
    RateLimit,

    /// <summary>The fields themselves were refused: a person must look. No more orders.</summary>
    Halt,

    /// <summary>The order that it was about is not there.</summary>
    NotFound,

    /// <summary>Whether the request took effect is not known.</summary>
    Uncertain,
}
