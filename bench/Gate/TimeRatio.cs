namespace LowLatencyMM.Bench.Gate;

/// <summary>What a round of a time gate found: medians over its pairs of slices.</summary>
/// <param name="Ratio">The piece's time by the kernel's time.</param>
/// <param name="SubjectMicros">A slice of the piece, microseconds; to see which of the two has changed, never to judge by.</param>
/// <param name="KernelMicros">A slice of the kernel.</param>
internal readonly record struct TimeRatio(double Ratio, double SubjectMicros, double KernelMicros);
