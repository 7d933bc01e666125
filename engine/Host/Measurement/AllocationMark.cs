namespace LowLatencyMM.Host.Measurement;

/// <summary>What the engine's threads had allocated at a moment.</summary>
/// <param name="Bytes">Bytes since their start.</param>
/// <param name="Events">Events handled by then.</param>
public readonly record struct AllocationMark(long Bytes, long Events)
{
    /// <summary>Bytes for each event between two moments; 0 when there was none.</summary>
    public static double PerEvent(AllocationMark from, AllocationMark to) =>
        to.Events > from.Events ? (double)(to.Bytes - from.Bytes) / (to.Events - from.Events) : 0;
}
