namespace LowLatencyMM.Core.Estimation;

/// <summary>How far a fit of the intensity can be trusted.</summary>
public enum IntensityQuality
{
    /// <summary>No fit: too few levels, a slope that does not fall, or a result that is not finite.</summary>
    None,

    /// <summary>Not used.</summary>
    Low,

    /// <summary>Used.</summary>
    Medium,

    /// <summary>Used.</summary>
    High,
}
