namespace LowLatencyMM.Bench.Gate;

/// <summary>What a round of a time gate found: medians over its pairs of slices.</summary>
/// <param name="Ratio">Subject's time by reference's time.</param>
/// <param name="SubjectMicros">A slice of the subject, microseconds; to see which of the two has changed, never to judge by.</param>
/// <param name="ReferenceMicros">A slice of the reference.</param>
internal readonly record struct TimeRatio(double Ratio, double SubjectMicros, double ReferenceMicros);
