using System.Diagnostics;

namespace LowLatencyMM.Feed;

/// <summary>
/// Unix time in nanoseconds that never runs backwards: the wall clock once at construction, the monotonic clock from
/// then on. One instance serves a whole process, so that all its stamps are comparable.
/// </summary>
/// <remarks>Hot path: one monotonic clock read, no allocation. Safe to share between threads.</remarks>
public sealed class WallClock
{
    private static readonly double NsPerTick = 1e9 / Stopwatch.Frequency;

    private long _startNs;
    private long _startTicks;

    /// <summary>Anchors the clock at the current wall time.</summary>
    public WallClock() => Anchor((DateTime.UtcNow - DateTime.UnixEpoch).Ticks * 100);

    /// <summary>
    /// Makes it <paramref name="nowNs"/> now: for a chain without an exchange, whose time is its caller's. Not for a clock that another thread reads.
    /// </summary>
    public void Anchor(long nowNs)
    {
        _startNs = nowNs;
        _startTicks = Stopwatch.GetTimestamp();
    }

    /// <summary>Nanoseconds since 1970-01-01 UTC: wall time at construction plus monotonic time elapsed since.</summary>
    public long NowNs() => NsOf(Stopwatch.GetTimestamp());

    /// <summary>The time at a moment that was noted as <see cref="Stopwatch.GetTimestamp"/>.</summary>
    public long NsOf(long timestamp) => _startNs + ToNs(timestamp - _startTicks);

    /// <summary>The reading of the machine's monotonic clock, in nanoseconds, that belongs to a time of this clock.</summary>
    public long ToMonotonicNs(long timeNs) => timeNs - _startNs + ToNs(_startTicks);

    private static long ToNs(long ticks) => Stopwatch.Frequency == 1_000_000_000 ? ticks : (long)(ticks * NsPerTick);
}
