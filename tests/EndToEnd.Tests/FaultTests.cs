using LowLatencyMM.Core.Events;
using LowLatencyMM.EndToEnd.Tests.Support;
using LowLatencyMM.Host;
using LowLatencyMM.Simulator;
using SimulatedStream = LowLatencyMM.Simulator.StreamKind;

namespace LowLatencyMM.EndToEnd.Tests;

/// <summary>What goes wrong between engine and exchange, on purpose. <see cref="MarketSession.EndAsync"/> requires the same end of each.</summary>
public class FaultTests
{
    /// <summary>Account frames come so late that only a query can tell what became of an order.</summary>
    private static readonly SimulatorOptions LateAccountFrames = new() { StreamDelay = TimeSpan.FromSeconds(1) };

    [Fact]
    public async Task An_order_whose_answer_is_lost_is_unknown_until_a_query_finds_it()
    {
        await using MarketSession session = await MarketSession.StartAsync(LateAccountFrames, prepare: faults => faults.LoseNextAnswer());
        await using var live = new LiveOrders(session.Exchange);
        await session.UntilAsync("a query", core => core.Queries >= 1);
        await session.UntilTwoSidedAsync();

        (_, JournalLog journal) = await session.EndAsync();

        Assert.Equal(1, live.MostOnOneSide);
        long lost = FirstLost(journal);
        journal.RequireInOrder(
            ("the order", e =>
                e.Kind == EventKind.OrderSent && e.OrderSent.Request == RequestKind.Create && e.OrderSent.OwnId == lost),
            ("the answer that never came", e =>
                e.Kind == EventKind.OrderAnswer && e.OrderAnswer.OwnId == lost && e.OrderAnswer.Outcome == AnswerOutcome.Unknown),
            ("the query", e => e.Kind == EventKind.OrderSent && e.OrderSent.Request == RequestKind.Query && e.OrderSent.OwnId == lost),
            ("the order as the exchange has it", e =>
                e.Kind == EventKind.AccountOrder && e.AccountOrder.OwnId == lost && e.Flags.HasFlag(EventFlags.FromRest)),
            ("the end of the query", e =>
                e.Kind == EventKind.QueryAnswer && e.QueryAnswer.OwnId == lost && e.QueryAnswer.Outcome == AnswerOutcome.Found));
    }

    [Fact]
    public async Task An_order_that_never_arrived_is_unknown_until_the_exchange_has_said_twice_that_it_has_none()
    {
        await using MarketSession session = await MarketSession.StartAsync(prepare: faults => faults.LoseNextRequest());
        await using var live = new LiveOrders(session.Exchange);
        await session.UntilAsync("two queries", core => core.Queries >= 2);
        await session.UntilTwoSidedAsync();

        (_, JournalLog journal) = await session.EndAsync();

        Assert.Equal(1, live.MostOnOneSide);
        long lost = FirstLost(journal);
        Func<Event, bool> absent = e =>
            e.Kind == EventKind.QueryAnswer && e.QueryAnswer.OwnId == lost && e.QueryAnswer.Outcome == AnswerOutcome.NotFound;
        journal.RequireInOrder(
            ("the answer that never came", e => e.Kind == EventKind.OrderAnswer && e.OrderAnswer.OwnId == lost),
            ("not there", absent),
            ("still not there", absent),
            ("another order", e => e.Kind == EventKind.OrderSent && e.OrderSent.Request is RequestKind.Create or RequestKind.Replace));
    }

    [Fact]
    public async Task A_hole_in_the_book_stream_stops_quoting_until_the_stream_has_connected_anew()
    {
        await using MarketSession session = await MarketSession.StartAsync();
        await session.UntilTwoSidedAsync();
        long changes = session.Core.ReasonChanges;
        await session.Exchange.Faults.DropFramesAsync(SimulatedStream.Book);
        await session.UntilAsync("quoting stops and goes on", core => core.ReasonChanges >= changes + 2 && core.Reason == QuoteReason.Quoting);
        await session.UntilTwoSidedAsync();

        (_, JournalLog journal) = await session.EndAsync();

        journal.RequireInOrder(
            ("the first connection", Connected(StreamId.OrderBook, 1)),
            ("quoting", Quotes(QuoteReason.Quoting)),
            ("the refused frame", e => e.Kind == EventKind.FrameRejected && e.FrameRejected.Reason == FrameRejection.SequenceGap
                && e.FrameRejected.ActualSeq == e.FrameRejected.ExpectedSeq + 1),
            ("no quotes", Quotes(QuoteReason.SequenceGap)),
            ("the second connection", Connected(StreamId.OrderBook, 2)),
            ("its snapshot", e => e.Kind == EventKind.BookLevel && e.Flags.HasFlag(EventFlags.Snapshot)),
            ("quoting again", Quotes(QuoteReason.Quoting)));
    }

    [Fact]
    public async Task While_the_account_stream_is_down_nothing_is_quoted_and_fills_that_it_missed_are_fetched_and_counted_once()
    {
        await using MarketSession session = await MarketSession.StartAsync(new SimulatorOptions { Speed = 3 });
        await session.UntilAsync("a fill", core => core.Fills >= 1);
        Faults faults = session.Exchange.Faults;
        await faults.StallStreamAsync(SimulatedStream.Account, true);
        int before = (await session.Exchange.GetStateAsync()).Fills.Count;
        await Until.TrueAsync("a fill that the engine is not told of", async () => (await session.Exchange.GetStateAsync()).Fills.Count > before);
        await faults.CloseStreamsAsync();
        await faults.StallStreamAsync(SimulatedStream.Account, false);
        await session.UntilAsync("the engine has caught up", core => core.Fills > before && core.Reason == QuoteReason.Quoting);
        await session.UntilTwoSidedAsync();

        (_, JournalLog journal) = await session.EndAsync();

        journal.RequireInOrder(
            ("the account ready", Ready(1)),
            ("quoting", Quotes(QuoteReason.Quoting)),
            ("the break", Disconnected(StreamId.Account)),
            ("no quotes", Quotes(QuoteReason.AccountDown)),
            ("the second connection", Connected(StreamId.Account, 2)),
            ("a missed fill", e => e.Kind == EventKind.AccountTrade && e.Flags.HasFlag(EventFlags.FromRest)),
            ("the account ready again", Ready(2)),
            ("quoting again", Quotes(QuoteReason.Quoting)));
        foreach (StreamId stream in new[] { StreamId.OrderBook, StreamId.BestBidAsk, StreamId.Trades, StreamId.MarkPrice })
            journal.RequireInOrder(("the break", Disconnected(stream)), ("the second connection", Connected(stream, 2)));
    }

    [Fact]
    public async Task A_refused_order_is_counted_and_the_side_quotes_again_after_a_pause()
    {
        const int MarketOrdersNeedIoc = 1126;
        await using MarketSession session = await MarketSession.StartAsync();
        await session.UntilTwoSidedAsync();
        long rejects = session.Core.Rejects;
        session.Exchange.Faults.RefuseNextOrder(MarketOrdersNeedIoc, "Refused on purpose", 422);
        await session.UntilAsync("a refusal", core => core.Rejects > rejects);
        await session.UntilTwoSidedAsync();

        (SessionSummary summary, JournalLog journal) = await session.EndAsync();

        OrderAnswerPayload refused = Assert.Single(
            journal.Of(EventKind.OrderAnswer).Select(e => e.OrderAnswer), answer => answer.ErrorCode == MarketOrdersNeedIoc);
        Assert.Equal(AnswerOutcome.Rejected, refused.Outcome);
        Assert.Equal(422, refused.HttpStatus);
        Assert.True(summary.Status.Core.Rejects > rejects);
    }

    [Fact]
    public async Task An_order_refused_for_its_own_fields_stops_quoting_for_good()
    {
        const int InvalidSignature = 1101;
        await using MarketSession session = await MarketSession.StartAsync();
        await session.UntilTwoSidedAsync();
        session.Exchange.Faults.RefuseNextOrder(InvalidSignature, "Refused on purpose", 422);
        await session.UntilAsync("quoting stops", core => core.Reason == QuoteReason.HaltedByRejects);
        await Until.TrueAsync("nothing rests", async () => (await session.Exchange.GetStateAsync()).OpenOrders.Count == 0);

        (_, JournalLog journal) = await session.EndAsync();

        journal.RequireInOrder(
            ("the refusal", e => e.Kind == EventKind.OrderAnswer && e.OrderAnswer.ErrorCode == InvalidSignature),
            ("no quotes", Quotes(QuoteReason.HaltedByRejects)));
        int halted = journal.Events.TakeWhile(recorded => !Quotes(QuoteReason.HaltedByRejects)(recorded.Event)).Count();
        Assert.DoesNotContain(journal.Events.Skip(halted), recorded =>
            recorded.Event.Kind == EventKind.OrderSent && recorded.Event.OrderSent.Request is RequestKind.Create or RequestKind.Replace
            && recorded.Event.OrderSent.CauseSequence > recorded.Sequence);
    }

    [Fact]
    public async Task Too_many_requests_pause_quoting_and_it_goes_on_afterwards()
    {
        await using MarketSession session = await MarketSession.StartAsync();
        await session.UntilTwoSidedAsync();
        // The next order: the next request of any kind may be one that only asks.
        session.Exchange.Faults.RefuseNextOrder(0, "Too many requests", 429);
        await session.UntilAsync("a pause", core => core.Reason == QuoteReason.RateLimited);
        await session.UntilTwoSidedAsync();

        (_, JournalLog journal) = await session.EndAsync();

        Assert.Contains(journal.Of(EventKind.OrderAnswer), e => e.OrderAnswer is { HttpStatus: 429, Outcome: AnswerOutcome.Rejected });
        journal.RequireInOrder(
            ("the answer", e => e.Kind == EventKind.OrderAnswer && e.OrderAnswer.HttpStatus == 429),
            ("no quotes", Quotes(QuoteReason.RateLimited)),
            ("quoting again", Quotes(QuoteReason.Quoting)));
    }

    [Fact]
    public async Task A_book_that_stands_still_too_long_is_stale_and_quotes_leave_the_exchange()
    {
        await using MarketSession session = await MarketSession.StartAsync(
            change: configuration => configuration with
            {
                Markets = [configuration.Markets[0] with { Quoting = configuration.Markets[0].Quoting with { MaxDataAgeNs = 500_000_000 } }],
            });
        await session.UntilTwoSidedAsync();
        await session.Exchange.Faults.StallStreamAsync(SimulatedStream.Book, true);
        await session.Exchange.Faults.StallStreamAsync(SimulatedStream.BestBidAsk, true);
        await session.UntilAsync("the book is stale", core => core.Reason == QuoteReason.BookStale);
        await Until.TrueAsync("nothing rests", async () => (await session.Exchange.GetStateAsync()).OpenOrders.Count == 0);
        await session.Exchange.Faults.StallStreamAsync(SimulatedStream.Book, false);
        await session.Exchange.Faults.StallStreamAsync(SimulatedStream.BestBidAsk, false);
        await session.UntilTwoSidedAsync();

        (_, JournalLog journal) = await session.EndAsync();

        journal.RequireInOrder(
            ("quoting", Quotes(QuoteReason.Quoting)),
            ("no quotes", Quotes(QuoteReason.BookStale)),
            ("quoting again", Quotes(QuoteReason.Quoting)));
    }

    [Fact]
    public async Task A_book_frame_that_cannot_be_read_is_journaled_and_the_stream_connects_anew()
    {
        const string Level = """
            {"type":"DELTA","data":{"t":"DELTA","m":"BTC-USD","b":[{"q":"1","p":"PRICE","c":"1"}],"a":[]},"ts":1,"seq":1}
            """;
        (string Frame, FrameRejection Reason)[] bad =
        [
            ("{\"type\":\"DELTA\",\"data\":", FrameRejection.NotJson),
            (Level.Replace("PRICE", "61800.05", StringComparison.Ordinal), FrameRejection.OffGrid),
            (Level.Replace("PRICE", "99999999999999999999", StringComparison.Ordinal), FrameRejection.Overflow),
        ];
        await using MarketSession session = await MarketSession.StartAsync();
        foreach ((string frame, _) in bad)
        {
            await session.UntilTwoSidedAsync();
            long changes = session.Core.ReasonChanges;
            await session.Exchange.Faults.InjectAsync(SimulatedStream.Book, frame);
            await session.UntilAsync("quoting stops and goes on", core => core.ReasonChanges >= changes + 2 && core.Reason == QuoteReason.Quoting);
        }

        (_, JournalLog journal) = await session.EndAsync();

        journal.RequireInOrder([.. bad.SelectMany((one, index) => new (string, Func<Event, bool>)[]
        {
            ($"{one.Reason}", e => e.Kind == EventKind.FrameRejected && e.FrameRejected.Reason == one.Reason),
            ("its excerpt", e => e.Kind == EventKind.Text && e.Text.Purpose == TextPurpose.FrameExcerpt),
            ("the next connection", Connected(StreamId.OrderBook, index + 2)),
            ("quoting again", Quotes(QuoteReason.Quoting)),
        })]);
    }

    /// <summary>The order whose answer never came.</summary>
    private static long FirstLost(JournalLog journal) =>
        journal.Of(EventKind.OrderAnswer).Select(e => e.OrderAnswer).First(answer => answer.Outcome == AnswerOutcome.Unknown).OwnId;

    private static Func<Event, bool> Quotes(QuoteReason reason) => e => e.Kind == EventKind.QuoteDecision && e.QuoteDecision.Reason == reason;

    private static Func<Event, bool> Ready(long epoch) => e => e.Kind == EventKind.AccountReady && e.AccountReady.ConnectionEpoch == epoch;

    private static Func<Event, bool> Disconnected(StreamId stream) =>
        e => e.Kind == EventKind.Connection && e.Stream == stream && e.Connection.State == ConnectionState.Disconnected;

    private static Func<Event, bool> Connected(StreamId stream, long epoch) => e =>
        e.Kind == EventKind.Connection && e.Stream == stream && e.Connection.State == ConnectionState.Connected && e.Connection.ConnectionEpoch == epoch;
}
