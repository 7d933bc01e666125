using LowLatencyMM.Simulator.Matching;

namespace LowLatencyMM.Simulator.Tests.Matching;

public sealed class ConditionalOrderTests
{
    private static readonly TpSlLegRequest Signed = new(null, "LAST", null, "LIMIT") { Signature = SignatureVerdict.Valid };

    [Fact]
    public void A_conditional_order_waits_until_the_last_price_reaches_its_trigger_then_rests_or_takes()
    {
        (Exchange exchange, SinkLog log) = new Script("100x10", "102x10")
            .Trade(10, "BUY", 103, 1).Trade(20, "BUY", 104, 1).Play();
        Order order = exchange.Buy(1, "a", 3, 101, With("104", "LAST", "UP", "LIMIT"));

        exchange.AdvanceTo(15);
        string[] waiting = log.TakeAccount();
        exchange.AdvanceTo(25);

        Assert.Equal(["ORDER a Untriggered 0/3", "BALANCE"], waiting);
        Assert.Equal(["ORDER a Triggered 0/3", "ORDER a New 0/3", "BALANCE"], log.Account);
        Assert.Equal(new BookLevel(101, 3), exchange.Markets[0].Book.Best(Side.Buy));
        Assert.True(order.IsResting);
    }

    [Fact]
    public void A_conditional_market_order_takes_within_its_price_and_cancels_the_rest()
    {
        (Exchange exchange, SinkLog log) = new Script("100x4 99x10", "102x10").Trade(10, "SELL", 100, 1).Play();
        exchange.Sell(1, "stop", 6, 100, With("100", "LAST", "DOWN", "MARKET"));
        log.TakeAccount();

        exchange.AdvanceTo(15);

        Assert.Equal(
            ["ORDER stop Triggered 0/6", "TRADE stop taker 4@100", "ORDER stop Cancelled 4/6", "POSITION -4", "BALANCE"], log.Account);
    }

    [Theory]
    [InlineData("MARK", "UP", "104", 2_000)]
    [InlineData("MARK", "UP", "105", -1)]
    [InlineData("INDEX", "UP", "102", 2_000)]
    [InlineData("INDEX", "UP", "103", -1)]
    [InlineData("MARK", "DOWN", "101", 1_000)]
    public void Mark_and_index_prices_trigger_when_they_are_updated(string source, string direction, string trigger, int atMs)
    {
        (Exchange exchange, _) = new Script("100x10", "102x10").Snapshot(1_500, "103x10", "105x10").Play();
        Order order = exchange.Sell(1, "a", 1, 106, With(trigger, source, direction, "LIMIT"));

        exchange.AdvanceTo(Math.Max(atMs, 4_000) - 1);
        bool resting = order.IsResting;

        Assert.Equal(atMs > 0, resting);
        Assert.Equal(atMs > 0 ? SinkLog.StartMs + atMs : order.CreatedMs, order.UpdatedMs);
    }

    [Fact]
    public void A_conditional_order_that_cannot_be_paid_when_it_triggers_is_cancelled()
    {
        (Exchange exchange, SinkLog log) = new Script("100x100", "102x100").Trade(10, "BUY", 104, 1).Play(balance: 100);
        exchange.Buy(1, "waits", 9, 100, With("104", "LAST", "UP", "LIMIT"));
        exchange.Buy(2, "first", 9, 100);
        log.TakeAccount();

        exchange.AdvanceTo(15);

        Assert.Equal("ORDER waits Cancelled 0/9 NotEnoughFunds", log.Account[1]);
    }

    [Theory]
    [InlineData(MarketMode.Disabled, "TradingOffMode")]
    [InlineData(MarketMode.PostOnly, "PostOnlyMode")]
    [InlineData(MarketMode.ReduceOnly, "ReduceOnlyMode")]
    [InlineData(MarketMode.ExchangeReduceOnly, "ReduceOnlyMode")]
    public void A_mode_switched_on_meanwhile_cancels_the_order_when_it_triggers(MarketMode mode, string reason)
    {
        (Exchange exchange, SinkLog log) = new Script("100x10", "102x10").Trade(10, "BUY", 104, 1).Play();
        exchange.Buy(1, "a", 1, 100, With("104", "LAST", "UP", "LIMIT"));
        exchange.SetMode(2, exchange.Markets[0], mode);

        exchange.AdvanceTo(15);

        Assert.Contains($"ORDER a Cancelled 0/1 {reason}", log.Account);
    }

    [Fact]
    public void Waiting_orders_are_cancelled_replaced_and_expire_like_others()
    {
        (Exchange exchange, SinkLog log) = new Script("100x10", "102x10").Play();
        exchange.Buy(1, "a", 1, 100, With("110", "LAST", "UP", "LIMIT"));
        exchange.Buy(2, "b", 1, 100, request => With("110", "LAST", "UP", "LIMIT")(request) with { CancelId = "a" });
        exchange.Buy(3, "c", 1, 100, request => With("110", "LAST", "UP", "LIMIT")(request) with { ExpiryMs = SinkLog.StartMs + 50 });
        exchange.Cancel(4_000_000, "b");
        exchange.AdvanceTo(60);

        Assert.Contains("ORDER a Cancelled 0/1 OrderReplaced", log.Account);
        Assert.Contains("ORDER b Cancelled 0/1", log.Account);
        Assert.Contains("ORDER c Expired 0/1", log.Account);
        Assert.Empty(exchange.OpenOrders);
    }

    [Fact]
    public void The_price_band_of_a_conditional_order_lies_around_its_trigger()
    {
        (Exchange exchange, _) = new Script("100x10", "102x10").Play();

        Assert.Equal(0, Refusal(exchange, With("150", "LAST", "UP", "LIMIT")(Requests.Order("a", "BUY", 1, 157))));
        Assert.Equal(1141, Refusal(exchange, With("150", "LAST", "UP", "LIMIT")(Requests.Order("b", "BUY", 1, 158))));
    }

    [Fact]
    public void Fills_of_an_entry_order_bring_a_tpsl_order_of_their_size()
    {
        (Exchange exchange, SinkLog log) = new Script("100x10", "102x10").Trade(10, "SELL", 101, 2).Trade(20, "SELL", 101, 9).Play();
        exchange.Buy(1, "entry", 5, 101, WithLegs("ORDER", takeProfit: ("106", "105"), stopLoss: ("97", "96")));
        log.TakeAccount();

        exchange.AdvanceTo(15);
        string[] first = log.TakeAccount();
        exchange.AdvanceTo(25);
        Order protection = exchange.Find("entry-tpsl")!;

        Assert.Equal("ORDER entry-tpsl Untriggered 0/2", first[^1]);
        Assert.Equal("ORDER entry-tpsl Untriggered 0/5", log.Account[^1]);
        Assert.Equal((Side.Sell, OrderType.Tpsl, true), (protection.Side, protection.Type, protection.ReduceOnly));
        Assert.Equal((TriggerDirection.Up, TriggerDirection.Down), (protection.TakeProfit!.Trigger.Direction, protection.StopLoss!.Trigger.Direction));
    }

    [Fact]
    public void What_an_entry_order_fills_after_its_tpsl_order_triggered_gets_another_one()
    {
        (Exchange exchange, _) = new Script("100x10", "102x10")
            .Trade(10, "SELL", 101, 2).Trade(20, "BUY", 106, 1).Trade(30, "SELL", 101, 1).Trade(40, "SELL", 101, 9).Play();
        exchange.Buy(1, "entry", 5, 101, WithLegs("ORDER", takeProfit: ("106", "105")));

        exchange.AdvanceTo(25);
        Order first = exchange.Find("entry-tpsl")!;
        exchange.AdvanceTo(45);
        Order second = exchange.Find("entry-tpsl-")!;

        Assert.Equal((OrderStatus.New, 2), (first.Status, first.Size));
        Assert.Equal((OrderStatus.Untriggered, 3), (second.Status, second.Size));
    }

    [Fact]
    public void One_leg_triggers_and_the_other_is_cancelled()
    {
        (Exchange exchange, SinkLog log) = new Script("100x10", "102x10")
            .Trade(10, "BUY", 106, 1).Snapshot(15, "107x10", "109x10").Trade(20, "SELL", 97, 1).Play();
        exchange.Buy(1, "entry", 5, 102, WithLegs("ORDER", takeProfit: ("106", "105"), stopLoss: ("97", "96")));
        Order protection = exchange.Find("entry-tpsl")!;
        log.TakeAccount();

        exchange.AdvanceTo(30);

        Assert.Equal(
            ["ORDER entry-tpsl Triggered 0/5", "ORDER entry-tpsl New 0/5", "BALANCE", "ORDER entry-tpsl Filled 5/5",
                "TRADE entry-tpsl maker 5@105", "POSITION 0", "BALANCE"],
            log.Account);
        Assert.Equal((OrderStatus.Triggered, OrderStatus.Cancelled), (protection.TakeProfit!.Status, protection.StopLoss!.Status));
    }

    [Fact]
    public void A_tpsl_order_of_the_position_closes_whatever_it_has_become()
    {
        (Exchange exchange, SinkLog log) = new Script("100x50", "102x50").Trade(10, "SELL", 97, 1).Play();
        exchange.Buy(1, "open", 5, 102);
        exchange.Place(2_000_000, TpSl("protect", "SELL", 0, "POSITION", stopLoss: ("97", "96")));
        exchange.Buy(3, "more", 3, 102);
        log.TakeAccount();

        exchange.AdvanceTo(15);

        Assert.Equal(
            ["ORDER protect Triggered 0/8", "TRADE protect taker 8@100", "ORDER protect Filled 8/8", "POSITION 0", "BALANCE"], log.Account);
    }

    [Fact]
    public void A_position_has_one_tpsl_order_and_loses_it_when_it_is_closed()
    {
        (Exchange exchange, SinkLog log) = new Script("100x50", "102x50").Play();
        exchange.Buy(1, "open", 5, 102);
        exchange.Place(2_000_000, TpSl("first", "SELL", 0, "POSITION", stopLoss: ("97", "96")));
        exchange.Place(3_000_000, TpSl("second", "SELL", 5, "POSITION", takeProfit: ("110", "109")));
        exchange.Sell(4, "close", 5, 100);

        Assert.Contains("ORDER second Cancelled 0/5 PositionTpslConflict", log.Account);
        Assert.Contains("ORDER first Cancelled 0/5 ReduceOnlyFailed", log.Account);
        Assert.Empty(exchange.OpenOrders);
    }

    [Fact]
    public void Tpsl_orders_are_checked_against_the_position_and_their_legs_against_the_entry()
    {
        (Exchange exchange, _) = new Script("100x50", "102x50").Play();
        int without = Refusal(exchange, TpSl("a", "SELL", 1, "ORDER", stopLoss: ("97", "96")));
        exchange.Buy(1, "open", 5, 102);

        Assert.Equal(1137, without);
        Assert.Equal(1138, Refusal(exchange, TpSl("b", "BUY", 1, "ORDER", stopLoss: ("107", "108"))));
        Assert.Equal(1136, Refusal(exchange, TpSl("c", "SELL", 6, "ORDER", stopLoss: ("97", "96"))));
        Assert.Equal(1129, Refusal(exchange, TpSl("d", "SELL", 4, "POSITION", stopLoss: ("97", "96"))));
        Assert.Equal(1133, Refusal(exchange, TpSl("e", "SELL", 1, "ORDER", stopLoss: ("103", "102"))));
        Assert.Equal(1133, Refusal(exchange, TpSl("f", "SELL", 1, "ORDER", takeProfit: ("99", "99"))));
        Assert.Equal(1141, Refusal(exchange, TpSl("g", "SELL", 1, "ORDER", stopLoss: ("97", "92"))));
        Assert.Equal(0, Refusal(exchange, TpSl("h", "SELL", 1, "ORDER", takeProfit: ("110", "109"), stopLoss: ("97", "96"))));
    }

    [Fact]
    public void A_taking_reduce_only_order_stops_where_the_position_ends()
    {
        (Exchange exchange, SinkLog log) = new Script("100x50", "102x50").Trade(10, "SELL", 97, 1).Play();
        exchange.Buy(1, "open", 5, 102);
        exchange.Sell(2, "stop 1", 5, 98, request => With("97", "LAST", "DOWN", "MARKET")(request) with { ReduceOnly = true });
        exchange.Sell(3, "part", 3, 100);
        log.TakeAccount();

        exchange.AdvanceTo(15);

        Assert.Equal(
            ["ORDER stop 1 Triggered 0/5", "TRADE stop 1 taker 2@100", "ORDER stop 1 Cancelled 2/5 ReduceOnlyFailed", "POSITION 0", "BALANCE"],
            log.Account);
    }

    [Theory]
    [InlineData(SelfTradePolicy.CancelTaker, "ORDER b Cancelled 0/3 SelfTradeProtection", 3, 0)]
    [InlineData(SelfTradePolicy.CancelMaker, "ORDER a Cancelled 0/3 SelfTradeProtection", 0, 3)]
    [InlineData(SelfTradePolicy.CancelBoth, "ORDER a Cancelled 0/3 SelfTradeProtection", 0, 0)]
    public void Which_order_gives_way_to_self_trade_protection_can_be_chosen(SelfTradePolicy policy, string frame, int askLeft, int taken)
    {
        (Exchange exchange, SinkLog log) = new Script("100x10", "103x10").Play(assumptions: new Assumptions { SelfTrade = policy });
        exchange.Sell(1, "a", 3, 102);
        exchange.Buy(2, "b", 3, 103);

        Assert.Contains(frame, log.Account);
        Assert.Equal(askLeft, exchange.Markets[0].Own.SizeAt(Side.Sell, 102));
        Assert.Equal(taken, exchange.Markets[0].Position.Size);
    }

    [Fact]
    public void The_other_assumptions_change_what_is_told_not_what_happens()
    {
        Assumptions other = new()
        {
            PostOnlyCrossIsCancelled = true,
            ReplaceTellsNewFirst = true,
            TakerIsNewFirst = true,
            TriggeredIsTold = false,
            OrderWithoutProtectionVanishes = true,
        };
        (Exchange exchange, SinkLog log) = new Script("100x10", "102x10").Trade(10, "BUY", 104, 1).Play(assumptions: other);
        exchange.Buy(1, "post", 1, 102, request => request with { PostOnly = true });
        exchange.Buy(2, "take", 1, 102);
        exchange.Buy(3, "old", 1, 99);
        exchange.Buy(4, "new", 1, 98, request => request with { CancelId = "old" });
        exchange.Buy(5, "wait", 1, 99, With("104", "LAST", "UP", "LIMIT"));
        OrderAnswer vanished = exchange.Place(6_000_000, Requests.Order("gone", "BUY", 1, 99) with { SelfTradeProtection = null });
        exchange.AdvanceTo(15);

        Assert.Equal(
            ["ORDER post Cancelled 0/1 PostOnlyFailed", "ORDER take New 0/1", "ORDER take Filled 1/1", "ORDER old New 0/1",
                "ORDER new New 0/1", "ORDER old Cancelled 0/1 OrderReplaced", "ORDER wait Untriggered 0/1", "ORDER wait New 0/1"],
            log.Account.Where(frame => frame.StartsWith("ORDER", StringComparison.Ordinal)));
        Assert.Null(vanished.Error);
        Assert.Null(exchange.Find(vanished.Id));
    }

    [Fact]
    public void An_account_that_does_not_cover_its_maintenance_margin_is_liquidated()
    {
        (Exchange exchange, SinkLog log) = new Script("100x50", "102x50").Snapshot(500, "90x50", "92x50").Play(balance: 105);
        exchange.Buy(1, "open", 9, 102);
        exchange.Sell(2, "reduce", 1, 110, request => request with { ReduceOnly = true });
        log.TakeAccount();

        exchange.AdvanceTo(1_500);

        Assert.Contains("ORDER reduce Cancelled 0/1 AccountLiquidation", log.Account);
        Assert.Equal(0, exchange.Markets[0].Position.Size);
        Assert.Equal(TradeType.Liquidation, exchange.Fills[^1].Type);
        Assert.True(Assert.Single(exchange.Account.ClosedPositions).Liquidated);
        Assert.Equal("SELL 9@90", log.Trades[^1]);
    }

    private static Func<OrderRequest, OrderRequest> With(string trigger, string source, string direction, string execution) =>
        request => request with { Type = "CONDITIONAL", Trigger = new TriggerRequest(trigger, source, direction, execution) };

    private static Func<OrderRequest, OrderRequest> WithLegs(
        string scope, (string, string)? takeProfit = null, (string, string)? stopLoss = null) =>
        request => request with { TpSlType = scope, TakeProfit = Leg(takeProfit), StopLoss = Leg(stopLoss) };

    private static OrderRequest TpSl(
        string id, string side, long size, string scope, (string, string)? takeProfit = null, (string, string)? stopLoss = null) =>
        WithLegs(scope, takeProfit, stopLoss)(Requests.Order(id, side, size, 0)) with { Type = "TPSL" };

    private static TpSlLegRequest? Leg((string Trigger, string Price)? leg) =>
        leg is { } given ? Signed with { TriggerPrice = given.Trigger, Price = given.Price } : null;

    private static int Refusal(Exchange exchange, OrderRequest request) => exchange.Place(exchange.Now, request).Error?.Code ?? 0;
}
