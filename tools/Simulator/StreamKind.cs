namespace LowLatencyMM.Simulator;

/// <summary>The streams that the simulator serves.</summary>
public enum StreamKind
{
    /// <summary>Full order book.</summary>
    Book,

    /// <summary>Best bid and ask (<c>depth=1</c>).</summary>
    BestBidAsk,

    /// <summary>Public trades.</summary>
    Trades,

    /// <summary>Mark price.</summary>
    MarkPrice,

    /// <summary>Index price.</summary>
    IndexPrice,

    /// <summary>Funding rates: applied hourly, so mostly silent.</summary>
    Funding,

    /// <summary>Candles of any source and interval.</summary>
    Candles,

    /// <summary>Orders, fills, position and balance of the account.</summary>
    Account,
}
