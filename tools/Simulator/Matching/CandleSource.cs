namespace LowLatencyMM.Simulator.Matching;

/// <summary>Which prices candles are made of.</summary>
internal enum CandleSource : byte
{
    /// <summary>Public trades, with volume.</summary>
    Trades,

    /// <summary>Mark prices.</summary>
    Mark,

    /// <summary>Index prices.</summary>
    Index,
}
