namespace LowLatencyMM.Host.Collect;

/// <summary>What a collection did.</summary>
/// <param name="Elapsed">How long it ran.</param>
/// <param name="Markets">Market by market.</param>
/// <param name="RecordedFrames">Lines of the recording; null without one.</param>
public sealed record CollectSummary(TimeSpan Elapsed, IReadOnlyList<MarketSummary> Markets, long? RecordedFrames);
