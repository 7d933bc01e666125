using LowLatencyMM.Core.Events;

namespace LowLatencyMM.Replay;

/// <summary>Which events of a journal are shown.</summary>
public sealed record ShowFilter
{
    /// <summary>First sequence, inclusive.</summary>
    public long From { get; init; }

    /// <summary>Last sequence, inclusive.</summary>
    public long To { get; init; } = long.MaxValue;

    /// <summary>Only this kind; null for all.</summary>
    public EventKind? Kind { get; init; }
}
