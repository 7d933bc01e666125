namespace LowLatencyMM.Bench.Frames;

/// <summary>What a series took.</summary>
/// <param name="MedianNs">Median of a frame, nanoseconds, with one clock read.</param>
/// <param name="P99Ns">99th percentile.</param>
/// <param name="Orders">Orders, replaces and cancels that the measured frames caused.</param>
/// <param name="AllocatedBytes">Bytes allocated by all measured frames and the answers between them.</param>
internal sealed record FrameFigures(double MedianNs, double P99Ns, long Orders, long AllocatedBytes);
