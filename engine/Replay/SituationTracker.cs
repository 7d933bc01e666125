using LowLatencyMM.Core.Book;
using LowLatencyMM.Core.Events;

namespace LowLatencyMM.Replay;

/// <summary>
/// Follows a journal up to an event and a little further: the decisions made on the event stand in the journal after it.
/// </summary>
/// <param name="target">The event's sequence.</param>
/// <param name="market">The market to follow; null for that of the event.</param>
internal sealed class SituationTracker(long target, ushort? market)
{
    private readonly Dictionary<ushort, MarketView> _markets = [];
    private readonly Dictionary<(StreamId, ushort), long> _frameStarts = [];
    private RecordedEvent? _event;
    private long _frameStart;
    private BookTop _top;

    /// <summary>Whether all decisions up to those made on the event have been seen.</summary>
    public bool IsComplete { get; private set; }

    /// <summary>The situation; null if the event has not come.</summary>
    public Situation? Situation =>
        _event is { } e
            ? new Situation(e, MarketOf(e.Event), _frameStart, _top, View(e).BestBidAsk, View(e).MarkPrice, View(e).Position, View(e).Quote,
                [.. View(e).Verdicts.Values])
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
            OrderBook book = View(_event.Value).Book;
            _top = new BookTop(book.IsValid, book.BestBidTicks, book.BestBidSteps, book.BestAskTicks, book.BestAskSteps, book.StreamSeq);
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
            View(decision.Event.Market).Quote = decision;
        else if (decision.Event.Kind == EventKind.RiskVerdict)
            View(decision.Event.Market).Verdicts[decision.Event.RiskVerdict.Side] = decision;
    }

    private void TakeInput(RecordedEvent input)
    {
        (long sequence, Event e) = input;
        if (!_frameStarts.TryGetValue((e.Stream, e.Market), out long start) || e.Flags.HasFlag(EventFlags.FrameStart))
            start = sequence;
        _frameStart = start;
        if (e.Flags.HasFlag(EventFlags.FrameStart) && !e.Flags.HasFlag(EventFlags.FrameEnd))
            _frameStarts[(e.Stream, e.Market)] = start;
        else if (e.Flags.HasFlag(EventFlags.FrameEnd))
            _frameStarts.Remove((e.Stream, e.Market));

        MarketView view = View(e.Market);
        switch (e.Kind)
        {
            case EventKind.BookLevel:
                view.Book.Apply(e);
                break;
            case EventKind.Connection when e.Stream == StreamId.OrderBook:
                view.Book.Invalidate();
                break;
            case EventKind.BestBidAsk:
                view.BestBidAsk = input;
                break;
            case EventKind.MarkPrice:
                view.MarkPrice = input;
                break;
            case EventKind.Position:
                view.Position = input;
                break;
        }
    }

    private static long CauseOf(in Event decision) => decision.QuoteDecision.CauseSequence;

    private ushort MarketOf(in Event e) => market ?? e.Market;

    private MarketView View(RecordedEvent e) => View(MarketOf(e.Event));

    private MarketView View(ushort number)
    {
        if (!_markets.TryGetValue(number, out MarketView? view))
            _markets.Add(number, view = new MarketView());
        return view;
    }

    private sealed class MarketView
    {
        public OrderBook Book { get; } = new();

        public SortedDictionary<Side, RecordedEvent> Verdicts { get; } = [];

        public RecordedEvent? BestBidAsk { get; set; }

        public RecordedEvent? MarkPrice { get; set; }

        public RecordedEvent? Position { get; set; }

        public RecordedEvent? Quote { get; set; }
    }
}
