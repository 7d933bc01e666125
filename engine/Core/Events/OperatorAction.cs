namespace LowLatencyMM.Core.Events;

/// <summary>What the operator commands. The values are the journal's.</summary>
public enum OperatorAction : long
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>Begin to quote.</summary>
    Start = 1,

    /// <summary>Cancel everything and quote no more.</summary>
    Stop = 2,

    /// <summary>Cancel everything, then only collect and compute, until told to start again.</summary>
    Pause = 3,
}
