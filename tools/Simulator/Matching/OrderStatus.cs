namespace LowLatencyMM.Simulator.Matching;

/// <summary>Order status, in the exchange's terms.</summary>
internal enum OrderStatus : byte
{
    /// <summary>NEW: resting, nothing filled.</summary>
    New,

    /// <summary>PARTIALLY_FILLED: resting, something filled.</summary>
    PartiallyFilled,

    /// <summary>FILLED.</summary>
    Filled,

    /// <summary>CANCELLED; fills before it stand.</summary>
    Cancelled,

    /// <summary>REJECTED by the matching engine after the request was accepted.</summary>
    Rejected,

    /// <summary>EXPIRED at its expiry time.</summary>
    Expired,

    /// <summary>UNTRIGGERED: waiting for its trigger.</summary>
    Untriggered,

    /// <summary>TRIGGERED: about to be matched.</summary>
    Triggered,
}
