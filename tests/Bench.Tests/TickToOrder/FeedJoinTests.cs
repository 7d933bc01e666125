using LowLatencyMM.Bench.TickToOrder;
using LowLatencyMM.Core.Events;
using LowLatencyMM.Host;
using LowLatencyMM.Host.Measurement;
using LowLatencyMM.Journal;

namespace LowLatencyMM.Bench.Tests.TickToOrder;

/// <summary>A feed log and a journal written by hand. The two processes' wall clocks began an hour apart; the monotonic clock is one.</summary>
public sealed class FeedJoinTests : IDisposable
{
    private const long WallStartNs = 1_795_000_000_000_000_000, MonotonicStartNs = 5_000_000_000;
    private const string Market = "BTC-USD";

    private readonly string _folder = Directory.CreateTempSubdirectory("llmm-join-").FullName;
    private readonly List<Event> _events = [];

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void A_frame_is_found_by_stream_connection_and_number_also_after_a_reconnect_which_begins_again_at_one()
    {
        string feed = Feed(
            $"7 orderbooks/{Market}?depth=1 1 100 110", $"7 orderbooks/{Market}?depth=1 2 200 210", $"8 publicTrades/{Market} 1 250 260",
            $"9 orderbooks/{Market}?depth=1 1 300 310");
        Connected(StreamId.BestBidAsk);
        Best(seq: 1, receivedNs: 120);
        Best(seq: 2, receivedNs: 225);
        Connected(StreamId.Trades);
        Trades(seq: 1, receivedNs: 290, count: 3);
        Connected(StreamId.BestBidAsk);
        Best(seq: 1, receivedNs: 340);

        FeedJoin join = Join(feed);

        Assert.Equal(
            [new JoinedFrame(100, 110, 120), new JoinedFrame(200, 210, 225), new JoinedFrame(250, 260, 290), new JoinedFrame(300, 310, 340)],
            join.Frames);
    }

    [Fact]
    public void Frames_that_were_never_sent_or_never_received_are_there_too_and_only_those_that_were_due_in_the_time_measured()
    {
        string feed = Feed(
            $"1 orderbooks/{Market}?depth=1 1 99 99", $"1 orderbooks/{Market}?depth=1 2 100 110", $"1 orderbooks/{Market}?depth=1 3 120 130",
            $"1 orderbooks/{Market}?depth=1 4 150 0", $"1 orderbooks/{Market}?depth=1 5 400 401", "2 account 1 120 130", "3 orderbooks/ETH-USD 1 120 130");
        Connected(StreamId.BestBidAsk);
        Best(seq: 1, receivedNs: 100);
        Best(seq: 2, receivedNs: 115);
        Best(seq: 5, receivedNs: 410);

        FeedJoin join = Join(feed, fromNs: 100, toNs: 400);

        Assert.Equal([new JoinedFrame(100, 110, 115), new JoinedFrame(120, 130, 0), new JoinedFrame(150, 0, 0)], join.Frames);
    }

    [Fact]
    public void An_order_belongs_to_the_frame_whose_last_event_caused_it_and_one_without_a_frame_is_counted_apart()
    {
        string feed = Feed($"1 publicTrades/{Market} 1 100 110", $"2 orderbooks/{Market}?depth=1 1 200 210");
        Connected(StreamId.Trades);
        Connected(StreamId.BestBidAsk);
        Trades(seq: 1, receivedNs: 120, count: 3);
        Order(cause: _events.Count - 1, RequestKind.Replace, OrderSigning.Ahead, receivedNs: 120, beforeNs: 130, afterNs: 135);
        Best(seq: 1, receivedNs: 215);
        int best = _events.Count - 1;
        Order(best, RequestKind.Create, OrderSigning.Inline, receivedNs: 215, beforeNs: 230, afterNs: 236);
        Order(best, RequestKind.Create, OrderSigning.Ahead, receivedNs: 215, beforeNs: 240, afterNs: 247);
        Order(best, RequestKind.Cancel, OrderSigning.None, receivedNs: 215, beforeNs: 250, afterNs: 251);
        Timer(receivedNs: 300);
        Order(_events.Count - 1, RequestKind.Replace, OrderSigning.Ahead, receivedNs: 300, beforeNs: 310, afterNs: 320);

        FeedJoin join = Join(feed);

        Assert.Equal(
            [(100L, 120L, 130L, 135L, true), (200, 215, 230, 236, true), (200, 215, 240, 247, false)],
            join.Orders.Select(joined => (joined.Cause.IntendedNs, joined.Order.ReceivedNs, joined.Order.BeforeSendNs, joined.Order.AfterSendNs, joined.Order.IsFirst)));
        Assert.All(join.Orders, joined => Assert.Equal(joined.Cause.ReceivedNs, joined.Order.ReceivedNs));
        Assert.Equal(1, join.OtherOrders);
    }

    [Fact]
    public void Every_order_has_one_time_in_each_stage_which_add_up_to_the_time_from_due_to_the_socket()
    {
        string feed = Feed($"1 orderbooks/{Market}?depth=1 1 100 110");
        Connected(StreamId.BestBidAsk);
        Best(seq: 1, receivedNs: 120);
        Order(_events.Count - 1, RequestKind.Replace, OrderSigning.Ahead, receivedNs: 120, beforeNs: 176, afterNs: 206);

        var stages = new SessionStages(Result(Join(feed), endNs: 1_000));

        Assert.Equal(
            [
                ("due → received", 20), ("received → parsed", 1), ("parsed → published", 2), ("published → taken", 3), ("taken → decided", 4), ("decided → risk", 5),
                ("risk → signed, ahead", 6), ("signed → before send", 35), ("send call", 30), ("due → on the socket", 106),
            ],
            stages.OfOrders.Where(stage => stage.Times.Count == 1).Select(stage => (stage.Name, (int)stage.Times.Max)));
        Assert.Equal([("total/ahead", 56)], stages.Totals.Where(stage => stage.Times.Count == 1).Select(stage => (stage.Key, (int)stage.Times.Max)));
    }

    [Fact]
    public void Standing_still_before_reception_is_in_the_times_since_due_and_not_in_those_since_received()
    {
        string feed = Feed([.. Enumerable.Range(1, 9).Select(seq => $"1 orderbooks/{Market}?depth=1 {seq} {seq}00 {seq}00")]);
        Connected(StreamId.BestBidAsk);
        for (int seq = 1; seq <= 9; seq++)
        {
            Best(seq, receivedNs: 950);
            Order(_events.Count - 1, RequestKind.Replace, OrderSigning.Ahead, receivedNs: 950, beforeNs: 980, afterNs: 990);
        }

        var stages = new SessionStages(Result(Join(feed), endNs: 1_000));

        // By rank: of nine, the largest but one.
        Assert.Equal(750, Times(stages, "frame/due-to-received").Percentile(0.8), 5.0);
        Assert.Equal(790, Times(stages, "order/due-to-socket").Percentile(0.8), 6.0);
        Assert.Equal(30, stages.Ahead.Times.Max);
    }

    [Fact]
    public void Runs_together_have_the_times_and_counts_of_each()
    {
        string feed = Feed($"1 orderbooks/{Market}?depth=1 1 100 110", $"1 orderbooks/{Market}?depth=1 2 200 0");
        Connected(StreamId.BestBidAsk);
        Best(seq: 1, receivedNs: 120);
        Order(_events.Count - 1, RequestKind.Replace, OrderSigning.Ahead, receivedNs: 120, beforeNs: 176, afterNs: 206);
        var run = new SessionStages(Result(Join(feed), endNs: 1_000));
        var measured = new MeasuredPlan(new SessionPlan { Speed = 10, Tls = true });

        measured.Add(run);
        measured.Add(run);

        Assert.Equal((4, 2, 2), (measured.Together.FramesDue, measured.Together.Orders, measured.Together.NeverSent));
        Assert.Equal(run.All.Select(stage => (stage.Key, stage.Times.Count * 2, stage.Times.Max)), measured.Together.All.Select(stage => (stage.Key, stage.Times.Count, stage.Times.Max)));
        Assert.Equal([56, 56], measured.AheadMedians);
        Assert.Contains(measured.Histograms, histogram => histogram.Name == "10x/tls/total/ahead" && histogram.Durations.Count == 2);
    }

    [Fact]
    public void An_order_without_stages_is_not_passed_over()
    {
        Timer(receivedNs: 100);
        Order(0, RequestKind.Create, OrderSigning.Inline, receivedNs: 100, beforeNs: 110, afterNs: 120);
        _events.RemoveAt(_events.Count - 1);

        UserErrorException refused = Assert.Throws<UserErrorException>(() => SessionJournal.Read(WriteJournal(MonotonicStartNs)));

        Assert.Contains("not stamped", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_never_arrived_counts_with_the_time_until_the_end()
    {
        string feed = Feed(
            $"1 orderbooks/{Market}?depth=1 1 100 110", $"1 orderbooks/{Market}?depth=1 2 200 230", $"1 orderbooks/{Market}?depth=1 3 300 0");
        Connected(StreamId.BestBidAsk);
        Best(seq: 1, receivedNs: 120);

        var stages = new SessionStages(Result(Join(feed), endNs: 1_000));

        Assert.Equal((1, 1), (stages.NeverSent, stages.NeverReceived));
        Assert.Equal([("due → sent by the exchange", 3, 700), ("sent → received", 2, 770), ("due → received", 3, 800)],
            stages.OfFrames.Select(stage => (stage.Name, (int)stage.Times.Count, (int)stage.Times.Max)));
    }

    [Fact]
    public void A_frame_that_was_received_before_it_was_sent_is_no_frame_of_this_feed()
    {
        string feed = Feed($"1 orderbooks/{Market}?depth=1 1 100 110");
        Connected(StreamId.BestBidAsk);
        Best(seq: 1, receivedNs: 105);

        UserErrorException refused = Assert.Throws<UserErrorException>(() => Join(feed));

        Assert.Contains("do not fit", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_journal_that_does_not_tell_the_monotonic_clock_cannot_be_joined()
    {
        string session = WriteJournal(startMonotonicNs: 0);

        Assert.Contains("monotonic", Assert.Throws<UserErrorException>(() => SessionJournal.Read(session)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("connection topic", "begins with")]
    [InlineData("1\torderbooks/BTC-USD\t1\t100", "line 2")]
    [InlineData("1\torderbooks/BTC-USD\tx\t100\t110", "line 2")]
    [InlineData("1\torderbooks/BTC-USD\t1\t-100\t110", "line 2")]
    public void A_damaged_feed_log_is_refused_with_the_place(string line, string place)
    {
        string path = Path.Combine(_folder, "feed.log");
        File.WriteAllText(path, place == "line 2" ? $"connection\ttopic\tseq\tintended_ns\tsent_ns\n{line}\n" : line);

        UserErrorException refused = Assert.Throws<UserErrorException>(() => FeedLogFile.Read(path));

        Assert.Contains(path, refused.Message, StringComparison.Ordinal);
        Assert.Contains(place, refused.Message, StringComparison.Ordinal);
    }

    private FeedJoin Join(string feed, long fromNs = 0, long toNs = 1_000) =>
        FeedJoin.Of(FeedLogFile.Read(feed), SessionJournal.Read(WriteJournal(MonotonicStartNs)), Market, fromNs, toNs);

    private static LatencyHistogram Times(SessionStages stages, string key) => stages.All.Single(stage => stage.Key == key).Times;

    private static SessionResult Result(FeedJoin join, long endNs) => new()
    {
        Plan = new SessionPlan(),
        Join = join,
        EndNs = endNs,
        Frozen = default,
        Reconnects = 0,
        RejectedFrames = 0,
    };

    /// <summary>A feed log of lines with blanks for tabs.</summary>
    private string Feed(params string[] lines)
    {
        string path = Path.Combine(_folder, "feed.log");
        File.WriteAllLines(path, ["connection\ttopic\tseq\tintended_ns\tsent_ns", .. lines.Select(line => line.Replace(' ', '\t'))]);
        return path;
    }

    private string WriteJournal(long startMonotonicNs)
    {
        using JournalWriter writer = JournalWriter.Create(_folder, new SessionHeader
        {
            StartNs = WallStartNs,
            StartMonotonicNs = startMonotonicNs,
            EngineVersion = "0.1.0",
            Settings = BenchMarket.Resting(),
            Domain = new SessionDomain("Perpetuals", "v0", "SN_SEPOLIA", 1),
            PublicKey = "0x1",
            PositionId = 1,
        }, new JournalOptions { SegmentBytes = JournalOptions.MinSegmentBytes });
        for (int i = 0; i < _events.Count; i++)
        {
            Event e = _events[i];
            writer.Append(in e, i);
        }
        writer.Close();
        return writer.Folder;
    }

    /// <summary>The time on the engine's clock that belongs to a reading of the monotonic clock.</summary>
    private static long Wall(long monotonicNs) => monotonicNs - MonotonicStartNs + WallStartNs;

    private void Connected(StreamId stream)
    {
        Event e = default;
        e.Begin(EventKind.Connection, EventFlags.None, 0, stream, Wall(1));
        e.Connection.State = ConnectionState.Connected;
        _events.Add(e);
    }

    private void Best(long seq, long receivedNs) => Add(EventKind.BestBidAsk, StreamId.BestBidAsk, EventFlags.FrameStart | EventFlags.FrameEnd, seq, receivedNs);

    private void Trades(long seq, long receivedNs, int count)
    {
        for (int i = 0; i < count; i++)
        {
            Add(EventKind.PublicTrade, StreamId.Trades,
                (i == 0 ? EventFlags.FrameStart : EventFlags.None) | (i == count - 1 ? EventFlags.FrameEnd : EventFlags.None), seq, receivedNs);
        }
    }

    private void Timer(long receivedNs) => Add(EventKind.Timer, StreamId.Engine, EventFlags.None, 0, receivedNs);

    private void Add(EventKind kind, StreamId stream, EventFlags flags, long seq, long receivedNs)
    {
        Event e = default;
        e.Begin(kind, flags, 0, stream, Wall(receivedNs));
        e.StreamSeq = seq;
        _events.Add(e);
    }

    /// <summary>A request and its stages, 1, 2, 3, … ns apart until it is signed.</summary>
    private void Order(int cause, RequestKind request, OrderSigning signing, long receivedNs, long beforeNs, long afterNs)
    {
        long ownId = 1_000 + _events.Count;
        Event e = default;
        e.Begin(EventKind.OrderSent, EventFlags.None, 0, StreamId.Engine, Wall(afterNs));
        e.OrderSent.CauseSequence = cause;
        e.OrderSent.Request = request;
        e.OrderSent.OwnId = ownId;
        e.OrderSent.BeforeSendNs = Wall(beforeNs);
        e.OrderSent.AfterSendNs = Wall(afterNs);
        _events.Add(e);
        e.Begin(EventKind.OrderTiming, EventFlags.None, 0, StreamId.Engine, Wall(afterNs));
        e.OrderTiming.CauseSequence = cause;
        e.OrderTiming.OwnId = ownId;
        e.OrderTiming.Request = request;
        e.OrderTiming.Signing = signing;
        e.OrderTiming.ParsedNs = 1;
        e.OrderTiming.PublishedNs = 3;
        e.OrderTiming.TakenNs = 6;
        e.OrderTiming.DecidedNs = 10;
        e.OrderTiming.RiskNs = 15;
        e.OrderTiming.SignedNs = 21;
        e.OrderTiming.BeforeSendNs = beforeNs - receivedNs;
        e.OrderTiming.AfterSendNs = afterNs - receivedNs;
        _events.Add(e);
    }
}
