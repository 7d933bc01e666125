namespace LowLatencyMM.Feed.Rest;

/// <summary>Kind of market.</summary>
public enum MarketType : byte
{
    /// <summary>A value this version does not know.</summary>
    Unknown,

    /// <summary>Perpetual future.</summary>
    Perpetual,

    /// <summary>Spot.</summary>
    Spot,
}
