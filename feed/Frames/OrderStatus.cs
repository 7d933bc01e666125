namespace LowLatencyMM.Feed.Frames;

/// <summary>State of an order at the exchange.</summary>
public enum OrderStatus : byte
{
    /// <summary>UNKNOWN, or a value this version does not know.</summary>
    Unknown,

    /// <summary>NEW.</summary>
    New,

    /// <summary>PARTIALLY_FILLED.</summary>
    PartiallyFilled,

    /// <summary>FILLED.</summary>
    Filled,

    /// <summary>UNTRIGGERED.</summary>
    Untriggered,

    /// <summary>TRIGGERED.</summary>
    Triggered,

    /// <summary>CANCELLED.</summary>
    Cancelled,

    /// <summary>REJECTED.</summary>
    Rejected,

    /// <summary>EXPIRED.</summary>
    Expired,
}
