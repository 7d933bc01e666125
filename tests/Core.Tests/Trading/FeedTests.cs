using LowLatencyMM.Core.Events;

namespace LowLatencyMM.Core.Tests.Trading;

/// <summary>What the core makes of market data that are stale, contradictory, or from REST.</summary>
public sealed class FeedTests
{
    private const long Ms = 1_000_000;

    [Fact]
    public void Sources_that_contradict_each_other_stop_quoting_and_one_is_asked_for_anew_until_they_agree()
    {
        var driver = Resting(out OrderSentPayload bid, out OrderSentPayload ask);

        for (int i = 0; i < 25; i++)
        {
            driver.NowMs += 100;
            driver.Snapshot(618_000, 618_001);
            driver.Best(618_010, 618_011);
        }

        Assert.Equal(QuoteReason.SourcesDisagree, driver.Status.Reason);
        Assert.Equal(RequestKind.Cancel, driver.Requests.Single(request => request.OwnId == bid.OwnId).Request);
        Assert.Equal(RequestKind.Cancel, driver.Requests.Single(request => request.OwnId == ask.OwnId).Request);
        Event told = Assert.Single(driver.Decisions, e => e.Kind == EventKind.StreamDistrusted);
        Assert.Equal(DistrustReason.Disagreement, told.StreamDistrusted.Reason);

        driver.Connect(StreamId.OrderBook);
        Assert.Equal(QuoteReason.BookInvalid, driver.Status.Reason);
        driver.Snapshot(618_010, 618_011);
        Assert.Equal(QuoteReason.Quoting, driver.Status.Reason);
    }

    [Fact]
    public void The_fresher_source_by_exchange_time_is_quoted_from()
    {
        var driver = Resting(out _, out _);

        driver.NowMs += 10;
        driver.Best(618_100, 618_101);
        Assert.Equal(618_100, driver.Status.Touch.BidTicks);

        driver.NowMs += 10;
        driver.Snapshot(618_050, 618_051);
        Assert.Equal(618_050, driver.Status.Touch.BidTicks);

        driver.NowMs -= 5;
        driver.Best(618_200, 618_201);
        Assert.Equal(618_050, driver.Status.Touch.BidTicks);
    }

    [Fact]
    public void Data_that_were_held_up_on_their_way_are_stale_though_they_just_arrived()
    {
        var driver = Resting(out _, out _);

        Event late = driver.New(EventKind.BestBidAsk, StreamId.BestBidAsk);
        late.BestBidAsk = new BestBidAskPayload { BidTicks = 618_000, BidSteps = 9_000, AskTicks = 618_001, AskSteps = 9_000 };
        late.ReceiveNs += 5_000 * Ms;
        late.ExchangeMs += 1;
        driver.Feed(late);

        Assert.Equal(QuoteReason.BookStale, driver.Status.Reason);
    }

    [Fact]
    public void An_old_opening_snapshot_with_the_changes_since_is_no_reason_to_stop()
    {
        var driver = new CoreDriver(TestSettings.Lively);
        driver.Begin();
        driver.NowMs += 1_000;
        driver.Best(618_000, 618_001);
        driver.Connect(StreamId.OrderBook);

        driver.NowMs -= 40_000;
        Event[] replay = Frames(driver);
        driver.NowMs += 40_000;
        foreach (Event e in replay)
            driver.Feed(e);

        Assert.Equal(QuoteReason.Quoting, driver.Status.Reason);
        Assert.Equal(618_000, driver.Status.Touch.BidTicks);
    }

    [Fact]
    public void A_trade_through_the_best_price_that_stays_stops_quoting_until_the_book_follows()
    {
        var driver = Resting(out _, out _);
        driver.NowMs += 10;
        Trade(driver, Side.Buy, 618_500);

        driver.Timer(510);
        Assert.Equal(QuoteReason.TradedThrough, driver.Status.Reason);
        driver.Snapshot(618_500, 618_501);
        Assert.Equal(QuoteReason.Quoting, driver.Status.Reason);
    }

    [Fact]
    public void Rest_is_used_while_the_streams_are_stale_with_a_wider_spread_and_teaches_the_estimators_nothing()
    {
        var driver = Resting(out _, out _);
        double streamHalfSpread = driver.Status.HalfSpread;
        double sigma = driver.Status.SigmaRelative;

        driver.Timer(1_600);
        Backup(driver, requestedMsAgo: 20, 618_300, 618_301);

        Assert.Equal(QuoteReason.Quoting, driver.Status.Reason);
        Assert.Equal(618_300, driver.Status.Touch.BidTicks);
        Assert.Equal(QuoteClamps.RestBackup, driver.Status.Clamps & QuoteClamps.RestBackup);
        Assert.Equal(1.5 * streamHalfSpread, driver.Status.HalfSpread, streamHalfSpread * 0.01);
        Assert.Equal(sigma, driver.Status.SigmaRelative);
        driver.Timer(2_900);
        Assert.Equal(QuoteReason.Quoting, driver.Status.Reason);
        driver.Timer(200);
        Assert.Equal(QuoteReason.BookStale, driver.Status.Reason);
        Backup(driver, requestedMsAgo: 20, 618_310, 618_311);
        Assert.Equal(618_310, driver.Status.Touch.BidTicks);

        driver.Snapshot(618_000, 618_001);
        Assert.Equal(618_000, driver.Status.Touch.BidTicks);
        Assert.Equal(QuoteClamps.None, driver.Status.Clamps & QuoteClamps.RestBackup);
    }

    // Defect 53: the backup overwrote newer data of the stream.
    [Theory]
    [InlineData(1_000, 20)]
    [InlineData(1_600, 1_700)]
    public void Rest_is_not_used_over_fresh_data_nor_over_data_newer_than_its_request(long streamAgeMs, long requestedMsAgo)
    {
        var driver = Resting(out _, out _);

        driver.Timer(streamAgeMs);
        Backup(driver, requestedMsAgo, 618_300, 618_301);

        Assert.Equal(618_000, driver.Status.Touch.BidTicks);
        driver.Timer(2_500 - streamAgeMs);
        Assert.Equal(QuoteReason.BookStale, driver.Status.Reason);
    }

    [Fact]
    public void After_a_gap_rest_is_used_as_soon_as_the_last_good_data_are_stale()
    {
        var driver = Resting(out _, out _);
        driver.Disconnect(StreamId.OrderBook);
        Assert.Equal(QuoteReason.BookInvalid, driver.Status.Reason);

        driver.Timer(1_600);
        Backup(driver, requestedMsAgo: 20, 618_300, 618_301);

        Assert.Equal(QuoteReason.Quoting, driver.Status.Reason);
    }

    [Fact]
    public void An_own_order_that_is_the_best_of_the_poll_is_not_mistaken_for_others()
    {
        var driver = Resting(out OrderSentPayload bid, out OrderSentPayload ask);
        driver.Timer(1_600);

        Backup(driver, requestedMsAgo: 20, bid.PriceTicks, ask.PriceTicks, bid.QuantitySteps, ask.QuantitySteps, nextBid: 617_000, nextAsk: 619_000);

        Assert.Equal((617_000, 619_000), (driver.Status.Touch.BidTicks, driver.Status.Touch.AskTicks));
    }

    [Fact]
    public void Trades_that_v2_sends_again_are_history()
    {
        var live = new CoreDriver(TestSettings.Lively);
        live.Begin();
        ulong before = Hash(live);
        Event old = live.New(EventKind.PublicTrade, StreamId.Trades);
        old.PublicTrade = new PublicTradePayload
        {
            TradeId = 5,
            TakerSide = Side.Buy,
            TradeType = TradeType.Trade,
            PriceTicks = 619_000,
            QuantitySteps = 5,
            TradeMs = old.ExchangeMs - 1_001,
        };
        live.Feed(old);
        live.Timer(600);

        var without = new CoreDriver(TestSettings.Lively);
        without.Begin();
        Assert.Equal(before, Hash(without));
        without.Feed(without.New(EventKind.PublicTrade, StreamId.Trades) with { Market = 9 });
        without.Timer(600);
        Assert.Equal(Hash(without), Hash(live));
    }

    [Fact]
    public void Numbers_shared_with_other_topics_ascend_and_a_step_back_is_a_gap()
    {
        var driver = new CoreDriver(TestSettings.Lively);
        driver.Begin();

        Shared(driver, 10, 618_100);
        Assert.Equal(618_100, driver.Status.Touch.BidTicks);
        Shared(driver, 17, 618_200);
        Assert.Equal(618_200, driver.Status.Touch.BidTicks);
        Shared(driver, 16, 618_300);
        Assert.Equal(QuoteReason.SequenceGap, driver.Status.Reason);
    }

    private static void Shared(CoreDriver driver, long seq, long bidTicks)
    {
        foreach (Side side in (Side[])[Side.Buy, Side.Sell])
        {
            EventFlags place = side == Side.Buy ? EventFlags.FrameStart : EventFlags.FrameEnd;
            Event e = driver.New(
                EventKind.BookLevel, StreamId.OrderBook, place | EventFlags.Snapshot | EventFlags.Absolute | EventFlags.SharedSequence);
            e.StreamSeq = seq;
            e.BookLevel = new BookLevelPayload { Side = side, PriceTicks = side == Side.Buy ? bidTicks : bidTicks + 1, QuantitySteps = 9_000 };
            driver.Feed(e);
        }
    }

    private static ulong Hash(CoreDriver driver) => driver.Core.StateHash();

    private static CoreDriver Resting(out OrderSentPayload bid, out OrderSentPayload ask)
    {
        var driver = new CoreDriver(TestSettings.Lively);
        (bid, ask) = driver.BeginResting();
        driver.NowMs += 1;
        driver.Snapshot(618_000, 618_001);
        return driver;
    }

    /// <summary>What a snapshot at the driver's time would be, without feeding it.</summary>
    private static Event[] Frames(CoreDriver driver)
    {
        var recorder = new CoreDriver(TestSettings.Lively) { NowMs = driver.NowMs };
        recorder.Snapshot(617_900, 617_901);
        Event[] frames = [.. recorder.Log];
        long receiveNs = driver.New(EventKind.Timer, StreamId.Engine).ReceiveNs + (40_000 * Ms);
        for (int i = 0; i < frames.Length; i++)
            frames[i].ReceiveNs = receiveNs;
        return frames;
    }

    private static void Trade(CoreDriver driver, Side taker, long priceTicks)
    {
        Event e = driver.New(EventKind.PublicTrade, StreamId.Trades);
        e.PublicTrade = new PublicTradePayload
        {
            TradeId = 1,
            TakerSide = taker,
            TradeType = TradeType.Trade,
            PriceTicks = priceTicks,
            QuantitySteps = 1,
            TradeMs = e.ExchangeMs,
        };
        driver.Feed(e);
    }

    private static void Backup(
        CoreDriver driver, long requestedMsAgo, long bidTicks, long askTicks, long bidSteps = 9_000, long askSteps = 9_000, long nextBid = 0,
        long nextAsk = 0)
    {
        Event e = driver.New(EventKind.BestBidAsk, StreamId.BestBidAsk, EventFlags.FromRest);
        e.ExchangeMs = 0;
        e.BestBidAsk = new BestBidAskPayload
        {
            BidTicks = bidTicks,
            BidSteps = bidSteps,
            AskTicks = askTicks,
            AskSteps = askSteps,
            RequestedNs = e.ReceiveNs - (requestedMsAgo * Ms),
            NextBidTicks = nextBid,
            NextAskTicks = nextAsk,
        };
        driver.Feed(e);
    }
}
