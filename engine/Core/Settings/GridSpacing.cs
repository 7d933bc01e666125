namespace LowLatencyMM.Core.Settings;

/// <summary>How the distances of the depth grid are spaced (<c>k_grid_spacing</c>). The values are the journal's.</summary>
public enum GridSpacing
{
    /// <summary>Evenly in the logarithm.</summary>
    Log = 0,

    /// <summary>Evenly.</summary>
    Linear = 1,
}
