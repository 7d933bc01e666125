namespace LowLatencyMM.Feed.Orders;

/// <summary>How a triggered order is executed.</summary>
public enum PriceType : byte
{
    /// <summary>A value this version does not know.</summary>
    Unknown,

    /// <summary>As a limit order at its price.</summary>
    Limit,

    /// <summary>As a market order with its price as the worst.</summary>
    Market,
}
