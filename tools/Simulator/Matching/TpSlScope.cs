namespace LowLatencyMM.Simulator.Matching;

/// <summary>How much a take-profit and stop-loss closes.</summary>
internal enum TpSlScope : byte
{
    /// <summary>ORDER: the size of an order.</summary>
    Order,

    /// <summary>POSITION: the whole position at that time.</summary>
    Position,
}
