namespace LowLatencyMM.Host.Measurement;

/// <summary>A histogram and what it is of.</summary>
/// <param name="Name">Without white space, for example <c>before-send/ahead</c>.</param>
/// <param name="Durations">The histogram.</param>
public sealed record NamedHistogram(string Name, LatencyHistogram Durations);
