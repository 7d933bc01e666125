namespace LowLatencyMM.Core.Settings;

/// <summary>What happens when a loss limit is reached (<c>kill_action</c>). The values are the journal's.</summary>
public enum KillAction : long
{
    /// <summary>Cancel everything, quote no more, and end the process with exit code 9.</summary>
    Exit = 0,

    /// <summary>Only orders that reduce a position are placed from then on.</summary>
    ReduceOnly = 1,
}
