namespace LowLatencyMM.Feed.Frames;

/// <summary>What caused a trade.</summary>
public enum TradeType : byte
{
    /// <summary>A value this version does not know.</summary>
    Unknown,

    /// <summary>An ordinary match.</summary>
    Trade,

    /// <summary>A liquidation.</summary>
    Liquidation,

    /// <summary>A deleveraging (DELEVERAGE or ADL).</summary>
    Deleverage,
}
