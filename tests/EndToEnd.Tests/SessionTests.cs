using LowLatencyMM.Core.Events;
using LowLatencyMM.EndToEnd.Tests.Support;
using LowLatencyMM.Host;
using LowLatencyMM.Journal;
using LowLatencyMM.Replay;
using Side = LowLatencyMM.Core.Events.Side;

namespace LowLatencyMM.EndToEnd.Tests;

/// <summary>An undisturbed session against the simulator, and what its journal proves.</summary>
public class SessionTests(SessionFixture session) : IClassFixture<SessionFixture>
{
    [Fact]
    public void It_quotes_both_sides_and_trades()
    {
        Assert.Contains(Orders(), sent => sent.Side == Side.Buy);
        Assert.Contains(Orders(), sent => sent.Side == Side.Sell);
        Assert.Contains(session.Journal.Of(EventKind.QuoteDecision), e =>
            e.QuoteDecision is { Reason: QuoteReason.Quoting, BidTicks: > 0, AskTicks: > 0 } quote && quote.BidTicks < quote.AskTicks);
        Assert.True(session.Exchange.Fills.Count >= 8, $"{session.Exchange.Fills.Count} fills");
    }

    [Fact]
    public void At_the_end_the_exchange_itself_has_no_open_order()
    {
        Assert.Empty(session.Exchange.OpenOrders);
        Assert.Equal([], session.Summary.OpenOrders);
        Assert.Equal(ExitCode.Ok, session.Summary.ExitCode);
        Assert.Null(session.Summary.Fault);
    }

    [Fact]
    public void Position_fills_and_fees_are_the_exchanges_own()
    {
        Assert.Equal(session.Exchange.Position, session.Summary.Status.Core.PositionSteps);
        Assert.Equal(session.Exchange.Fills.Count, session.Summary.Status.Core.Fills);
        Assert.Equal((long)(session.Exchange.Fills.Sum(fill => fill.Fee) * 1_000_000), session.Summary.Status.Core.FeesMicro);
        Assert.Equal(
            session.Exchange.Fills.Select(fill => fill.Id),
            session.Journal.Of(EventKind.AccountTrade).Select(e => e.AccountTrade.TradeId).Distinct().Order());
    }

    [Fact]
    public void Profit_and_loss_agrees_with_the_exchanges_equity()
    {
        // The exchange values the position at the mark price of the last second, the engine at the mid: they may differ by that much.
        decimal gained = session.Exchange.Equity - 10_000m;
        decimal pnl = session.Summary.Status.Core.PnlMicro / 1e6m;
        decimal position = Math.Abs(session.Exchange.Position) * 0.001m;
        const decimal LargestMoveUsd = 60;

        Assert.InRange(pnl, gained - 0.01m - (position * LargestMoveUsd), gained + 0.01m + (position * LargestMoveUsd));
    }

    [Fact]
    public void Every_external_id_and_every_nonce_is_used_once()
    {
        OrderSentPayload[] orders = [.. Orders()];

        Assert.Equal(orders.Length, orders.Select(order => order.OwnId).Distinct().Count());
        Assert.Equal(orders.Length, orders.Select(order => order.Nonce).Distinct().Count());
    }

    [Fact]
    public void The_engines_threads_allocate_nothing_once_they_are_warm()
    {
        Assert.Empty(session.Summary.Allocations);
        Assert.Equal(0, session.Summary.AllocatedBytesPerEvent);
    }

    [Fact]
    public void Each_order_sent_has_a_latency_and_the_first_its_time()
    {
        long sent = session.Journal.Requests(RequestKind.Create, RequestKind.Replace, RequestKind.Cancel).Count(request => request.BeforeSendNs != 0);

        Assert.Equal(sent, session.Summary.Send.Count);
        Assert.InRange(session.Summary.TickToOrder.Count, 1, sent);
        Assert.NotNull(session.Summary.FirstOrder);
    }

    [Fact]
    public void Each_request_handed_to_the_transport_has_its_times_right_behind_it()
    {
        IReadOnlyList<RecordedEvent> events = session.Journal.Events;
        int timed = 0;
        for (int i = 0; i < events.Count; i++)
        {
            if (events[i].Event.Kind != EventKind.OrderSent || events[i].Event.OrderSent.BeforeSendNs == 0)
                continue;
            OrderSentPayload sent = events[i].Event.OrderSent;
            Event next = events[sent.Request == RequestKind.Cancel ? i + 1 : i + 2].Event;
            Assert.Equal(EventKind.OrderTiming, next.Kind);
            Assert.Equal((sent.CauseSequence, sent.OwnId, sent.Request), (next.OrderTiming.CauseSequence, next.OrderTiming.OwnId, next.OrderTiming.Request));
            Assert.Equal(sent.Request == RequestKind.Cancel, next.OrderTiming.Signing == OrderSigning.None);
            timed++;
        }
        Assert.True(timed >= 10, $"{timed} timed");
        Assert.Equal(timed, session.Journal.Of(EventKind.OrderTiming).Count());
    }

    [Fact]
    public void Every_orders_stages_are_in_their_order_and_end_with_the_send_call()
    {
        Dictionary<long, OrderSentPayload> sent = session.Journal.Requests(RequestKind.Create, RequestKind.Replace, RequestKind.Cancel)
            .Where(request => request.BeforeSendNs != 0 && request.Request != RequestKind.Cancel).ToDictionary(request => request.OwnId);
        foreach (OrderTimingPayload timing in session.Journal.Of(EventKind.OrderTiming).Select(e => e.OrderTiming))
        {
            long[] stages =
            [
                0, timing.ParsedNs, timing.PublishedNs, timing.TakenNs, timing.DecidedNs, timing.RiskNs, timing.SignedNs, timing.BeforeSendNs,
                timing.AfterSendNs,
            ];
            Assert.Equal(stages.Order(), stages);
            Event cause = session.Journal.Events[(int)timing.CauseSequence].Event;
            Assert.True(timing.TakenNs > 0 && timing.AfterSendNs > timing.BeforeSendNs);
            if (cause.Stream != StreamId.Engine && cause.Kind is not (EventKind.Connection or EventKind.AccountReady))
                Assert.True(timing.ParsedNs > 0, $"an order caused by {cause.Kind} of {cause.Stream} has no time of parsing");
            if (timing.Request == RequestKind.Cancel)
                continue;
            Assert.Equal(sent[timing.OwnId].BeforeSendNs, cause.ReceiveNs + timing.BeforeSendNs);
            Assert.Equal(sent[timing.OwnId].AfterSendNs, cause.ReceiveNs + timing.AfterSendNs);
        }
    }

    [Fact]
    public void The_same_session_without_its_times_gives_the_same_decisions_signatures_and_state()
    {
        using var folder = new TemporaryFolder();

        ReplayResult replay = Replays.Require(UntimedCopy.Make(session.Journal, folder.Path));

        Assert.Equal(session.Summary.StateHash, replay.StateHash);
        Assert.Equal(session.Summary.Status.Core.Decisions, replay.Decisions);
        Assert.Equal(session.Summary.Events - session.Journal.Of(EventKind.OrderTiming).Count(), replay.Events);
    }

    [Fact]
    public void A_replay_of_the_journal_gives_the_same_decisions_signatures_and_state()
    {
        ReplayResult replay = Replays.Require(session.Summary.Folder);

        Assert.True(session.Journal.ClosedCleanly);
        Assert.Equal(session.Summary.StateHash, replay.StateHash);
        Assert.Equal(session.Summary.Events, replay.Events);
        Assert.Equal(session.Summary.Status.Core.Decisions, replay.Decisions);
    }

    [Fact]
    public void Without_the_key_every_signature_sent_verifies_with_the_public_key()
    {
        ReplayResult replay = JournalReplay.Run(session.Summary.Folder);

        Assert.True(replay.Identical, $"{replay.FirstDivergence}");
        Assert.Equal(SignatureMode.Verified, replay.Signatures);
        Assert.Equal(Orders().Count(order => order.Outcome != SendOutcome.Refused), replay.SignaturesChecked);
    }

    [Fact]
    public void A_copy_taken_while_the_engine_writes_replays_identically_up_to_its_end()
    {
        ReplayResult replay = Replays.Require(session.LiveCopy);

        Assert.False(JournalLog.Read(session.LiveCopy).ClosedCleanly);
        Assert.InRange(replay.Events, 5_000, session.Summary.Events - 1);
    }

    [Fact]
    public void One_changed_rule_makes_the_replay_differ()
    {
        using JournalReader journal = JournalReader.Open(session.Summary.Folder);
        var changed = journal.Header.Settings with { Quoting = journal.Header.Settings.Quoting with { MinimumSpreadBps = 1.01 } };

        ReplayResult replay = JournalReplay.Run(journal, new TradingCoreHandler(changed));

        Assert.False(replay.Identical);
        Divergence first = replay.FirstDivergence!;
        Assert.Equal(EventKind.QuoteDecision, first.Kind);
        Assert.NotEqual(first.Recorded, first.Replayed);
    }

    [Fact]
    public void One_byte_flipped_in_the_middle_is_corruption()
    {
        using var folder = new TemporaryFolder();
        string copy = session.CopyOfSession(folder);
        string segment = Directory.EnumerateFiles(copy).Single();
        byte[] bytes = File.ReadAllBytes(segment);
        bytes[bytes.Length / 2] ^= 0x10;
        File.WriteAllBytes(segment, bytes);

        var corrupt = Assert.Throws<JournalCorruptException>(() => JournalReplay.Run(copy));

        Assert.Contains(segment, corrupt.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_last_record_cut_short_is_left_out_and_reported_and_the_rest_is_identical()
    {
        using var folder = new TemporaryFolder();
        string copy = SessionFixture.CopyFolder(session.LiveCopy, folder.File("session"));
        TornTail.KeepSegmentsOnly(copy);
        long whole = Replays.Require(copy).Events;
        TornTail.Cut(copy);

        ReplayResult replay = Replays.Require(copy);

        Assert.Equal(1, replay.Truncated);
        Assert.Equal(whole - 1, replay.Events);
    }

    private IEnumerable<OrderSentPayload> Orders() => session.Journal.Requests(RequestKind.Create, RequestKind.Replace);
}
