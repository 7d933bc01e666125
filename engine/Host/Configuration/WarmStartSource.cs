namespace LowLatencyMM.Host.Configuration;

/// <summary>What the estimators begin a session with (<c>warm_start</c>).</summary>
public enum WarmStartSource
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>The market data in the journals of earlier sessions.</summary>
    Journal,

    /// <summary>What the collector wrote.</summary>
    Collected,
}
