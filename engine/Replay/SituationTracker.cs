using LowLatencyMM.Core.Book;
using LowLatencyMM.Core.Events;

namespace LowLatencyMM.Replay;

/// <summary>
/// Follows a journal up to an event and a little further: the decisions made on the event stand in the journal after it.
/// </summary>
internal sealed class SituationTracker(long target)
{
    private readonly OrderBook _book = new();
    private readonly Dictionary<StreamId, long> _frameStarts = [];
    private readonly SortedDictionary<Side, RecordedEvent> _verdicts = [];
    private RecordedEvent? _event;
    private long _frameStart;
    private BookTop _top;
    private RecordedEvent? _bestBidAsk;
    private RecordedEvent? _markPrice;
    private RecordedEvent? _position;
    private RecordedEvent? _quote;

    /// <summary>Whether all decisions up to those made on the event have been seen.</summary>
    public bool IsComplete { get; private set; }

    /// <summary>The situation; null if the event has not come.</summary>
    public Situation? Situation =>
        _event is { } e
            ? new Situation(e, _frameStart, _top, _bestBidAsk, _markPrice, _position, _quote, [.. _verdicts.Values])
            : null;

    public void Take(in Event e, long sequence)
    {
        if (DecisionComparison.IsDecision(e.Kind))
            TakeDecision(new RecordedEvent(sequence, e));
        if (sequence > target)
            return;
        TakeInput(new RecordedEvent(sequence, e));
        if (sequence == target)
        {
            _event = new RecordedEvent(sequence, e);
            _top = new BookTop(
                _book.IsValid, _book.BestBidTicks, _book.BestBidSteps, _book.BestAskTicks, _book.BestAskSteps, _book.StreamSeq);
        }
    }

    private void TakeDecision(RecordedEvent decision)
    {
        if (CauseOf(decision.Event) > target)
        {
            IsComplete = true;
            return;
        }
        if (decision.Event.Kind == EventKind.QuoteDecision)
            _quote = decision;
        else if (decision.Event.Kind == EventKind.RiskVerdict)
            _verdicts[decision.Event.RiskVerdict.Side] = decision;
    }

    private void TakeInput(RecordedEvent input)
    {
        (long sequence, Event e) = input;
        if (!_frameStarts.TryGetValue(e.Stream, out long start) || e.Flags.HasFlag(EventFlags.FrameStart))
            start = sequence;
        _frameStart = start;
        if (e.Flags.HasFlag(EventFlags.FrameStart) && !e.Flags.HasFlag(EventFlags.FrameEnd))
            _frameStarts[e.Stream] = start;
        else if (e.Flags.HasFlag(EventFlags.FrameEnd))
            _frameStarts.Remove(e.Stream);

        switch (e.Kind)
        {
            case EventKind.BookLevel:
                _book.Apply(e);
                break;
            case EventKind.Connection when e.Stream == StreamId.OrderBook:
                _book.Invalidate();
                break;
            case EventKind.BestBidAsk:
                _bestBidAsk = input;
                break;
            case EventKind.MarkPrice:
                _markPrice = input;
                break;
            case EventKind.Position:
                _position = input;
                break;
        }
    }

    private static long CauseOf(in Event decision) => decision.QuoteDecision.CauseSequence;
}
