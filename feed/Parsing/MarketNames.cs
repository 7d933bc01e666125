using System.Numerics;

namespace LowLatencyMM.Feed.Parsing;

/// <summary>Finds a market by its name's bytes, however many there are.</summary>
/// <remarks>Hot path: finding allocates nothing.</remarks>
internal sealed class MarketNames
{
    private readonly FeedMarket[] _markets;
    private readonly FeedMarket?[] _table;

    public MarketNames(IReadOnlyList<FeedMarket> markets)
    {
        _markets = [.. markets];
        _table = new FeedMarket?[(int)BitOperations.RoundUpToPowerOf2((uint)(4 * _markets.Length) | 1)];
        foreach (FeedMarket market in _markets)
        {
            int slot = SlotOf(market.NameUtf8);
            while (_table[slot] is not null)
                slot = (slot + 1) & (_table.Length - 1);
            _table[slot] = market;
        }
    }

    /// <summary>The market of that name, or null.</summary>
    public FeedMarket? Find(ReadOnlySpan<byte> name)
    {
        int slot = SlotOf(name);
        while (_table[slot] is { } market)
        {
            if (name.SequenceEqual(market.NameUtf8))
                return market;
            slot = (slot + 1) & (_table.Length - 1);
        }
        return null;
    }

    /// <summary>Goes behind the market's name and its closing quote; null if it is none of ours.</summary>
    public FeedMarket? Skip(scoped ref FrameCursor cursor)
    {
        // Most streams are of one market: no look-up.
        if (_markets.Length == 1)
        {
            byte[] name = _markets[0].NameUtf8;
            if (name.Length > FrameCursor.Reach / 4 || !cursor.Skip(name) || !cursor.Skip("\""u8))
                return null;
            return _markets[0];
        }
        return cursor.TryText(out ReadOnlySpan<byte> text) ? Find(text) : null;
    }

    private int SlotOf(ReadOnlySpan<byte> name)
    {
        // FNV-1a
        uint hash = 2166136261;
        foreach (byte b in name)
            hash = (hash ^ b) * 16777619;
        return (int)(hash & (uint)(_table.Length - 1));
    }
}
