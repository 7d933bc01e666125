namespace LowLatencyMM.Simulator.Matching;

/// <summary>Order types that the simulator trades.</summary>
internal enum OrderType : byte
{
    /// <summary>LIMIT.</summary>
    Limit,

    /// <summary>MARKET: immediate or cancel, at worst at its price.</summary>
    Market,
}
