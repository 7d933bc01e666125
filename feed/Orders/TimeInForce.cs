namespace LowLatencyMM.Feed.Orders;

/// <summary>How long an order lives.</summary>
public enum TimeInForce : byte
{
    /// <summary>A value this version does not know.</summary>
    Unknown,

    /// <summary>Until it is filled, cancelled or expires.</summary>
    Gtt,

    /// <summary>Filled at once; what is left is cancelled.</summary>
    Ioc,
}
