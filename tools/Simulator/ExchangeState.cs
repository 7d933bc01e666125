using LowLatencyMM.Simulator.Matching;

namespace LowLatencyMM.Simulator;

/// <summary>What the exchange knows at one moment, for tests and summaries. Prices in ticks, sizes in steps.</summary>
/// <param name="TimeMs">Exchange time, epoch milliseconds.</param>
/// <param name="OpenOrders">Resting orders, as copies.</param>
/// <param name="Fills">The account's latest trades, at most 10,000, oldest first.</param>
/// <param name="Position">Steps, negative when short.</param>
/// <param name="Balance">Wallet balance.</param>
/// <param name="Equity">Balance and unrealised PnL at the mark price.</param>
/// <param name="BestBid">Best bid shown.</param>
/// <param name="BestAsk">Best ask shown.</param>
public sealed record ExchangeState(
    long TimeMs, IReadOnlyList<OpenOrder> OpenOrders, IReadOnlyList<Fill> Fills, long Position, decimal Balance, decimal Equity,
    BookLevel BestBid, BookLevel BestAsk);
