namespace LowLatencyMM.Core.Settings;

/// <summary>How the volatility is estimated (<c>sigma_estimation_method</c>). The values are the journal's.</summary>
public enum SigmaMethod
{
    /// <summary>Exponentially weighted squared returns.</summary>
    Ewma = 0,

    /// <summary>Standard deviation of the returns.</summary>
    Simple = 1,

    /// <summary>Root mean squared return.</summary>
    Realized = 2,

    /// <summary>Range of one-minute bars.</summary>
    Parkinson = 3,

    /// <summary>Two-scale realized variance: without the noise of the book.</summary>
    TwoScale = 4,

    /// <summary>GARCH(1,1) with normal innovations.</summary>
    Garch = 5,

    /// <summary>GARCH(1,1) with Student-t innovations.</summary>
    GarchStudentT = 6,
}
