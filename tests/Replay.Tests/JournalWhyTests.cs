using System.Text.Json;
using LowLatencyMM.Core.Events;
using LowLatencyMM.Gateway;
using LowLatencyMM.Journal;

namespace LowLatencyMM.Replay.Tests;

/// <summary>A session of known events: a book, two quotes, answers, updates and fills of the first order.</summary>
public sealed class JournalWhyTests : IDisposable
{
    private const long FirstOrder = (1L << 30) + 1;
    private const long Cause = 5;

    private readonly TemporaryFolder _folder = new();
    private readonly string _session;
    private readonly List<RecordedEvent> _events;

    public JournalWhyTests()
    {
        _session = Record(_folder.Path);
        using JournalReader journal = JournalReader.Open(_session);
        _events = [.. JournalShow.Read(journal, new ShowFilter())];
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void An_order_is_explained_by_its_cause_book_quote_and_risk()
    {
        OrderExplanation why = Explain();

        Assert.Equal(Cause, why.Cause.Event.Sequence);
        Assert.Equal(EventKind.BestBidAsk, why.Cause.Event.Event.Kind);
        Assert.Equal(new BookTop(true, 168_000, 700, 168_003, 900, 1), why.Cause.Book);
        Assert.Equal(168_000, why.Cause.BestBidAsk?.Event.BestBidAsk.BidTicks);
        Assert.Equal(84_000_250_000_000, why.Cause.MarkPrice?.Event.Price.PriceNano);
        QuoteDecisionPayload quote = why.Cause.Quote!.Value.Event.QuoteDecision;
        Assert.Equal((Cause, QuoteReason.Quoting, 167_998L), (quote.CauseSequence, quote.Reason, quote.BidTicks));
        Assert.Equal(167_998, why.Order.Event.OrderSent.PriceTicks);
        Assert.Equal(why.Order.Sequence + 1, why.Signed?.Sequence);
    }

    [Fact]
    public void Tick_to_order_is_from_the_causing_frame_to_the_send_call()
    {
        OrderExplanation why = Explain();

        OrderSentPayload sent = why.Order.Event.OrderSent;
        Assert.Equal(sent.BeforeSendNs - why.Cause.Event.Event.ReceiveNs, why.TickToOrderNs);
        Assert.Equal(1_000, why.SendNs);
    }

    [Fact]
    public void An_orders_history_has_its_answers_updates_fills_and_texts_and_nothing_of_other_orders()
    {
        OrderExplanation why = Explain();

        EventKind[] expected =
        [
            EventKind.OrderAnswer, EventKind.Text, EventKind.AccountOrder, EventKind.AccountTrade, EventKind.AccountTrade,
            EventKind.AccountTrade, EventKind.OrderSent,
        ];
        Assert.Equal(expected, why.History.Select(later => later.Event.Kind));
        Assert.Equal(FirstOrder, why.History[^1].Event.OrderSent.CancelOwnId);
    }

    [Fact]
    public void Fills_are_counted_once_and_by_the_larger_of_updates_and_trades() => Assert.Equal(4, Explain().FilledSteps);

    [Fact]
    public void An_unknown_order_has_no_explanation() => Assert.Null(JournalWhy.Order(_session, 77));

    [Fact]
    public void The_frame_of_an_event_begins_where_its_first_level_stands()
    {
        Situation? situation = JournalWhy.AtSequence(_session, 2);

        Assert.Equal((0, new BookTop(true, 168_000, 700, 168_003, 900, 1)), (situation?.FrameStart, situation?.Book));
        Assert.Null(situation?.Quote);
        Assert.False(JournalWhy.AtSequence(_session, 1)?.Book.IsValid);
    }

    [Fact]
    public void A_moment_without_quotes_is_explained_by_the_reason_in_force()
    {
        RecordedEvent stale = _events.First(r =>
            r.Event.Kind == EventKind.QuoteDecision && r.Event.QuoteDecision.Reason == QuoteReason.BookStale);
        long cause = stale.Event.QuoteDecision.CauseSequence;

        Situation? before = JournalWhy.AtSequence(_session, cause - 1);
        Situation? after = JournalWhy.AtSequence(_session, cause);
        Situation? moment = JournalWhy.AtTime(_session, _events[(int)cause].Event.ReceiveNs);

        Assert.Equal(QuoteReason.Quoting, before?.Quote?.Event.QuoteDecision.Reason);
        Assert.Equal(QuoteReason.BookStale, after?.Quote?.Event.QuoteDecision.Reason);
        Assert.Equal(QuoteReason.BookStale, moment?.Quote?.Event.QuoteDecision.Reason);
        Assert.Equal(cause, moment?.Event.Sequence);
    }

    [Fact]
    public void A_moment_outside_the_journal_has_no_situation()
    {
        Assert.Null(JournalWhy.AtTime(_session, TestSession.StartNs - 1));
        Assert.Null(JournalWhy.AtSequence(_session, 10_000));
    }

    [Fact]
    public void The_report_names_what_a_reader_asks_for()
    {
        using var output = new StringWriter();

        new WhyReport(TestSession.Settings.Market).PrintText(Explain(), output);

        string text = output.ToString();
        string[] expected =
        [
            "mm0000000040000001: Create Buy 0.005 BTC-USD at 83999.0", "Book: 0.700 at 84000.0, 0.900 at 84001.5", "Mark price: Price=84000.25",
            "Quote: Quoting", "reservation price 84000.125", "sigma 0.25", "kappa 1.5", "clamps SpreadFloor|KappaFallback",
            "position -0.003", "Risk: no objection so far", "us from tick to order", "OrderAnswer", "Text=hello", "Filled: 0.004 of 0.005",
        ];
        Assert.All(expected, part => Assert.Contains(part, text, StringComparison.Ordinal));
    }

    [Fact]
    public void The_json_report_has_the_same()
    {
        var report = new WhyReport(TestSession.Settings.Market);

        using JsonDocument order = JsonDocument.Parse(report.Json(Explain()));
        using JsonDocument moment = JsonDocument.Parse(report.Json(JournalWhy.AtSequence(_session, Cause)!));

        Assert.Equal("mm0000000040000001", order.RootElement.GetProperty("externalId").GetString());
        Assert.Equal("84000.0", order.RootElement.GetProperty("situation").GetProperty("book").GetProperty("bidPrice").GetString());
        Assert.Equal(7, order.RootElement.GetProperty("history").GetArrayLength());
        Assert.Equal("0.004", order.RootElement.GetProperty("filled").GetString());
        Assert.Equal("Quoting",
            moment.RootElement.GetProperty("quote").GetProperty("fields").GetProperty("Reason").GetString());
        Assert.Equal(JsonValueKind.Null, moment.RootElement.GetProperty("position").ValueKind);
    }

    private OrderExplanation Explain()
    {
        Assert.True(ExternalId.TryParse("mm0000000040000001", out long ownId));
        OrderExplanation? why = JournalWhy.Order(_session, ownId);
        Assert.NotNull(why);
        return why;
    }

    private static string Record(string root)
    {
        using var recorder = new SessionRecorder<PlainCore>(root, PlainCore.Standard);
        // 0–2: one frame of the book; 3: timer; 4: mark price; 5: the cause of the first orders.
        recorder.Publish(Level(Side.Buy, 168_000, 700, EventFlags.FrameStart));
        recorder.Publish(Level(Side.Buy, 167_990, 100, EventFlags.None));
        recorder.Publish(Level(Side.Sell, 168_003, 900, EventFlags.FrameEnd));
        recorder.Publish(New(EventKind.Timer, StreamId.Engine));
        Event mark = New(EventKind.MarkPrice, StreamId.MarkPrice);
        mark.Price.PriceNano = 84_000_250_000_000;
        recorder.Publish(mark);
        recorder.Publish(PlainSession.BestBidAsk(0));
        // In the same burst, so before the order's own record: the book moves on.
        Event moved = Level(Side.Buy, 168_001, 50, EventFlags.FrameStart | EventFlags.FrameEnd);
        moved.Flags &= ~EventFlags.Snapshot;
        moved.StreamSeq = 2;
        recorder.Publish(moved);
        recorder.Run();

        PublishAnswer(recorder, FirstOrder + 1, EventFlags.None);
        PublishAnswer(recorder, FirstOrder, EventFlags.TextFollows);
        Event text = New(EventKind.Text, StreamId.OrdersBuy);
        text.Text.Set(TextPurpose.ErrorMessage, "hello"u8);
        recorder.Publish(text);
        recorder.Publish(text);
        Event update = New(EventKind.AccountOrder, StreamId.Account);
        (update.AccountOrder.OwnId, update.AccountOrder.OrderId, update.AccountOrder.FilledSteps) = (FirstOrder, 900, 3);
        recorder.Publish(update);
        PublishTrade(recorder, tradeId: 1, FirstOrder);
        PublishTrade(recorder, tradeId: 1, FirstOrder);
        PublishTrade(recorder, tradeId: 2, 0);
        PublishTrade(recorder, tradeId: 3, FirstOrder + 1);
        recorder.Run();
        for (int i = 1; i < 12; i++)
        {
            recorder.Publish(PlainSession.BestBidAsk(i));
            recorder.Run();
        }
        return recorder.Folder;
    }

    private static void PublishAnswer(SessionRecorder<PlainCore> recorder, long ownId, EventFlags flags)
    {
        Event answer = New(EventKind.OrderAnswer, StreamId.OrdersBuy);
        answer.Flags = flags;
        (answer.OrderAnswer.OwnId, answer.OrderAnswer.Request, answer.OrderAnswer.Outcome) =
            (ownId, RequestKind.Create, AnswerOutcome.Accepted);
        recorder.Publish(answer);
    }

    private static void PublishTrade(SessionRecorder<PlainCore> recorder, long tradeId, long ownId)
    {
        Event trade = New(EventKind.AccountTrade, StreamId.Account);
        (trade.AccountTrade.TradeId, trade.AccountTrade.OwnId, trade.AccountTrade.OrderId) = (tradeId, ownId, ownId == 0 ? 900 : 0);
        trade.AccountTrade.QuantitySteps = 2;
        recorder.Publish(trade);
    }

    private static Event Level(Side side, long ticks, long steps, EventFlags flags)
    {
        Event e = New(EventKind.BookLevel, StreamId.OrderBook);
        e.Flags = flags | EventFlags.Snapshot | EventFlags.Absolute;
        e.StreamSeq = 1;
        e.BookLevel.Side = side;
        e.BookLevel.PriceTicks = ticks;
        e.BookLevel.QuantitySteps = steps;
        return e;
    }

    private static Event New(EventKind kind, StreamId stream)
    {
        Event e = default;
        e.Begin(kind, EventFlags.None, 0, stream, TestSession.StartNs);
        return e;
    }
}
