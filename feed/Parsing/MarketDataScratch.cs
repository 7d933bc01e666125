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

    /// <summary>The array that a side's levels go into; <see cref="SetCount"/> says how many there are.</summary>
    public BookLevel[] Levels(bool bids) => bids ? _bids : _asks;

    /// <summary>Says that the first <paramref name="count"/> entries of a side are its levels.</summary>
    public void SetCount(bool bids, int count)
    {
        if (bids)
            _bidCount = count;
        else
            _askCount = count;
    }

    /// <summary>Doubles a side's array, keeping what it holds; false if it has the largest size already.</summary>
    public bool TryGrow(bool bids, out BookLevel[] levels) => bids ? TryGrow(ref _bids, out levels) : TryGrow(ref _asks, out levels);

    public bool TryAddLevel(bool bid, in BookLevel level) =>
        bid ? TryAdd(ref _bids, ref _bidCount, in level) : TryAdd(ref _asks, ref _askCount, in level);

    public bool TryAddTrade(in PublicTrade trade) => TryAdd(ref _trades, ref _tradeCount, in trade);

    private static bool TryAdd<T>(ref T[] items, ref int count, in T item)
    {
        if ((uint)count >= (uint)items.Length && !TryGrow(ref items, out _))
            return false;
        items[count++] = item;
        return true;
    }

    private static bool TryGrow<T>(ref T[] items, out T[] grown)
    {
        bool mayGrow = items.Length < MaxItems;
        if (mayGrow)
            Array.Resize(ref items, items.Length * 2);
        grown = items;
        return mayGrow;
    }
}
