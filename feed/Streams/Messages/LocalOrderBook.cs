namespace LowLatencyMM.Feed.Streams.Messages;

/// <summary>
/// A market's order book, kept from the messages of its stream. It can be read from the first snapshot of a connection until the
/// next notice that is not <see cref="StreamNoticeKind.Refused"/>.
/// </summary>
/// <remarks>For programs that are in no hurry; one thread at a time.</remarks>
public sealed class LocalOrderBook
{
    private readonly SortedDictionary<decimal, decimal> _bids = new(Comparer<decimal>.Create(static (a, b) => b.CompareTo(a)));
    private readonly SortedDictionary<decimal, decimal> _asks = [];

    /// <summary>An empty book that waits for its first snapshot.</summary>
    /// <param name="market">The market; updates of others are left out.</param>
    public LocalOrderBook(string market) => Market = market;

    /// <summary>The market.</summary>
    public string Market { get; }

    /// <summary>Whether the levels are the exchange's.</summary>
    public bool IsValid { get; private set; }

    /// <summary>Bids, best first: price and size in base units.</summary>
    public IReadOnlyDictionary<decimal, decimal> Bids => _bids;

    /// <summary>Asks, best first: price and size in base units.</summary>
    public IReadOnlyDictionary<decimal, decimal> Asks => _asks;

    /// <summary>Takes the stream's next message. True if the book was changed and is valid.</summary>
    public bool Apply(StreamMessage<OrderBookUpdate> message)
    {
        if (message is StreamData<OrderBookUpdate> { Data: var update })
            return update.Market == Market && Apply(update);
        // Refused: another notice follows if the book is affected.
        if (message is StreamNotice<OrderBookUpdate> { Kind: not StreamNoticeKind.Refused })
            IsValid = false;
        return false;
    }

    /// <summary>The best bid and ask; a side without levels has no price.</summary>
    public BestBidAsk Best()
    {
        bool hasBid = TryFirst(_bids, out KeyValuePair<decimal, decimal> bid);
        bool hasAsk = TryFirst(_asks, out KeyValuePair<decimal, decimal> ask);
        return new BestBidAsk(Market, hasBid ? bid.Key : null, bid.Value, hasAsk ? ask.Key : null, ask.Value);
    }

    private bool Apply(OrderBookUpdate update)
    {
        if (update.IsSnapshot)
        {
            _bids.Clear();
            _asks.Clear();
            IsValid = true;
        }
        if (!IsValid)
            return false;
        IsValid = Apply(_bids, update.Bids) && Apply(_asks, update.Asks);
        return IsValid;
    }

    /// <summary>False if a change does not fit: a size would become negative.</summary>
    private static bool Apply(SortedDictionary<decimal, decimal> side, IReadOnlyList<OrderBookChange> levels)
    {
        foreach (OrderBookChange level in levels)
        {
            decimal size = level.IsAbsolute ? level.Quantity : side.GetValueOrDefault(level.Price) + level.Quantity;
            if (size < 0)
                return false;
            if (size == 0)
                side.Remove(level.Price);
            else
                side[level.Price] = size;
        }
        return true;
    }

    private static bool TryFirst(SortedDictionary<decimal, decimal> side, out KeyValuePair<decimal, decimal> first)
    {
        foreach (KeyValuePair<decimal, decimal> level in side)
        {
            first = level;
            return true;
        }
        first = default;
        return false;
    }
}
