namespace LowLatencyMM.Core.Settings;

/// <summary>How orders are handled.</summary>
public sealed record OrderSettings
{
    /// <summary>Life of an order, seconds (<c>order_expiry_sec</c>).</summary>
    public long ExpirySeconds { get; init; } = 3_600;

    /// <summary>How long a request may stay without an answer before its order is unknown, nanoseconds (<c>inflight_timeout_ms</c>).</summary>
    public long InflightTimeoutNs { get; init; } = 3_000_000_000;

    /// <summary>Pause between two queries for the same order, nanoseconds.</summary>
    public long QueryIntervalNs { get; init; } = 1_000_000_000;

    /// <summary>First pause after a reject, nanoseconds; doubles up to <see cref="RejectBackoffCapNs"/>.</summary>
    public long RejectBackoffNs { get; init; } = 250_000_000;

    /// <summary>Longest pause after rejects, nanoseconds.</summary>
    public long RejectBackoffCapNs { get; init; } = 10_000_000_000;

    /// <summary>Whether a reprice uses the exchange's atomic replace (<c>use_atomic_replace</c>).</summary>
    public bool UseAtomicReplace { get; init; } = true;
}
