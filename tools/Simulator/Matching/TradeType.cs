namespace LowLatencyMM.Simulator.Matching;

/// <summary>What kind of trade a print is.</summary>
internal enum TradeType : byte
{
    /// <summary>TRADE.</summary>
    Trade,

    /// <summary>LIQUIDATION: the exchange closed a position.</summary>
    Liquidation,
}
