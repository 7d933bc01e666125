namespace LowLatencyMM.Core.Events;

/// <summary>The exchange's order status. The values are the journal's.</summary>
public enum OrderStatus : long
{
    /// <summary>A status that this version does not know: treated as possibly live.</summary>
    Unknown = 0,

    /// <summary>Resting, nothing filled.</summary>
    New = 1,

    /// <summary>Resting, partly filled.</summary>
    PartiallyFilled = 2,

    /// <summary>Filled whole. Final.</summary>
    Filled = 3,

    /// <summary>A conditional order that waits for its trigger.</summary>
    Untriggered = 4,

    /// <summary>A conditional order whose trigger was reached; transient.</summary>
    Triggered = 5,

    /// <summary>Cancelled. Final.</summary>
    Cancelled = 6,

    /// <summary>Rejected by the engine. Final.</summary>
    Rejected = 7,

    /// <summary>Expired. Final.</summary>
    Expired = 8,
}
