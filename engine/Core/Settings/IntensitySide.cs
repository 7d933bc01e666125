namespace LowLatencyMM.Core.Settings;

/// <summary>Which side's fills the intensity is fitted to (<c>k_side</c>). The values are the journal's.</summary>
public enum IntensitySide
{
    /// <summary>Both sides pooled.</summary>
    Both = 0,

    /// <summary>Fills of asks, by buyers.</summary>
    Ask = 1,

    /// <summary>Fills of bids, by sellers.</summary>
    Bid = 2,
}
