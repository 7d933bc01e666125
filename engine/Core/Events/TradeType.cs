namespace LowLatencyMM.Core.Events;

/// <summary>What kind of trade a print or fill is. The values are the journal's.</summary>
public enum TradeType : long
{
    /// <summary>A type that this version does not know.</summary>
    Unknown = 0,

    /// <summary>An ordinary trade.</summary>
    Trade = 1,

    /// <summary>A liquidation.</summary>
    Liquidation = 2,

    /// <summary>An automatic deleveraging.</summary>
    Deleverage = 3,
}
