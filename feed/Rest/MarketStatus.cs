namespace LowLatencyMM.Feed.Rest;

/// <summary>Whether a market is traded.</summary>
public enum MarketStatus : byte
{
    /// <summary>A value this version does not know.</summary>
    Unknown,

    /// <summary>Trading is on.</summary>
    Active,

    /// <summary>Only reduce-only orders are taken.</summary>
    ReduceOnly,

    /// <summary>No longer traded.</summary>
    Delisted,

    /// <summary>Not yet traded.</summary>
    Prelisted,

    /// <summary>Trading is off.</summary>
    Disabled,
}
