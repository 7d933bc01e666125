namespace LowLatencyMM.Simulator.Matching;

/// <summary>The exchange's time: nanoseconds since the start, and the epoch milliseconds that every stamp carries.</summary>
/// <param name="startMs">Exchange time of the start, in epoch milliseconds.</param>
internal sealed class SimulatedClock(long startMs)
{
    /// <summary>Nanoseconds since the start.</summary>
    public long Now { get; internal set; }

    /// <summary>Epoch milliseconds.</summary>
    public long NowMs => startMs + Now / 1_000_000;

    public long StartMs => startMs;

    /// <summary>The simulated time of an epoch time.</summary>
    public long ToSimulated(long epochMs) => (epochMs - startMs) * 1_000_000;
}
