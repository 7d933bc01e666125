namespace LowLatencyMM.Core.Settings;

/// <summary>What <c>minimum_spread_bps</c> measures (<c>minimum_spread_basis</c>). The values are the journal's.</summary>
public enum SpreadBasis
{
    /// <summary>From bid to ask.</summary>
    Full = 0,

    /// <summary>From the fair price to one side.</summary>
    Half = 1,
}
