namespace LowLatencyMM.Host.Doctor;

/// <summary>How a check came out.</summary>
public enum CheckStatus
{
    /// <summary>All is well.</summary>
    Ok,

    /// <summary>It works, but not as it should.</summary>
    Warn,

    /// <summary>The engine could not run like this.</summary>
    Fail,
}
