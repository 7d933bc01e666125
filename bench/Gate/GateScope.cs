namespace LowLatencyMM.Bench.Gate;

/// <summary>What a process measures.</summary>
internal enum GateScope
{
    /// <summary>Times and allocations.</summary>
    All,

    /// <summary>The timed pieces.</summary>
    Times,

    /// <summary>The paths that must not allocate.</summary>
    Allocations,
}
