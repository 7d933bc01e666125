namespace LowLatencyMM.Feed.Frames;

/// <summary>Type of an order.</summary>
public enum OrderType : byte
{
    /// <summary>A value this version does not know, or absent.</summary>
    Unknown,

    /// <summary>LIMIT.</summary>
    Limit,

    /// <summary>MARKET.</summary>
    Market,

    /// <summary>CONDITIONAL.</summary>
    Conditional,

    /// <summary>TPSL.</summary>
    Tpsl,

    /// <summary>TWAP.</summary>
    Twap,
}
