namespace LowLatencyMM.Replay;

/// <summary>What the engine knew and wanted right after an event.</summary>
/// <param name="Event">The event.</param>
/// <param name="Market">The market that the rest is about.</param>
/// <param name="FrameStart">Sequence of the first event of its frame; its own if it is not part of one.</param>
/// <param name="Book">Top of the full book.</param>
/// <param name="BestBidAsk">The newest event of the best bid and ask stream, if any.</param>
/// <param name="MarkPrice">The newest mark price, if any.</param>
/// <param name="Position">The newest position that the exchange reported, if any.</param>
/// <param name="Quote">The quote decision in force: prices, position, σ, κ, reservation price, clamps and reason; none before the first.</param>
/// <param name="Verdicts">Risk's newest verdict for each side, if any; one with the event as its cause was made on it.</param>
public sealed record Situation(
    RecordedEvent Event,
    int Market,
    long FrameStart,
    BookTop Book,
    RecordedEvent? BestBidAsk,
    RecordedEvent? MarkPrice,
    RecordedEvent? Position,
    RecordedEvent? Quote,
    IReadOnlyList<RecordedEvent> Verdicts);
