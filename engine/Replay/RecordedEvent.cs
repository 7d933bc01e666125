using LowLatencyMM.Core.Events;

namespace LowLatencyMM.Replay;

/// <summary>An event and its place in the journal.</summary>
/// <param name="Sequence">Its sequence.</param>
/// <param name="Event">The event.</param>
public readonly record struct RecordedEvent(long Sequence, Event Event);
