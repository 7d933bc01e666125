namespace LowLatencyMM.Core.Events;

/// <summary>Why a stream is no longer trusted. The values are the journal's.</summary>
public enum DistrustReason : long
{
    /// <summary>None.</summary>
    None = 0,

    /// <summary>The best prices of the full book and of the best bid and ask stream differ for too long; of the two, this one is behind in exchange time.</summary>
    Disagreement = 1,

    /// <summary>Trades print through the best price, and the stream does not follow.</summary>
    TradedThrough = 2,

    /// <summary>It says nothing for longer than it should.</summary>
    Silence = 3,
}
