using LowLatencyMM.Simulator.Matching;

namespace LowLatencyMM.Simulator;

/// <summary>A market and the account's position in it at one moment. Prices in ticks, sizes in steps.</summary>
/// <param name="Market">The market's rules, with its name and grids.</param>
/// <param name="Position">Negative when short.</param>
/// <param name="BestBid">Best bid shown.</param>
/// <param name="BestAsk">Best ask shown.</param>
/// <param name="MarkPrice">Mark price.</param>
/// <param name="Bids">All bids as last published, best first.</param>
/// <param name="Asks">All asks as last published, best first.</param>
public sealed record MarketState(
    MarketRules Market, long Position, BookLevel BestBid, BookLevel BestAsk, decimal MarkPrice,
    IReadOnlyList<BookLevel> Bids, IReadOnlyList<BookLevel> Asks);
