namespace LowLatencyMM.Feed.Frames;

/// <summary>Which of the exchange's streams a frame came from.</summary>
public enum StreamKind : byte
{
    /// <summary>Full order book: snapshots and deltas.</summary>
    OrderBook,

    /// <summary>Best bid and ask only (<c>depth=1</c>).</summary>
    BestBidAsk,

    /// <summary>Public trades.</summary>
    PublicTrades,

    /// <summary>Mark price.</summary>
    MarkPrice,

    /// <summary>Index price.</summary>
    IndexPrice,

    /// <summary>Funding rate.</summary>
    Funding,

    /// <summary>The account: orders, trades, balance, positions.</summary>
    Account,

    /// <summary>Candles.</summary>
    Candles,

    /// <summary>A v2 connection as such; its frames have the kinds of their topics.</summary>
    Rpc,
}
