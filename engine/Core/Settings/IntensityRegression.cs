namespace LowLatencyMM.Core.Settings;

/// <summary>How levels are weighted in the intensity fit (<c>k_regression</c>). The values are the journal's.</summary>
public enum IntensityRegression
{
    /// <summary>By their fills (<c>wls</c>).</summary>
    Weighted = 0,

    /// <summary>All alike (<c>ols</c>).</summary>
    Ordinary = 1,
}
