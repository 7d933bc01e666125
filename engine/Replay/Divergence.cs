using LowLatencyMM.Core.Events;

namespace LowLatencyMM.Replay;

/// <summary>The first place where a replay and its journal differ.</summary>
/// <param name="Sequence">The recorded event, or the one at which a decision was due.</param>
/// <param name="Kind">Kind of the recorded event; of the replayed one where nothing was recorded.</param>
/// <param name="Field">The field that differs, by <see cref="EventSchema"/>; <c>event</c> where one of the two does not exist.</param>
/// <param name="Recorded">What the journal says.</param>
/// <param name="Replayed">What the replay says.</param>
public sealed record Divergence(long Sequence, EventKind Kind, string Field, string Recorded, string Replayed)
{
    /// <summary><see cref="Field"/> where an event was recorded and not replayed, or the other way round.</summary>
    public const string WholeEvent = "event";

    /// <inheritdoc/>
    public override string ToString() => $"event {Sequence}, {Kind}.{Field}: recorded {Recorded}, replayed {Replayed}";
}
