namespace LowLatencyMM.Simulator.Matching;

/// <summary>From which side a price reaches its trigger.</summary>
internal enum TriggerDirection : byte
{
    /// <summary>UP: at or above it.</summary>
    Up,

    /// <summary>DOWN: at or below it.</summary>
    Down,
}
