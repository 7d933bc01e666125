namespace LowLatencyMM.Feed.Rest;

/// <summary>What candles are made of.</summary>
public enum CandleSource : byte
{
    /// <summary>Trades.</summary>
    Trades,

    /// <summary>Mark prices.</summary>
    MarkPrices,

    /// <summary>Index prices.</summary>
    IndexPrices,
}
