namespace LowLatencyMM.Feed.Streams.Messages;

/// <summary>A frame of the full order book. <see cref="LocalOrderBook"/> keeps a book from them.</summary>
/// <param name="Market">The market.</param>
/// <param name="IsSnapshot">The levels are the whole book; else they change it.</param>
/// <param name="Bids">Bid levels, in the exchange's order.</param>
/// <param name="Asks">Ask levels, in the exchange's order.</param>
public sealed record OrderBookUpdate(string Market, bool IsSnapshot, IReadOnlyList<OrderBookChange> Bids, IReadOnlyList<OrderBookChange> Asks)
{
    /// <summary>What two updates of a market, one after the other, say together.</summary>
    internal static OrderBookUpdate? Combine(OrderBookUpdate older, OrderBookUpdate newer)
    {
        if (older.Market != newer.Market)
            return null;
        if (newer.IsSnapshot)
            return newer;
        return older with
        {
            Bids = Combine(older.Bids, newer.Bids, older.IsSnapshot, descending: true),
            Asks = Combine(older.Asks, newer.Asks, older.IsSnapshot, descending: false),
        };
    }

    private static OrderBookChange[] Combine(
        IReadOnlyList<OrderBookChange> older, IReadOnlyList<OrderBookChange> newer, bool isSnapshot, bool descending)
    {
        var levels = new Dictionary<decimal, OrderBookChange>(older.Count + newer.Count);
        foreach (OrderBookChange level in older.Concat(newer))
        {
            OrderBookChange? before = levels.GetValueOrDefault(level.Price);
            levels[level.Price] = level.IsAbsolute
                ? level
                : new OrderBookChange(level.Price, (before?.Quantity ?? 0) + level.Quantity, isSnapshot || before?.IsAbsolute == true);
        }
        IEnumerable<OrderBookChange> kept = levels.Values.Where(level => !isSnapshot || level.Quantity != 0);
        return descending ? [.. kept.OrderByDescending(level => level.Price)] : [.. kept.OrderBy(level => level.Price)];
    }
}
