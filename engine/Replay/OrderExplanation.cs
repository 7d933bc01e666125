namespace LowLatencyMM.Replay;

/// <summary>Why an order went out, and what became of it.</summary>
/// <param name="OwnId">Our number of the order.</param>
/// <param name="Order">The order as it was decided, with what became of sending it.</param>
/// <param name="Cause">What the engine knew and wanted at the event that caused it.</param>
/// <param name="Signed">Hash and signature; null if it was refused or not recorded.</param>
/// <param name="Timed">When it passed each stage; null if it was not sent, or written by an engine that took no stamps.</param>
/// <param name="TickToOrderNs">From the arrival of the causing frame's last byte to immediately before the send call; null if not sent.</param>
/// <param name="SendNs">Duration of the send call; null if not sent.</param>
/// <param name="History">
/// Everything later about it, in order: cancels, replaces and queries that were sent for it, the exchange's answers, account updates and fills,
/// and the texts that belong to them.
/// </param>
/// <param name="FilledSteps">Size filled: the larger of what its updates and its fills add up to.</param>
public sealed record OrderExplanation(
    long OwnId,
    RecordedEvent Order,
    Situation Cause,
    RecordedEvent? Signed,
    RecordedEvent? Timed,
    long? TickToOrderNs,
    long? SendNs,
    IReadOnlyList<RecordedEvent> History,
    long FilledSteps);
