namespace LowLatencyMM.Bench.TickToOrder;

/// <summary>What one session gave.</summary>
internal sealed record SessionResult
{
    /// <summary>How it was measured.</summary>
    public required SessionPlan Plan { get; init; }

    /// <summary>Frames that were due, and the orders that they caused.</summary>
    public required FeedJoin Join { get; init; }

    /// <summary>When the engine was told to end, monotonic: what had not arrived by then counts with the time until then.</summary>
    public required long EndNs { get; init; }

    /// <summary>From when to when the engine's process was stopped, monotonic; both 0 if it was not.</summary>
    public required (long FromNs, long ToNs) Frozen { get; init; }

    /// <summary>Connections beyond the first of each stream: while a stream is not connected, frames for it do not exist.</summary>
    public required int Reconnects { get; init; }

    /// <summary>Frames that the engine refused.</summary>
    public required int RejectedFrames { get; init; }
}
