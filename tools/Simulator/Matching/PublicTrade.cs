namespace LowLatencyMM.Simulator.Matching;

/// <summary>One row of the public trades.</summary>
/// <param name="Id">Trade id; carries its time.</param>
/// <param name="TakerSide">Side of the taker.</param>
/// <param name="Price">Ticks.</param>
/// <param name="Size">Steps.</param>
/// <param name="TimeMs">Exchange time in epoch milliseconds.</param>
/// <param name="Type">What kind of trade it was.</param>
internal readonly record struct PublicTrade(long Id, Side TakerSide, long Price, long Size, long TimeMs, TradeType Type = TradeType.Trade);
