using LowLatencyMM.Feed.Frames;

namespace LowLatencyMM.Feed.Parsing;

/// <summary>
/// Where a market data frame is put together before it is delivered: arrays that are used again and grow to the largest frame seen.
/// </summary>
internal sealed class MarketDataScratch
{
    /// <summary>Most levels a side or trades that a frame may have.</summary>
    public const int MaxItems = 1 << 17;

    private BookLevel[] _bids = new BookLevel[8192];
    private BookLevel[] _asks = new BookLevel[8192];
    private PublicTrade[] _trades = new PublicTrade[256];
    private int _bidCount;
    private int _askCount;
    private int _tradeCount;

    /// <summary>The frame's market, or null if it has several.</summary>
    public FeedMarket? Market;

    public bool IsSnapshot;

    /// <summary>Price in 1e-9, or rate in 1e-12.</summary>
    public long Value;

    /// <summary>When the value was applied, Unix milliseconds.</summary>
    public long ValueMs;

    public ReadOnlySpan<BookLevel> Bids => _bids.AsSpan(0, _bidCount);

    public ReadOnlySpan<BookLevel> Asks => _asks.AsSpan(0, _askCount);

    public ReadOnlySpan<PublicTrade> Trades => _trades.AsSpan(0, _tradeCount);

    public void Clear()
    {
        _bidCount = 0;
        _askCount = 0;
        _tradeCount = 0;
        Market = null;
        IsSnapshot = false;
        Value = 0;
        ValueMs = 0;
    }

    public void ClearSide(bool bids)
    {
        if (bids)
            _bidCount = 0;
        else
            _askCount = 0;
    }

    public void ClearTrades() => _tradeCount = 0;

    public bool TryAddLevel(bool bid, in BookLevel level) =>
        bid ? TryAdd(ref _bids, ref _bidCount, in level) : TryAdd(ref _asks, ref _askCount, in level);

    public bool TryAddTrade(in PublicTrade trade) => TryAdd(ref _trades, ref _tradeCount, in trade);

    private static bool TryAdd<T>(ref T[] items, ref int count, in T item)
    {
        if ((uint)count >= (uint)items.Length)
        {
            if (count >= MaxItems)
                return false;
            Array.Resize(ref items, items.Length * 2);
        }
        items[count++] = item;
        return true;
    }
}
