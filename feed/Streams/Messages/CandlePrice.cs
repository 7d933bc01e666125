namespace LowLatencyMM.Feed.Streams.Messages;

/// <summary>Which prices candles are made of.</summary>
public enum CandlePrice : byte
{
    /// <summary>Trades.</summary>
    Trades,

    /// <summary>Mark price.</summary>
    Mark,

    /// <summary>Index price.</summary>
    Index,
}
