namespace LowLatencyMM.Core.Settings;

/// <summary>Which intensity term the GLFT closed form uses (<c>glft_terms</c>). The values are the journal's.</summary>
public enum GlftTerms
{
    /// <summary>ξ = γ: risk aversion also against the chance of fills.</summary>
    ModelA = 0,

    /// <summary>ξ = 0: inventory penalty only.</summary>
    ModelB = 1,
}
