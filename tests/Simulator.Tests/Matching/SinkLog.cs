using LowLatencyMM.Simulator.Matching;

namespace LowLatencyMM.Simulator.Tests.Matching;

/// <summary>Writes down what the exchange tells, and keeps the book that a client would keep from it.</summary>
internal sealed class SinkLog : IExchangeSink
{
    public const long StartMs = 1_795_000_000_000;

    private readonly List<string> _account = [];
    private readonly List<string> _trades = [];
    private readonly List<string> _everything = [];

    public Exchange? Exchange { get; set; }

    public SortedDictionary<long, long> Bids { get; } = new(Comparer<long>.Create((one, other) => other.CompareTo(one)));

    public SortedDictionary<long, long> Asks { get; } = [];

    /// <summary>Account frames: type and what matters of it.</summary>
    public IReadOnlyList<string> Account => _account;

    /// <summary>Public trades as "SELL 5@100".</summary>
    public IReadOnlyList<string> Trades => _trades;

    /// <summary>All frames of all streams with their times.</summary>
    public IReadOnlyList<string> Everything => _everything;

    public int Deltas { get; private set; }

    public int Snapshots { get; private set; }

    public int BestBidAsks { get; private set; }

    public long TradedSize { get; private set; }

    /// <summary>Account frames since the last call.</summary>
    public string[] TakeAccount()
    {
        string[] taken = [.. _account];
        _account.Clear();
        return taken;
    }

    public void OnBookDelta(Market market, ReadOnlySpan<LevelChange> bids, ReadOnlySpan<LevelChange> asks)
    {
        Deltas++;
        Apply(Bids, bids);
        Apply(Asks, asks);
        Note($"DELTA {bids.Length} {asks.Length} {Hash(bids)} {Hash(asks)}");
        Assert.True(Bids.Count == 0 || Asks.Count == 0 || Bids.Keys.First() < Asks.Keys.First(), "the book shown is crossed");
    }

    public void OnBookSnapshot(Market market, BookSide bids, BookSide asks)
    {
        Snapshots++;
        Assert.Equal(Levels(bids), Bids.Select(level => (level.Key, level.Value)));
        Assert.Equal(Levels(asks), Asks.Select(level => (level.Key, level.Value)));
    }

    public void OnBestBidAsk(Market market, BookLevel bid, BookLevel ask)
    {
        BestBidAsks++;
        Assert.True(bid.Price == 0 || ask.Price == 0 || bid.Price < ask.Price, "the best bid and ask shown are crossed");
        Note($"BEST {bid} {ask}");
    }

    public void OnPublicTrades(Market market, ReadOnlySpan<PublicTrade> trades)
    {
        foreach (PublicTrade trade in trades)
        {
            string text = $"{(trade.TakerSide == Side.Buy ? "BUY" : "SELL")} {trade.Size}@{trade.Price}";
            _trades.Add(text);
            TradedSize += trade.Size;
            Note($"PUBLIC {text} {trade.Id}");
            Assert.Equal(trade.TimeMs, Snowflake.TimeMs(trade.Id));
        }
    }

    public void OnPrices(Market market) => Note($"PRICES {market.Oracle.Mark} {market.Oracle.Index}");

    public void OnSecond() => Note("SECOND");

    public void OnFunding(Market market, FundingRate rate) => Note($"FUNDING {rate.Rate}");

    public void OnOrders(ReadOnlySpan<Order> orders)
    {
        foreach (Order order in orders)
        {
            string reason = order.Reason == StatusReason.None ? "" : $" {order.Reason}";
            AddAccount($"ORDER {order.ExternalId} {order.Status} {order.Filled}/{order.Size}{reason}");
        }
    }

    public void OnFill(Fill fill) => AddAccount($"TRADE {fill.ExternalId} {(fill.IsTaker ? "taker" : "maker")} {fill.Size}@{fill.Price}");

    public void OnPosition(Position position) => AddAccount($"POSITION {position.Size}");

    public void OnBalance(Account account) => AddAccount("BALANCE");

    private void AddAccount(string text)
    {
        _account.Add(text);
        Note(text);
    }

    private void Note(string text) => _everything.Add($"{Exchange?.NowMs} {text}");

    private static int Hash(ReadOnlySpan<LevelChange> changes)
    {
        HashCode hash = new();
        foreach (LevelChange change in changes)
            hash.Add(change);
        return hash.ToHashCode();
    }

    private static void Apply(SortedDictionary<long, long> levels, ReadOnlySpan<LevelChange> changes)
    {
        foreach (LevelChange change in changes)
        {
            Assert.Equal(change.Size, levels.GetValueOrDefault(change.Price) + change.Change);
            Assert.NotEqual(0, change.Change);
            if (change.Size == 0)
                levels.Remove(change.Price);
            else
                levels[change.Price] = change.Size;
        }
    }

    /// <summary>Takes over the published book, as a client does at its connect.</summary>
    public void Connect()
    {
        Bids.Clear();
        Asks.Clear();
        foreach ((long price, long size) in Levels(Exchange!.Markets[0].Book.Bids))
            Bids[price] = size;
        foreach ((long price, long size) in Levels(Exchange.Markets[0].Book.Asks))
            Asks[price] = size;
    }

    private static IEnumerable<(long Price, long Size)> Levels(BookSide side)
    {
        for (int depth = 0; depth < side.Count; depth++)
            yield return (side.Price(depth), side.Size(depth));
    }
}
