namespace LowLatencyMM.Core.Orders;

/// <summary>What is known of one own order's existence at the exchange.</summary>
public enum OrderLife : long
{
    /// <summary>Decided; the exchange may or may not have it.</summary>
    Pending,

    /// <summary>Seen at the exchange, not ended.</summary>
    Live,

    /// <summary>Ended, by the exchange's word about the order.</summary>
    Final,

    /// <summary>Refused, never sent, or twice not found: taken for not there, until it shows up after all.</summary>
    Absent,
}
