namespace LowLatencyMM.Simulator.Matching;

/// <summary>Prices over time as candles of one minute, from which longer intervals are put together when they are asked for.</summary>
internal sealed class CandleSeries
{
    private const long Minute = 60_000;
    private const int Kept = 20_000;

    private readonly List<Candle> _minutes = [];

    /// <summary>Adds a price; times never go back.</summary>
    public void Add(long timeMs, decimal price, long volume)
    {
        long start = timeMs - timeMs % Minute;
        if (_minutes.Count == 0 || _minutes[^1].StartMs != start)
        {
            if (_minutes.Count == Kept)
                _minutes.RemoveRange(0, Kept / 10);
            _minutes.Add(new Candle(start, price, price, price, price, volume));
            return;
        }
        Candle candle = _minutes[^1];
        candle.High = Math.Max(candle.High, price);
        candle.Low = Math.Min(candle.Low, price);
        candle.Close = price;
        candle.Volume += volume;
        _minutes[^1] = candle;
    }

    /// <summary>The candle that the last price is part of; null before the first price.</summary>
    public Candle? Latest(long intervalMs)
    {
        foreach (Candle candle in Descending(intervalMs, long.MaxValue))
            return candle;
        return null;
    }

    /// <summary>Candles that start before or at a time, latest first; intervals without a price are left out.</summary>
    public IEnumerable<Candle> Descending(long intervalMs, long endMs)
    {
        Candle? sum = null;
        for (int i = _minutes.Count - 1; i >= 0; i--)
        {
            Candle minute = _minutes[i];
            long start = minute.StartMs - minute.StartMs % intervalMs;
            if (start > endMs)
                continue;
            if (sum is { } whole && whole.StartMs == start)
            {
                sum = new Candle(start, minute.Open, Math.Max(whole.High, minute.High), Math.Min(whole.Low, minute.Low), whole.Close,
                    whole.Volume + minute.Volume);
                continue;
            }
            if (sum is { } done)
                yield return done;
            sum = minute with { StartMs = start };
        }
        if (sum is { } last)
            yield return last;
    }
}
