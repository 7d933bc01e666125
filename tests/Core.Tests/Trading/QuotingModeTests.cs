using LowLatencyMM.Core.Events;
using LowLatencyMM.Core.Settings;

namespace LowLatencyMM.Core.Tests.Trading;

public class QuotingModeTests
{
    private static EngineSettings PingPong { get; } = With(orders => orders with { Mode = QuotingMode.PingPong });

    [Fact]
    public void Ping_pong_buys_first_and_then_sells_what_it_holds()
    {
        var driver = new CoreDriver(PingPong);
        driver.Begin();
        OrderSentPayload bid = driver.Take(RequestKind.Create, Side.Buy);
        Assert.Empty(driver.Requests);
        driver.Rest(bid);

        driver.NowMs = 50;
        driver.Order(bid, OrderStatus.Filled, filled: 16);

        OrderSentPayload ask = driver.Take(RequestKind.Create, Side.Sell);
        Assert.Equal(16, ask.QuantitySteps);
        Assert.Equal((0L, true), (driver.Status.Bid.WantedTicks, driver.Status.Ask.WantedTicks > 0));
    }

    // Defect 72: the toggle never unwound a position that was there at the start.
    [Fact]
    public void Ping_pong_unwinds_a_position_that_was_there_at_the_start()
    {
        EngineSettings wide = PingPong with { Risk = PingPong.Risk with { MaxPositionMicro = 100_000_000_000 } };
        var driver = new CoreDriver(wide);
        driver.Position(100, CoreDriver.StartMs - 1);
        driver.Begin();

        long left = 100;
        for (int i = 0; left > 0; i++)
        {
            OrderSentPayload ask = driver.Take(RequestKind.Create, Side.Sell);
            driver.Rest(ask);
            driver.NowMs += 50;
            driver.Order(ask, OrderStatus.Filled, filled: ask.QuantitySteps);
            left -= ask.QuantitySteps;
            Assert.Equal(left, driver.Status.PositionSteps);
            Assert.InRange(i, 0, 6);
        }

        driver.Take(RequestKind.Create, Side.Buy);
    }

    // Defect 39: the rest of a partly filled order was forgotten while it went on resting.
    [Fact]
    public void Ping_pong_cancels_the_rest_of_a_partial_fill_and_waits_for_its_end_before_it_sells()
    {
        var driver = new CoreDriver(PingPong);
        driver.Begin();
        OrderSentPayload bid = driver.Take(RequestKind.Create, Side.Buy);
        driver.Rest(bid);

        driver.Order(bid, OrderStatus.PartiallyFilled, filled: 6);
        OrderSentPayload cancel = driver.Take(RequestKind.Cancel, Side.Buy);
        driver.Sent(cancel);
        driver.Answer(cancel, AnswerOutcome.Accepted);
        driver.NowMs = 400;
        driver.Best(618_000, 618_001);
        Assert.Empty(driver.Requests);

        driver.Order(bid, OrderStatus.Cancelled, filled: 7);
        Assert.Equal(7, driver.Take(RequestKind.Create, Side.Sell).QuantitySteps);
    }

    // Defect 47: trading that was switched off cancelled nothing in ping-pong.
    [Theory]
    [InlineData(QuotingMode.PingPong)]
    [InlineData(QuotingMode.TwoSided)]
    public void A_pause_cancels_and_goes_on_computing_until_it_is_started_again(QuotingMode mode)
    {
        var driver = new CoreDriver(With(orders => orders with { Mode = mode }));
        driver.Begin();
        OrderSentPayload bid = driver.Take(RequestKind.Create, Side.Buy);
        driver.Rest(bid);
        driver.Requests.Clear();

        driver.Command(OperatorAction.Pause);
        OrderSentPayload cancel = driver.Take(RequestKind.Cancel, Side.Buy);
        driver.Sent(cancel);
        driver.Answer(cancel, AnswerOutcome.Accepted);
        driver.Order(bid, OrderStatus.Cancelled);
        driver.Requests.Clear();
        driver.NowMs = 1_000;
        driver.Best(618_100, 618_101);
        Assert.Empty(driver.Requests);
        Assert.Equal((QuoteReason.Paused, 618_100L), (driver.Status.Reason, driver.Status.Touch.BidTicks));

        driver.Command(OperatorAction.Start);
        driver.Take(RequestKind.Create, Side.Buy);
    }

    [Fact]
    public void Levels_stand_behind_each_other_and_share_the_room_to_the_position_limit_nearest_first()
    {
        EngineSettings levels = With(orders => orders with { LevelsPerSide = 3, LevelSpacingBps = 1 });
        levels = levels with { Risk = levels.Risk with { MaxPositionMicro = 2_500_000_000 } };
        var driver = new CoreDriver(levels);
        driver.Begin();
        var bids = new List<OrderSentPayload>();
        for (int i = 0; i < 12; i++)
        {
            driver.Timer(5);
            while (driver.Requests.TryDequeue(out OrderSentPayload request))
            {
                Assert.Equal(RequestKind.Create, request.Request);
                driver.Rest(request);
                if (request.Side == Side.Buy)
                    bids.Add(request);
            }
        }

        Assert.Equal([16, 16, 8], bids.Select(bid => bid.QuantitySteps));
        Assert.Equal([62, 62], bids.Zip(bids.Skip(1), (near, far) => near.PriceTicks - far.PriceTicks));
        Assert.Equal(6, driver.Status.PossiblyLive);
    }

    [Fact]
    public void After_a_fill_its_side_rests_for_the_cooldown()
    {
        var driver = new CoreDriver(With(orders => orders with { FillCooldownNs = 2_000_000_000 }));
        (OrderSentPayload bid, _) = driver.BeginResting();

        driver.NowMs = 100;
        driver.Order(bid, OrderStatus.Filled, filled: 16);
        Quiet(driver, 1_990);
        Assert.DoesNotContain(driver.Requests, request => request.Side == Side.Buy);

        Quiet(driver, 10);
        Assert.Contains(driver.Requests, request => request is { Side: Side.Buy, Request: RequestKind.Create });
    }

    [Fact]
    public void The_size_that_adds_to_the_position_shrinks_and_the_other_does_not()
    {
        var driver = new CoreDriver(With(orders => orders with { SizeShape = 2 }));
        driver.Position(80, CoreDriver.StartMs - 1);
        driver.Begin();

        // exp(-2 * 80 / 161) of 16.
        Assert.Equal(5, driver.Take(RequestKind.Create, Side.Buy).QuantitySteps);
        Assert.Equal(16, driver.Take(RequestKind.Create, Side.Sell).QuantitySteps);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_size_below_the_smallest_is_raised_only_if_told_so(bool rounds)
    {
        EngineSettings large = With(orders => orders with { RoundUpToMin = rounds });
        large = large with { Market = large.Market with { MinOrderSteps = 20 } };
        var driver = new CoreDriver(large);

        driver.Begin();

        if (rounds)
            Assert.Equal(20, driver.Take(RequestKind.Create, Side.Buy).QuantitySteps);
        Assert.Equal(rounds ? QuoteReason.Quoting : QuoteReason.SizeBelowMinimum, driver.Status.Reason);
    }

    [Fact]
    public void The_leverage_limit_refuses_what_opens_while_the_equity_is_small_or_unknown()
    {
        EngineSettings levered = TestSettings.Lively with { Risk = TestSettings.Lively.Risk with { MaxLeverage = 2 } };
        var driver = new CoreDriver(levered);
        driver.Begin();
        Assert.Empty(driver.Requests);
        Assert.Equal(RiskReason.LeverageLimit, driver.Status.Bid.Risk);

        driver.Equity(300_000_000);
        Assert.Equal(9, driver.Take(RequestKind.Create, Side.Buy).QuantitySteps);
        driver.Take(RequestKind.Create, Side.Sell);
    }

    [Fact]
    public void An_end_that_nobody_asked_for_is_told_and_quoted_again_after_a_pause()
    {
        var driver = new CoreDriver(TestSettings.Lively);
        (OrderSentPayload bid, _) = driver.BeginResting();

        driver.NowMs = 300;
        driver.Order(bid, OrderStatus.Cancelled, reason: StatusReason.SelfTradeProtection);

        AlertPayload alert = Assert.Single(driver.Decisions, e => e.Kind == EventKind.Alert).Alert;
        Assert.Equal((AlertKind.UnsolicitedCancel, StatusReason.SelfTradeProtection, bid.OwnId), (alert.Alert, alert.Reason, alert.OwnId));
        Assert.Empty(driver.Requests);
        Quiet(driver, 250);
        driver.Take(RequestKind.Create, Side.Buy);
    }

    [Fact]
    public void Five_refusals_in_a_row_are_told()
    {
        var driver = new CoreDriver(TestSettings.Lively);
        driver.Begin();
        for (int i = 0; i < 5; i++)
        {
            OrderSentPayload bid = driver.Requests.Last(request => request.Side == Side.Buy);
            driver.Requests.Clear();
            driver.Sent(bid);
            driver.Answer(bid, AnswerOutcome.Accepted);
            Assert.DoesNotContain(driver.Decisions, e => e.Kind == EventKind.Alert);
            driver.Order(bid, OrderStatus.Rejected, reason: StatusReason.PostOnlyFailed);
            if (i < 4)
                Quiet(driver, 3_000);
        }

        AlertPayload alert = Assert.Single(driver.Decisions, e => e.Kind == EventKind.Alert).Alert;
        Assert.Equal((AlertKind.RepeatedRefusals, Side.Buy, 5L), (alert.Alert, alert.Side, alert.Value));
    }

    [Fact]
    public void A_halt_is_told_with_the_exchanges_reason()
    {
        var driver = new CoreDriver(TestSettings.Lively);
        driver.Begin();
        OrderSentPayload bid = driver.Take(RequestKind.Create, Side.Buy);
        driver.Sent(bid);

        driver.Answer(bid, AnswerOutcome.Rejected, 400, 1128);

        AlertPayload alert = Assert.Single(driver.Decisions, e => e.Kind == EventKind.Alert).Alert;
        Assert.Equal((AlertKind.Halted, 1128L, bid.OwnId), (alert.Alert, alert.Value, alert.OwnId));
    }

    [Fact]
    public void Without_funds_nothing_that_opens_is_placed_for_half_a_minute()
    {
        var driver = new CoreDriver(TestSettings.Lively);
        driver.Position(10, CoreDriver.StartMs - 1);
        driver.Begin();
        OrderSentPayload bid = driver.Take(RequestKind.Create, Side.Buy);
        driver.Rest(driver.Take(RequestKind.Create, Side.Sell));
        driver.Sent(bid);
        driver.Answer(bid, AnswerOutcome.Rejected, 400, 1140);

        Quiet(driver, 29_990);
        Assert.DoesNotContain(driver.Requests, request => request is { Side: Side.Buy, Request: RequestKind.Create });
        Quiet(driver, 10);
        Assert.Contains(driver.Requests, request => request is { Side: Side.Buy, Request: RequestKind.Create });
    }

    [Fact]
    public void The_exchanges_rate_limit_pauses_orders_as_long_as_it_says_and_cancels_go_on()
    {
        var driver = new CoreDriver(TestSettings.Lively);
        driver.Begin();
        OrderSentPayload bid = driver.Take(RequestKind.Create, Side.Buy);
        driver.Rest(driver.Take(RequestKind.Create, Side.Sell));
        driver.Sent(bid);
        driver.Answer(bid, AnswerOutcome.Rejected, 429, 0);
        Quiet(driver, 4_990);
        Assert.Equal(QuoteReason.RateLimited, driver.Status.Reason);
        Assert.Empty(driver.Requests);

        driver.Command(OperatorAction.Pause);
        driver.Take(RequestKind.Cancel, Side.Sell);
    }

    private static EngineSettings With(Func<OrderSettings, OrderSettings> change) =>
        TestSettings.Lively with { Orders = change(TestSettings.Lively.Orders) };

    /// <summary>Time passes with an unchanged market.</summary>
    private static void Quiet(CoreDriver driver, long milliseconds)
    {
        long end = driver.NowMs + milliseconds;
        while (driver.NowMs < end)
        {
            driver.NowMs = Math.Min(end, driver.NowMs + 10);
            driver.Best(618_000, 618_001);
        }
    }
}
