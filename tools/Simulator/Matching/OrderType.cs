namespace LowLatencyMM.Simulator.Matching;

/// <summary>Order types.</summary>
internal enum OrderType : byte
{
    /// <summary>LIMIT.</summary>
    Limit,

    /// <summary>MARKET: immediate or cancel, at worst at its price.</summary>
    Market,

    /// <summary>CONDITIONAL: waits for its trigger, then acts as a limit or a market order.</summary>
    Conditional,

    /// <summary>TPSL: closes a position at a profit or a loss, whichever is reached first.</summary>
    Tpsl,
}
