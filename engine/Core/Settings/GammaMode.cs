namespace LowLatencyMM.Core.Settings;

/// <summary>Where the risk aversion comes from (<c>gamma_mode</c>). The values are the journal's.</summary>
public enum GammaMode
{
    /// <summary>As configured.</summary>
    Constant = 0,

    /// <summary>Solved so that the reservation price is shifted by a given share of the price at the largest position.</summary>
    MaxShift = 1,

    /// <summary><see cref="MaxShift"/> times the share of the largest position that is held.</summary>
    InventoryScaled = 2,
}
