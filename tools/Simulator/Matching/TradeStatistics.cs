namespace LowLatencyMM.Simulator.Matching;

/// <summary>What a market's public trades since the start add up to: last trades, candles, volume, high and low.</summary>
internal sealed class TradeStatistics(MarketRules rules)
{
    private const int KeptTrades = 500;

    private readonly Queue<PublicTrade> _trades = new();

    /// <summary>The latest trades, oldest first.</summary>
    public IReadOnlyCollection<PublicTrade> Trades => _trades;

    public CandleSeries Candles { get; } = new();

    public long FirstPrice { get; private set; }

    public long LastPrice { get; private set; }

    public long High { get; private set; }

    public long Low { get; private set; }

    /// <summary>Steps traded.</summary>
    public long Volume { get; private set; }

    /// <summary>Value traded.</summary>
    public decimal Value { get; private set; }

    public void Add(in PublicTrade trade)
    {
        if (_trades.Count == KeptTrades)
            _trades.Dequeue();
        _trades.Enqueue(trade);
        if (LastPrice == 0)
            (FirstPrice, Low) = (trade.Price, trade.Price);
        LastPrice = trade.Price;
        High = Math.Max(High, trade.Price);
        Low = Math.Min(Low, trade.Price);
        Volume += trade.Size;
        Value += rules.Value(trade.Price, trade.Size);
        Candles.Add(trade.TimeMs, rules.Prices.ToDecimal(trade.Price), trade.Size);
    }
}
