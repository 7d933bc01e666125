namespace LowLatencyMM.Simulator.Wire;

/// <summary>What a frame says.</summary>
internal enum MessageType : byte
{
    Snapshot,
    Delta,
    Trades,
    MarkPrice,
    IndexPrice,
    Funding,
    Candles,
    Order,
    Trade,
    Position,
    Balance,
}
