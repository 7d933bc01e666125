namespace LowLatencyMM.Feed.Orders;

/// <summary>Which price sets an order off.</summary>
public enum TriggerPriceType : byte
{
    /// <summary>A value this version does not know.</summary>
    Unknown,

    /// <summary>Price of the last trade.</summary>
    Last,

    /// <summary>Mark price.</summary>
    Mark,

    /// <summary>Index price.</summary>
    Index,
}
