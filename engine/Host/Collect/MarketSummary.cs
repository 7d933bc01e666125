namespace LowLatencyMM.Host.Collect;

/// <summary>What was collected of a market.</summary>
/// <param name="Market">The market.</param>
/// <param name="Folder">Where the files are.</param>
/// <param name="Trades">Rows written to <c>trades.csv</c>.</param>
/// <param name="Quotes">Rows written to <c>orderbook.csv</c>.</param>
/// <param name="Depth">Rows written to <c>orderbook_depth.csv</c>.</param>
/// <param name="DuplicateTrades">Trades that were there already.</param>
/// <param name="LateTrades">Trades that came after a later one was written, and were dropped.</param>
/// <param name="ReplayedFrames">Book frames older than what was written.</param>
/// <param name="RefusedFrames">Frames that could not be read, or were out of sequence.</param>
/// <param name="Reconnects">Connections after the first of each stream.</param>
public sealed record MarketSummary(
    string Market, string Folder, long Trades, long Quotes, long Depth, long DuplicateTrades, long LateTrades, long ReplayedFrames,
    long RefusedFrames, long Reconnects);
