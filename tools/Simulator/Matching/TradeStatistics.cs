namespace LowLatencyMM.Simulator.Matching;

/// <summary>What the public trades since the start add up to: last trades, candles, volume, high and low.</summary>
internal sealed class TradeStatistics(MarketRules rules)
{
    private const int KeptTrades = 500;
    private const int KeptCandles = 10_000;

    private readonly Queue<PublicTrade> _trades = new();
    private readonly List<Candle> _candles = [];

    /// <summary>The latest trades, oldest first.</summary>
    public IReadOnlyCollection<PublicTrade> Trades => _trades;

    /// <summary>Candles of one minute, oldest first.</summary>
    public IReadOnlyList<Candle> Candles => _candles;

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
        AddToCandle(trade);
    }

    private void AddToCandle(in PublicTrade trade)
    {
        long minute = trade.TimeMs - trade.TimeMs % 60_000;
        if (_candles.Count == 0 || _candles[^1].StartMs != minute)
        {
            if (_candles.Count == KeptCandles)
                _candles.RemoveRange(0, KeptCandles / 10);
            _candles.Add(new Candle(minute, trade.Price, trade.Price, trade.Price, trade.Price, 0));
        }
        Candle candle = _candles[^1];
        candle.High = Math.Max(candle.High, trade.Price);
        candle.Low = Math.Min(candle.Low, trade.Price);
        candle.Close = trade.Price;
        candle.Volume += trade.Size;
        _candles[^1] = candle;
    }
}
