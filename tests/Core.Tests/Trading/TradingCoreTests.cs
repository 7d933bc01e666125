using LowLatencyMM.Core.Events;
using LowLatencyMM.Core.Settings;

namespace LowLatencyMM.Core.Tests.Trading;

public class TradingCoreTests
{
    [Fact]
    public void With_everything_known_the_first_quote_is_two_orders_around_the_mid()
    {
        var driver = new CoreDriver(TestSettings.Lively);

        driver.Begin();

        OrderSentPayload bid = driver.Take(RequestKind.Create, Side.Buy);
        OrderSentPayload ask = driver.Take(RequestKind.Create, Side.Sell);
        Assert.Empty(driver.Requests);
        Assert.Equal(7L << 30 | 1, bid.OwnId);
        Assert.Equal(7L << 30 | 2, ask.OwnId);
        Assert.NotEqual(bid.Nonce, ask.Nonce);
        Assert.Equal(16, bid.QuantitySteps);
        Assert.InRange(bid.PriceTicks, 617_900, 617_998);
        Assert.InRange(ask.PriceTicks, 618_003, 618_100);
        Assert.Equal(SendOutcome.Pending, bid.Outcome);
        Assert.Equal(0, bid.ExpiryMs % 1_000);
        Assert.Equal(CoreDriver.StartMs + 3_600_000, bid.ExpiryMs);
        Assert.Equal(QuoteReason.Quoting, driver.Status.Reason);
    }

    [Theory]
    [InlineData(EventKind.Session, QuoteReason.NoNonce)]
    [InlineData(EventKind.NonceBlock, QuoteReason.NoNonce)]
    [InlineData(EventKind.MarkPrice, QuoteReason.NoMarkPrice)]
    [InlineData(EventKind.BookLevel, QuoteReason.BookInvalid)]
    [InlineData(EventKind.AccountReady, QuoteReason.AccountDown)]
    [InlineData(EventKind.OperatorCommand, QuoteReason.NotStarted)]
    public void Without_any_one_of_its_preconditions_nothing_is_sent_and_the_reason_says_which(EventKind missing, QuoteReason reason)
    {
        var complete = new CoreDriver(TestSettings.Lively);
        complete.Begin();
        var driver = new CoreDriver(TestSettings.Lively);

        foreach (Event e in complete.Log.Where(e => e.Kind != missing && e.Kind < EventKind.QuoteDecision))
            driver.Feed(e);

        Assert.Empty(driver.Requests);
        Assert.Equal(reason, driver.Status.Reason);
        Assert.Equal(reason, driver.Decisions.Last(e => e.Kind == EventKind.QuoteDecision).QuoteDecision.Reason);
    }

    [Fact]
    public void A_quote_decision_is_told_once_and_again_when_something_that_is_sent_changes()
    {
        var driver = new CoreDriver(TestSettings.Lively);
        driver.BeginResting();
        int told = Told(driver);

        for (int i = 0; i < 20; i++)
            driver.Timer(10);
        Assert.Equal(told, Told(driver));

        driver.Best(618_100, 618_101);
        Assert.Equal(told + 1, Told(driver));
    }

    // Defect 46: sizes came from a fixed price. Defect 61: they were rounded up above the notional.
    [Fact]
    public void The_size_follows_the_price_and_never_exceeds_the_notional()
    {
        var dear = new CoreDriver(TestSettings.Lively);
        dear.Begin();
        var cheap = new CoreDriver(TestSettings.Lively);
        cheap.Begin(30_000, 30_001);

        Assert.Equal(16, dear.Take(RequestKind.Create, Side.Buy).QuantitySteps);
        Assert.Equal(333, cheap.Take(RequestKind.Create, Side.Buy).QuantitySteps);
    }

    // Defect 45: the inventory in the model was always 0.
    [Fact]
    public void A_long_position_lowers_both_prices_and_a_short_one_raises_them()
    {
        EngineSettings averse = TestSettings.Lively with
        {
            Quoting = TestSettings.Lively.Quoting with { Gamma = 1e-5, SigmaMinDaily = 0.03 },
        };
        var (flatBid, flatAsk) = FirstPrices(averse, 0);
        var (longBid, longAsk) = FirstPrices(averse, 60);
        var (shortBid, shortAsk) = FirstPrices(averse, -60);

        Assert.True(longBid < flatBid && longAsk < flatAsk, $"{longBid} {longAsk} against {flatBid} {flatAsk}");
        Assert.True(shortBid > flatBid && shortAsk > flatAsk, $"{shortBid} {shortAsk} against {flatBid} {flatAsk}");
    }

    [Fact]
    public void The_fresher_of_book_and_best_bid_and_ask_is_the_touch()
    {
        var driver = new CoreDriver(TestSettings.Lively);
        driver.Begin();
        driver.NowMs = 50;
        driver.Best(618_010, 618_012);
        Assert.Equal((618_010, 618_012), (driver.Status.Touch.BidTicks, driver.Status.Touch.AskTicks));

        driver.NowMs = 100;
        driver.Snapshot(618_020, 618_021);
        Assert.Equal((618_020, 618_021), (driver.Status.Touch.BidTicks, driver.Status.Touch.AskTicks));

        // An old best bid and ask arrives late.
        Event late = driver.New(EventKind.BestBidAsk, StreamId.BestBidAsk);
        late.ExchangeMs -= 40;
        late.BestBidAsk = new BestBidAskPayload { BidTicks = 617_000, BidSteps = 1, AskTicks = 617_001, AskSteps = 1 };
        driver.Feed(late);
        Assert.Equal((618_020, 618_021), (driver.Status.Touch.BidTicks, driver.Status.Touch.AskTicks));
    }

    [Fact]
    public void A_level_that_is_only_ours_is_not_the_touch()
    {
        var driver = new CoreDriver(TestSettings.Lively);
        driver.Begin(617_900, 618_100);
        OrderSentPayload bid = driver.Take(RequestKind.Create, Side.Buy);
        OrderSentPayload ask = driver.Take(RequestKind.Create, Side.Sell);
        driver.Rest(bid);
        driver.Rest(ask);

        driver.NowMs = 100;
        driver.Best(bid.PriceTicks, ask.PriceTicks, bid.QuantitySteps, ask.QuantitySteps + 1);

        Assert.InRange(bid.PriceTicks, 617_901, 617_999);
        Assert.Equal(617_900, driver.Status.Touch.BidTicks);
        Assert.Equal(ask.PriceTicks, driver.Status.Touch.AskTicks);
    }

    [Fact]
    public void An_order_of_ours_still_in_an_older_book_after_its_end_is_not_the_touch()
    {
        var driver = new CoreDriver(TestSettings.Lively);
        driver.Begin(617_900, 618_100);
        OrderSentPayload bid = driver.Take(RequestKind.Create, Side.Buy);
        driver.Rest(bid);
        driver.NowMs = 100;
        driver.Order(bid, OrderStatus.Cancelled);

        Event before = driver.New(EventKind.BestBidAsk, StreamId.BestBidAsk);
        before.ExchangeMs -= 10;
        before.BestBidAsk = new() { BidTicks = bid.PriceTicks, BidSteps = bid.QuantitySteps, AskTicks = 618_100, AskSteps = 9 };
        driver.Feed(before);
        Assert.Equal(617_900, driver.Status.Touch.BidTicks);

        driver.NowMs = 110;
        driver.Best(bid.PriceTicks, 618_100, bid.QuantitySteps, 9);
        Assert.Equal(bid.PriceTicks, driver.Status.Touch.BidTicks);
    }

    // Defect 57: holes in the book's sequence went unseen.
    [Fact]
    public void After_a_hole_in_the_sequence_everything_is_cancelled_until_the_next_snapshot()
    {
        var driver = new CoreDriver(TestSettings.Lively);
        driver.BeginResting();

        Event delta = driver.New(EventKind.BookLevel, StreamId.OrderBook, EventFlags.FrameStart | EventFlags.FrameEnd);
        delta.StreamSeq = 9;
        delta.BookLevel = new BookLevelPayload { Side = Side.Buy, PriceTicks = 617_990, QuantitySteps = 1 };
        driver.Feed(delta);

        Assert.Equal(QuoteReason.SequenceGap, driver.Status.Reason);
        OrderSentPayload cancelBid = driver.Take(RequestKind.Cancel, Side.Buy);
        OrderSentPayload cancelAsk = driver.Take(RequestKind.Cancel, Side.Sell);
        foreach (OrderSentPayload cancel in new[] { cancelBid, cancelAsk })
        {
            driver.Sent(cancel);
            driver.Answer(cancel, AnswerOutcome.Accepted);
            driver.Order(cancel, OrderStatus.Cancelled);
        }
        driver.Timer(1_000);
        Assert.Empty(driver.Requests);

        driver.Disconnect(StreamId.OrderBook);
        driver.Connect(StreamId.OrderBook);
        driver.Snapshot(618_000, 618_001);
        driver.Take(RequestKind.Create, Side.Buy);
    }

    // Defect 43: the age was cut to whole seconds, so half a second counted as 0.
    [Fact]
    public void A_book_is_stale_exactly_when_it_is_older_than_allowed()
    {
        EngineSettings half = TestSettings.Lively with
        {
            Quoting = TestSettings.Lively.Quoting with { MaxDataAgeNs = 500_000_000 },
        };
        var driver = new CoreDriver(half);
        driver.BeginResting();

        driver.Timer(500);
        Assert.Equal(QuoteReason.Quoting, driver.Status.Reason);
        driver.Timer(1);
        Assert.Equal(QuoteReason.BookStale, driver.Status.Reason);
        driver.Take(RequestKind.Cancel, Side.Buy);
        driver.Take(RequestKind.Cancel, Side.Sell);
    }

    [Theory]
    [InlineData(618_001, 618_001, QuoteReason.BookCrossed)]
    [InlineData(618_005, 618_001, QuoteReason.BookCrossed)]
    [InlineData(0, 618_001, QuoteReason.BookOneSided)]
    [InlineData(618_000, 0, QuoteReason.BookOneSided)]
    public void A_touch_that_cannot_be_true_is_not_quoted_from(long bidTicks, long askTicks, QuoteReason reason)
    {
        var driver = new CoreDriver(TestSettings.Lively);
        driver.BeginResting();

        driver.NowMs = 10;
        driver.Best(bidTicks, askTicks);

        Assert.Equal(reason, driver.Status.Reason);
        driver.Take(RequestKind.Cancel, Side.Buy);
    }

    [Fact]
    public void In_the_middle_of_a_frame_nothing_is_decided()
    {
        var driver = new CoreDriver(TestSettings.Lively);
        driver.BeginResting();
        int before = driver.Decisions.Count;

        Event level = driver.New(EventKind.BookLevel, StreamId.OrderBook, EventFlags.FrameStart);
        level.StreamSeq = 2;
        level.BookLevel = new BookLevelPayload { Side = Side.Buy, PriceTicks = 618_000, QuantitySteps = -5_000 };
        driver.Feed(level);
        Assert.Equal(before, driver.Decisions.Count);

        level.Flags = EventFlags.FrameEnd;
        level.BookLevel = new BookLevelPayload { Side = Side.Buy, PriceTicks = 617_900, QuantitySteps = 1 };
        driver.Feed(level);
        Assert.Equal(QuoteReason.Quoting, driver.Status.Reason);
        Assert.Equal(617_999, driver.Status.Touch.BidTicks);
    }

    [Fact]
    public void Quoting_waits_for_the_warm_up()
    {
        EngineSettings warm = TestSettings.Lively with
        {
            Quoting = TestSettings.Lively.Quoting with { WarmupNs = 3_000_000_000 },
        };
        var driver = new CoreDriver(warm);
        driver.Begin();
        for (int i = 0; i < 29; i++)
        {
            driver.NowMs += 100;
            driver.Snapshot(618_000, 618_001);
        }
        Assert.Equal(QuoteReason.WarmingUp, driver.Status.Reason);
        Assert.Empty(driver.Requests);

        driver.NowMs += 100;
        driver.Snapshot(618_000, 618_001);
        Assert.Equal(QuoteReason.Quoting, driver.Status.Reason);
    }

    [Fact]
    public void The_engines_time_never_runs_backwards()
    {
        var driver = new CoreDriver(TestSettings.Lively);
        driver.NowMs = 10_000;
        driver.Begin();
        driver.Requests.Clear();
        driver.NowMs = 5_000;
        driver.Best(618_000, 618_001);

        Assert.Equal((CoreDriver.StartMs + 10_000) * 1_000_000, driver.Status.NowNs);
    }

    [Fact]
    public void Settings_that_no_decision_can_be_made_with_are_refused_by_name()
    {
        EngineSettings broken = TestSettings.Lively with { StateHashInterval = 0 };

        ArgumentException refusal = Assert.Throws<ArgumentException>(() => new TradingCore(broken));

        Assert.Contains("StateHashInterval is 0", refusal.Message, StringComparison.Ordinal);
    }

    private static int Told(CoreDriver driver) => driver.Decisions.Count(e => e.Kind == EventKind.QuoteDecision);

    private static (long Bid, long Ask) FirstPrices(EngineSettings settings, long position)
    {
        var driver = new CoreDriver(settings);
        driver.Position(position, CoreDriver.StartMs);
        driver.Begin();
        Assert.Equal(position, driver.Status.PositionSteps);
        return (driver.Take(RequestKind.Create, Side.Buy).PriceTicks, driver.Take(RequestKind.Create, Side.Sell).PriceTicks);
    }
}
