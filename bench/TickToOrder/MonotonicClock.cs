using System.Diagnostics;

namespace LowLatencyMM.Bench.TickToOrder;

/// <summary>The machine's monotonic clock, which all its processes share, in nanoseconds.</summary>
internal static class MonotonicClock
{
    public static long NowNs() => Stopwatch.Frequency == 1_000_000_000
        ? Stopwatch.GetTimestamp()
        : (long)(Stopwatch.GetTimestamp() * (1e9 / Stopwatch.Frequency));
}
