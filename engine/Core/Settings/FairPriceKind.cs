namespace LowLatencyMM.Core.Settings;

/// <summary>The price that is quoted around (<c>fair_price</c>). The values are the journal's.</summary>
public enum FairPriceKind
{
    /// <summary>Middle of best bid and best ask.</summary>
    Mid = 0,

    /// <summary>Middle weighted by the size on the opposite side.</summary>
    Microprice = 1,
}
