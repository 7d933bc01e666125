namespace LowLatencyMM.Host.Collect;

/// <summary>A maintained order book that keeps the exchange's decimal text. Levels are the same if their prices are equal in value.</summary>
public sealed class CollectedBook
{
    private readonly SortedDictionary<decimal, CollectedLevel> _bids = new(Comparer<decimal>.Create(static (a, b) => b.CompareTo(a)));
    private readonly SortedDictionary<decimal, CollectedLevel> _asks = [];

    /// <summary>The best bid; null for none.</summary>
    public CollectedLevel? BestBid => First(_bids);

    /// <summary>The best ask; null for none.</summary>
    public CollectedLevel? BestAsk => First(_asks);

    /// <summary>The best bids, best first.</summary>
    public IEnumerable<CollectedLevel> Bids => _bids.Values;

    /// <summary>The best asks, best first.</summary>
    public IEnumerable<CollectedLevel> Asks => _asks.Values;

    /// <summary>Applies a frame; a snapshot clears the book first.</summary>
    public void Apply(PublicFrame frame)
    {
        if (frame.IsSnapshot)
        {
            _bids.Clear();
            _asks.Clear();
        }
        Apply(_bids, frame.Bids);
        Apply(_asks, frame.Asks);
    }

    private static void Apply(SortedDictionary<decimal, CollectedLevel> side, IReadOnlyList<CollectedLevel> levels)
    {
        foreach (CollectedLevel level in levels)
        {
            CollectedLevel resulting = level.IsAbsolute ? level : Changed(side, level);
            if (resulting.Quantity <= 0)
                side.Remove(level.Price);
            else
                side[level.Price] = resulting;
        }
    }

    private static CollectedLevel Changed(SortedDictionary<decimal, CollectedLevel> side, CollectedLevel change)
    {
        decimal before = side.TryGetValue(change.Price, out CollectedLevel known) ? known.Quantity : 0;
        decimal after = before + change.Quantity;
        return change with { Quantity = after, QuantityText = after.ToString(System.Globalization.CultureInfo.InvariantCulture), IsAbsolute = true };
    }

    private static CollectedLevel? First(SortedDictionary<decimal, CollectedLevel> side)
    {
        foreach (CollectedLevel level in side.Values)
            return level;
        return null;
    }
}
