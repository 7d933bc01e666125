using LowLatencyMM.Simulator.Matching;

namespace LowLatencyMM.Simulator;

/// <summary>What the exchange knows at one moment, for tests and summaries. Prices in ticks, sizes in steps.</summary>
/// <param name="TimeMs">Exchange time, epoch milliseconds.</param>
/// <param name="OpenOrders">Open orders of all markets, as copies.</param>
/// <param name="Fills">The account's latest trades, at most 10,000, oldest first.</param>
/// <param name="Balance">Wallet balance.</param>
/// <param name="Equity">Balance and unrealised PnL at the mark prices.</param>
/// <param name="Markets">Every market, in the order of the options.</param>
public sealed record ExchangeState(
    long TimeMs, IReadOnlyList<OpenOrder> OpenOrders, IReadOnlyList<Fill> Fills, decimal Balance, decimal Equity,
    IReadOnlyList<MarketState> Markets)
{
    /// <summary>Position in the first market, negative when short.</summary>
    public long Position => Markets[0].Position;

    /// <summary>Best bid shown of the first market.</summary>
    public BookLevel BestBid => Markets[0].BestBid;

    /// <summary>Best ask shown of the first market.</summary>
    public BookLevel BestAsk => Markets[0].BestAsk;
}
