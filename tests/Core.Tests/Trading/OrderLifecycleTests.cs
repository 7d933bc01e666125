using LowLatencyMM.Core.Events;
using LowLatencyMM.Core.Orders;
using LowLatencyMM.Core.Settings;

namespace LowLatencyMM.Core.Tests.Trading;

public class OrderLifecycleTests
{
    // Defect 39: a partial fill cleared the order, and its remainder rested on unknown.
    [Fact]
    public void A_partly_filled_order_keeps_resting_with_its_remainder()
    {
        var driver = new CoreDriver(TestSettings.Lively);
        (OrderSentPayload bid, _) = driver.BeginResting();

        driver.Order(bid, OrderStatus.PartiallyFilled, filled: 6);

        Assert.Equal((SlotState.Open, bid.OwnId, 10L), (driver.Status.Bid.State, driver.Status.Bid.OwnId, driver.Status.Bid.RemainingSteps));
        Assert.Equal(6, driver.Status.PositionSteps);
    }

    // Defect 41: a fill that came before the answer was ignored.
    [Fact]
    public void A_fill_before_the_answer_counts_and_the_answer_changes_nothing()
    {
        var driver = new CoreDriver(TestSettings.Lively);
        driver.Begin();
        OrderSentPayload bid = driver.Take(RequestKind.Create, Side.Buy);

        driver.Trade(bid, tradeId: 1, bid.QuantitySteps);
        Assert.Equal(16, driver.Status.PositionSteps);
        Assert.Equal(SlotState.Empty, driver.Status.Bid.State);

        driver.Sent(bid);
        driver.Answer(bid, AnswerOutcome.Accepted);
        driver.Order(bid, OrderStatus.Filled, filled: 16);
        Assert.Equal(16, driver.Status.PositionSteps);
        Assert.Equal(1, driver.Status.Fills);
    }

    // Defect 42: the order was forgotten when its cancel was accepted, and a fill after that was lost.
    [Fact]
    public void A_fill_after_an_accepted_cancel_counts()
    {
        var driver = new CoreDriver(TestSettings.Lively);
        (OrderSentPayload bid, _) = driver.BeginResting();
        driver.Command(OperatorAction.Stop);
        OrderSentPayload cancel = driver.Take(RequestKind.Cancel, Side.Buy);
        driver.Sent(cancel);
        driver.Answer(cancel, AnswerOutcome.Accepted);
        Assert.Equal(SlotState.Canceling, driver.Status.Bid.State);

        driver.Trade(bid, tradeId: 1, steps: 3);
        driver.Order(bid, OrderStatus.Cancelled, filled: 5);
        driver.Trade(bid, tradeId: 2, steps: 2);

        Assert.Equal(5, driver.Status.PositionSteps);
        Assert.Equal(SlotState.Empty, driver.Status.Bid.State);
    }

    [Fact]
    public void Fills_are_counted_once_whichever_way_and_however_often_they_are_told()
    {
        var driver = new CoreDriver(TestSettings.Lively);
        (OrderSentPayload bid, _) = driver.BeginResting();

        driver.Order(bid, OrderStatus.PartiallyFilled, filled: 4);
        driver.Trade(bid, tradeId: 1, steps: 4, feeNano: 7_000);
        driver.Trade(bid, tradeId: 1, steps: 4, feeNano: 7_000);
        driver.Trade(bid, tradeId: 2, steps: 2, feeNano: 3_000);
        driver.Order(bid, OrderStatus.PartiallyFilled, filled: 4);
        driver.Order(bid, OrderStatus.PartiallyFilled, filled: 6);

        Assert.Equal(6, driver.Status.PositionSteps);
        Assert.Equal(2, driver.Status.Fills);
        Assert.Equal(10, driver.Status.FeesMicro);
        Assert.Equal(6 * bid.PriceTicks * 100, driver.Status.VolumeMicro);
    }

    // Defect 14: an order could be placed after the cancels of the shutdown.
    [Fact]
    public void After_a_stop_everything_is_cancelled_and_nothing_placed_even_by_a_late_acknowledgement()
    {
        var driver = new CoreDriver(TestSettings.Lively);
        driver.Begin();
        OrderSentPayload bid = driver.Take(RequestKind.Create, Side.Buy);
        OrderSentPayload ask = driver.Take(RequestKind.Create, Side.Sell);
        driver.Rest(bid);
        driver.Sent(ask);
        driver.Command(OperatorAction.Stop);
        OrderSentPayload cancelBid = driver.Take(RequestKind.Cancel, Side.Buy);
        driver.Take(RequestKind.MassCancel, Side.None);
        driver.Answer(ask, AnswerOutcome.Accepted);
        driver.Order(ask, OrderStatus.New);
        OrderSentPayload cancelAsk = driver.Take(RequestKind.Cancel, Side.Sell);
        Assert.Equal((bid.OwnId, ask.OwnId), (cancelBid.OwnId, cancelAsk.OwnId));

        driver.Order(bid, OrderStatus.Cancelled);
        driver.Order(ask, OrderStatus.Cancelled);
        driver.Command(OperatorAction.Start);
        for (int i = 0; i < 100; i++)
        {
            driver.Timer(50);
            driver.Best(618_000 + i, 618_001 + i);
        }

        Assert.Empty(driver.Requests);
        Assert.Equal(0, driver.Status.PossiblyLive);
        Assert.Equal(QuoteReason.Stopped, driver.Status.Reason);
    }

    [Fact]
    public void An_order_without_an_answer_is_asked_for_and_only_twice_not_found_is_gone()
    {
        var driver = new CoreDriver(TestSettings.Lively);
        driver.Begin();
        OrderSentPayload bid = driver.Take(RequestKind.Create, Side.Buy);
        driver.Rest(driver.Take(RequestKind.Create, Side.Sell));
        driver.Sent(bid);
        Quiet(driver, 2_990);
        Assert.Equal(SlotState.Submitting, driver.Status.Bid.State);

        Quiet(driver, 20);
        OrderSentPayload first = driver.Take(RequestKind.Query, Side.Buy);
        Assert.Equal((bid.OwnId, SlotState.Unknown), (first.OwnId, driver.Status.Bid.State));
        driver.Sent(first);
        driver.QueryAnswer(bid.OwnId, AnswerOutcome.NotFound, 404);
        Quiet(driver, 900);
        Assert.Equal(SlotState.Unknown, driver.Status.Bid.State);
        Assert.DoesNotContain(driver.Requests, request => request.Side == Side.Buy);

        Quiet(driver, 110);
        OrderSentPayload second = driver.Take(RequestKind.Query, Side.Buy);
        driver.Sent(second);
        driver.QueryAnswer(bid.OwnId, AnswerOutcome.NotFound, 404);
        Assert.NotEqual(SlotState.Unknown, driver.Status.Bid.State);
    }

    [Fact]
    public void An_order_that_shows_up_after_it_was_not_found_is_cancelled_and_nothing_is_placed_beside_it()
    {
        var driver = new CoreDriver(TestSettings.Lively);
        driver.Begin();
        OrderSentPayload bid = driver.Take(RequestKind.Create, Side.Buy);
        driver.Rest(driver.Take(RequestKind.Create, Side.Sell));
        driver.Sent(bid, SendOutcome.NotSent);

        driver.Order(bid, OrderStatus.New);

        OrderSentPayload cancel = driver.Take(RequestKind.Cancel, Side.Buy);
        Assert.Equal(bid.OwnId, cancel.OwnId);
        driver.Sent(cancel);
        driver.Answer(cancel, AnswerOutcome.Accepted);
        Quiet(driver, 900);
        Assert.DoesNotContain(driver.Requests, request => request.Request == RequestKind.Create);
        driver.Order(bid, OrderStatus.Cancelled);
        Quiet(driver, 10);
        driver.Take(RequestKind.Create, Side.Buy);
    }

    [Fact]
    public void A_reprice_is_one_atomic_replace_that_names_the_old_order()
    {
        var driver = new CoreDriver(TestSettings.Lively);
        (OrderSentPayload bid, OrderSentPayload ask) = driver.BeginResting();

        driver.NowMs = 300;
        driver.Best(618_200, 618_201);

        OrderSentPayload replace = driver.Take(RequestKind.Replace, Side.Buy);
        Assert.Equal(bid.OwnId, replace.CancelOwnId);
        Assert.True(replace.OwnId > ask.OwnId && replace.PriceTicks > bid.PriceTicks);
        Assert.Equal(SlotState.Replacing, driver.Status.Bid.State);
        driver.Take(RequestKind.Replace, Side.Sell);

        driver.Sent(replace);
        driver.Answer(replace, AnswerOutcome.Accepted);
        driver.Order(replace, OrderStatus.New);
        driver.Order(bid, OrderStatus.Cancelled, reason: StatusReason.OrderReplaced);
        Assert.Equal((SlotState.Open, replace.OwnId), (driver.Status.Bid.State, driver.Status.Bid.OwnId));
        Assert.Equal(3, driver.Status.PossiblyLive);
    }

    [Fact]
    public void A_refused_replace_leaves_the_old_order_and_pauses()
    {
        var driver = new CoreDriver(TestSettings.Lively);
        (OrderSentPayload bid, _) = driver.BeginResting();
        driver.NowMs = 300;
        driver.Best(618_200, 618_201);
        OrderSentPayload replace = driver.Take(RequestKind.Replace, Side.Buy);

        driver.Sent(replace);
        driver.Answer(replace, AnswerOutcome.Rejected, 400, 1126);

        Assert.Equal((SlotState.Open, bid.OwnId), (driver.Status.Bid.State, driver.Status.Bid.OwnId));
        Assert.Equal(1, driver.Status.Bid.Refusals);
        Assert.True(driver.Status.Bid.BackoffUntilNs > driver.Status.NowNs);
    }

    [Fact]
    public void Post_only_refusals_double_the_pause_and_step_away_from_the_opposite_best()
    {
        EngineSettings tight = TestSettings.Lively with
        {
            Quoting = TestSettings.Lively.Quoting with { MinimumSpreadBps = 0, KappaFallbackBps = 0.0001, OrderRefreshNs = 1 },
        };
        var driver = new CoreDriver(tight);
        driver.Begin(618_000, 618_001);
        OrderSentPayload first = driver.Take(RequestKind.Create, Side.Buy);
        Assert.Equal(618_000, first.PriceTicks);
        long[] pauses = [250, 500, 1_000, 2_000];
        long[] prices = [617_999, 617_998, 617_997, 617_997];
        OrderSentPayload order = first;
        for (int i = 0; i < pauses.Length; i++)
        {
            driver.Requests.Clear();
            driver.Sent(order);
            driver.Answer(order, AnswerOutcome.Accepted);
            driver.Order(order, OrderStatus.Rejected, reason: StatusReason.PostOnlyFailed);
            driver.NowMs += pauses[i] - 1;
            driver.Best(618_000, 618_001);
            Assert.DoesNotContain(driver.Requests, request => request.Side == Side.Buy);
            driver.NowMs += 1;
            driver.Best(618_000, 618_001);
            order = driver.Requests.Single(request => request.Side == Side.Buy);
            Assert.Equal(prices[i], order.PriceTicks);
        }
    }

    [Theory]
    [InlineData(1101)]
    [InlineData(1124)]
    [InlineData(1128)]
    public void A_refusal_of_the_fields_themselves_halts_and_cancels(long code)
    {
        var driver = new CoreDriver(TestSettings.Lively);
        driver.Begin();
        OrderSentPayload bid = driver.Take(RequestKind.Create, Side.Buy);
        driver.Rest(driver.Take(RequestKind.Create, Side.Sell));
        driver.Sent(bid);

        driver.Answer(bid, AnswerOutcome.Rejected, 400, code);

        Assert.Equal(QuoteReason.HaltedByRejects, driver.Status.Reason);
        driver.Take(RequestKind.Cancel, Side.Sell);
        Quiet(driver, 10_000);
        Assert.DoesNotContain(driver.Requests, request => request.Request == RequestKind.Create);
    }

    [Fact]
    public void While_the_account_stream_is_down_orders_are_cancelled_and_after_it_what_may_live_is_asked_for()
    {
        var driver = new CoreDriver(TestSettings.Lively);
        (OrderSentPayload bid, _) = driver.BeginResting();

        driver.Disconnect(StreamId.Account);
        Assert.Equal(QuoteReason.AccountDown, driver.Status.Reason);
        OrderSentPayload cancel = driver.Take(RequestKind.Cancel, Side.Buy);
        driver.Sent(cancel);
        driver.Answer(cancel, AnswerOutcome.Accepted);
        driver.Requests.Clear();
        driver.Connect(StreamId.Account);
        driver.AccountReady();

        OrderSentPayload query = driver.Take(RequestKind.Query, Side.Buy);
        Assert.Equal(bid.OwnId, query.OwnId);
        driver.Sent(query);
        driver.Order(bid, OrderStatus.Cancelled, filled: 2, flags: EventFlags.FromRest);
        driver.QueryAnswer(bid.OwnId, AnswerOutcome.Found);
        Assert.Equal(2, driver.Status.PositionSteps);
        Assert.NotEqual(SlotState.Unknown, driver.Status.Bid.State);
    }

    [Fact]
    public void A_position_difference_that_lasts_is_corrected_to_the_exchanges_and_told()
    {
        var driver = new CoreDriver(TestSettings.Lively);
        driver.BeginResting();
        driver.Position(9, CoreDriver.StartMs + 10);

        Quiet(driver, 1_900);
        Assert.Equal(0, driver.Status.PositionSteps);
        Quiet(driver, 200);

        Assert.Equal(9, driver.Status.PositionSteps);
        RiskVerdictPayload verdict = driver.Decisions.Last(
            e => e.Kind == EventKind.RiskVerdict && e.RiskVerdict.Reason == RiskReason.PositionCorrected).RiskVerdict;
        Assert.Equal((0, 9), (verdict.WantedSteps, verdict.AllowedSteps));
    }

    [Fact]
    public void A_position_message_older_than_the_newest_fill_says_nothing()
    {
        var driver = new CoreDriver(TestSettings.Lively);
        (OrderSentPayload bid, _) = driver.BeginResting();
        driver.NowMs = 100;
        driver.Trade(bid, tradeId: 1, steps: 5);
        driver.Position(0, CoreDriver.StartMs + 50);

        Quiet(driver, 5_000);

        Assert.Equal(5, driver.Status.PositionSteps);
    }

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
