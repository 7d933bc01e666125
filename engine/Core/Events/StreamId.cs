namespace LowLatencyMM.Core.Events;

/// <summary>Where an event came from. The values are the journal's.</summary>
public enum StreamId : ushort
{
    /// <summary>The engine itself.</summary>
    Engine = 0,

    /// <summary>The full order book stream.</summary>
    OrderBook = 1,

    /// <summary>The best bid and ask stream (depth 1).</summary>
    BestBidAsk = 2,

    /// <summary>The public trades stream.</summary>
    Trades = 3,

    /// <summary>The mark price stream.</summary>
    MarkPrice = 4,

    /// <summary>The index price stream.</summary>
    IndexPrice = 5,

    /// <summary>The funding stream.</summary>
    Funding = 6,

    /// <summary>The account stream.</summary>
    Account = 7,

    /// <summary>The order connection for buys.</summary>
    OrdersBuy = 8,

    /// <summary>The order connection for sells.</summary>
    OrdersSell = 9,

    /// <summary>The control connection: queries, mass cancel, dead man's switch, REST reads.</summary>
    Control = 10,
}
