using LowLatencyMM.Simulator.Recording;

namespace LowLatencyMM.Simulator.Matching;

/// <summary>One market: its rules, its recorded book and own orders, its prices, trades and funding, and the account's position.</summary>
internal sealed class Market
{
    /// <summary>Value of the order whose mean price is the impact price (assumed).</summary>
    private const decimal ImpactValue = 10_000;

    private readonly List<Order> _filledEntries = [];

    internal Market(MarketRules rules, MarketRecording recording, ExchangeSettings settings)
    {
        Rules = rules;
        Player = new RecordingPlayer(recording, Recorded);
        Statistics = new TradeStatistics(rules);
        Book = new ShownBook(Recorded, Own, settings.OwnOrdersVisible);
        Funding = new FundingPremium(rules.HourlyFundingRateCap, settings.FundingRate);
        Position = new Position(this);
    }

    public MarketRules Rules { get; }

    public RecordingPlayer Player { get; }

    public RecordedBook Recorded { get; } = new();

    public OwnBook Own { get; } = new();

    public WaitingOrders Waiting { get; } = new();

    public ShownBook Book { get; }

    public TradeStatistics Statistics { get; }

    public OraclePrices Oracle { get; } = new();

    public FundingPremium Funding { get; }

    public OpenInterest OpenInterest { get; } = new();

    public Position Position { get; }

    public MarketMode Mode { get; internal set; }

    /// <summary>Entry orders with take-profit or stop-loss that filled since this was last asked.</summary>
    internal IReadOnlyList<Order> TakeFilledEntries()
    {
        if (_filledEntries.Count == 0)
            return [];
        Order[] taken = [.. _filledEntries];
        _filledEntries.Clear();
        return taken;
    }

    internal void AddFilledEntry(Order order)
    {
        if (!_filledEntries.Contains(order))
            _filledEntries.Add(order);
    }

    /// <summary>Trades of this moment that are not told yet.</summary>
    internal List<PublicTrade> UntoldTrades { get; } = [];

    /// <summary>The best levels as told last.</summary>
    internal (BookLevel Bid, BookLevel Ask) ToldBest { get; set; }

    /// <summary>Takes the mid of the recorded best prices as mark price.</summary>
    internal void UpdatePrices(long timeMs)
    {
        long bid = Recorded.Bids.BestRecordedPrice, ask = Recorded.Asks.BestRecordedPrice;
        if (bid != 0 && ask != 0)
            Oracle.Update(Rules.Prices.ToDecimal(bid + ask) / 2, timeMs);
        OpenInterest.Update(timeMs, Math.Abs(Position.Value), Math.Abs(Position.Size));
    }

    internal void SampleFunding()
    {
        if (ImpactPrice(Recorded.Bids) is { } bid && ImpactPrice(Recorded.Asks) is { } ask && Oracle.Index > 0)
            Funding.Sample(bid, ask, Oracle.Index);
    }

    private decimal? ImpactPrice(RecordedSide side)
    {
        decimal value = 0, size = 0;
        foreach (long price in side.AvailablePrices())
        {
            value += Rules.Value(price, side.Available(price));
            size += Rules.Sizes.ToDecimal(side.Available(price));
            if (value >= ImpactValue)
                break;
        }
        return size > 0 ? value / size : null;
    }
}
