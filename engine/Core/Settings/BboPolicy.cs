namespace LowLatencyMM.Core.Settings;

/// <summary>Whether quotes may improve the market's best prices (<c>bbo_policy</c>). The values are the journal's.</summary>
public enum BboPolicy
{
    /// <summary>They may.</summary>
    None = 0,

    /// <summary>They join the best at most.</summary>
    NoImprove = 1,
}
