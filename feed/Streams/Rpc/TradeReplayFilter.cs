using LowLatencyMM.Feed.Frames;

namespace LowLatencyMM.Feed.Streams.Rpc;

/// <summary>Leaves out trades that were delivered before: at each subscription the exchange sends the last 50 again.</summary>
/// <remarks>Hot path: no allocation once a frame of that size has been seen.</remarks>
/// <param name="capacity">Ids that are remembered; a power of two.</param>
internal sealed class TradeReplayFilter(int capacity)
{
    /// <summary>Enough for one market: more than twice what is sent again.</summary>
    public const int OneMarket = 128;

    /// <summary>Enough for all markets.</summary>
    public const int AllMarkets = 16_384;

    private readonly long[] _ids = new long[capacity];
    private PublicTrade[] _fresh = new PublicTrade[256];
    private int _next;
    private int _count;

    /// <summary>Those of the trades that are new; valid until the next call.</summary>
    public ReadOnlySpan<PublicTrade> Fresh(ReadOnlySpan<PublicTrade> trades)
    {
        if (_fresh.Length < trades.Length)
            Array.Resize(ref _fresh, trades.Length);
        int fresh = 0;
        foreach (ref readonly PublicTrade trade in trades)
        {
            if (!IsNew(trade.Id))
                continue;
            _fresh[fresh++] = trade;
        }
        return _fresh.AsSpan(0, fresh);
    }

    /// <summary>Remembers the id; false if it was remembered already.</summary>
    public bool IsNew(long id)
    {
        if (_ids.AsSpan(0, _count).Contains(id))
            return false;
        _ids[_next] = id;
        _next = (_next + 1) & (capacity - 1);
        _count = Math.Max(_count, _next == 0 ? capacity : _next);
        return true;
    }
}
