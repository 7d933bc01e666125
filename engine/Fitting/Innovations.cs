namespace LowLatencyMM.Fitting;

/// <summary>The distribution of a return about its mean, given its variance.</summary>
public enum Innovations
{
    /// <summary>Normal.</summary>
    Normal,

    /// <summary>Student's t, scaled to the variance.</summary>
    StudentT,
}
