using LowLatencyMM.Simulator.Matching;

namespace LowLatencyMM.Simulator.Tests.Matching;

public sealed class IncomingOrderTests
{
    [Fact]
    public void A_post_only_order_that_would_trade_is_rejected_and_not_posted()
    {
        (Exchange exchange, SinkLog log) = new Script("100x10", "102x10").Play();

        exchange.Buy(1, "a", 3, 102, order => order with { PostOnly = true });

        Assert.Equal(["ORDER a Rejected 0/3 PostOnlyFailed"], log.Account);
        Assert.Empty(exchange.OpenOrders);
        Assert.Empty(log.Trades);
    }

    [Fact]
    public void A_post_only_order_one_tick_short_of_the_opposite_best_rests()
    {
        (Exchange exchange, SinkLog log) = new Script("100x10", "102x10").Play();

        exchange.Buy(1, "a", 3, 101, order => order with { PostOnly = true });

        Assert.Equal(["ORDER a New 0/3", "BALANCE"], log.Account);
        Assert.Equal(new BookLevel(101, 3), exchange.Markets[0].Book.Best(Side.Buy));
    }

    [Fact]
    public void A_crossing_order_takes_the_levels_it_reaches_and_its_rest_is_posted()
    {
        (Exchange exchange, SinkLog log) = new Script("100x10", "102x4 103x5 104x5").Play();

        exchange.Buy(1, "a", 12, 103);

        Assert.Equal(
            ["TRADE a taker 4@102", "TRADE a taker 5@103", "ORDER a PartiallyFilled 9/12", "POSITION 9", "BALANCE"], log.Account);
        Assert.Equal(["BUY 4@102", "BUY 5@103"], log.Trades);
        Assert.Equal(new BookLevel(103, 3), exchange.Markets[0].Book.Best(Side.Buy));
        Assert.Equal(new BookLevel(104, 5), exchange.Markets[0].Book.Best(Side.Sell));
    }

    [Fact]
    public void An_immediate_order_cancels_what_it_cannot_fill()
    {
        (Exchange exchange, SinkLog log) = new Script("100x10", "102x4 104x5").Play();

        exchange.Buy(1, "a", 6, 103, order => order with { TimeInForce = "IOC" });

        Assert.Equal(["TRADE a taker 4@102", "ORDER a Cancelled 4/6", "POSITION 4", "BALANCE"], log.Account);
        Assert.Empty(exchange.OpenOrders);
    }

    [Fact]
    public void An_immediate_order_that_reaches_nothing_is_cancelled_for_want_of_liquidity()
    {
        (Exchange exchange, SinkLog log) = new Script("100x10", "102x4").Play();

        exchange.Buy(1, "a", 6, 101, order => order with { TimeInForce = "IOC" });

        Assert.Equal("ORDER a Cancelled 0/6 NoLiquidity", log.Account[0]);
    }

    [Fact]
    public void Liquidity_that_was_taken_is_not_there_for_the_next_order()
    {
        (Exchange exchange, SinkLog log) = new Script("100x10", "102x4 104x5").Play();

        exchange.Buy(1, "a", 3, 102, order => order with { TimeInForce = "IOC" });
        exchange.Buy(2, "b", 3, 102, order => order with { TimeInForce = "IOC" });

        Assert.Equal(["BUY 3@102", "BUY 1@102"], log.Trades);
    }

    [Fact]
    public void A_taker_pays_its_fee_and_a_maker_none()
    {
        (Exchange exchange, _) = new Script("100x10", "102x4").Trade(10, "BUY", 103, 4).Play();

        exchange.Buy(1, "a", 4, 102);
        exchange.Sell(2, "b", 4, 103);
        exchange.AdvanceTo(15);

        Assert.Equal([0.102m, 0m], exchange.Fills.Select(fill => fill.Fee));
        Assert.Equal(1_000_000 + 4 - 0.102m, exchange.Account.Balance);
    }

    [Fact]
    public void A_replace_closes_the_old_order_and_posts_the_new_one()
    {
        (Exchange exchange, SinkLog log) = new Script("100x10", "102x4").Play();
        exchange.Buy(1, "old", 3, 99);
        log.TakeAccount();

        exchange.Buy(2, "new", 4, 98, order => order with { CancelId = "old" });

        Assert.Equal(["ORDER old Cancelled 0/3 OrderReplaced", "ORDER new New 0/4", "BALANCE"], log.Account);
        Assert.Equal("new", exchange.OpenOrders.Single().ExternalId);
    }

    [Fact]
    public void A_replace_that_the_engine_rejects_loses_both_orders()
    {
        (Exchange exchange, SinkLog log) = new Script("100x10", "102x4").Play();
        exchange.Buy(1, "old", 3, 99);
        log.TakeAccount();

        exchange.Buy(2, "new", 4, 102, order => order with { CancelId = "old", PostOnly = true });

        Assert.Equal(["ORDER old Cancelled 0/3 OrderReplaced", "ORDER new Rejected 0/4 PostOnlyFailed", "BALANCE"], log.Account);
        Assert.Empty(exchange.OpenOrders);
    }

    [Fact]
    public void A_replace_that_is_refused_changes_nothing()
    {
        (Exchange exchange, SinkLog log) = new Script("100x10", "102x4").Play();
        exchange.Buy(1, "old", 3, 99);
        log.TakeAccount();

        OrderAnswer answer = exchange.Place(2_000_000, Requests.Order("new", "BUY", 4, 200) with { CancelId = "old" });

        Assert.Equal(1141, answer.Error!.Code);
        Assert.Empty(log.Account);
        Assert.Equal("old", exchange.OpenOrders.Single().ExternalId);
    }

    [Fact]
    public void An_order_that_would_trade_with_an_own_order_is_cancelled_there()
    {
        (Exchange exchange, SinkLog log) = new Script("100x10", "102x4 105x5").Play();
        exchange.Sell(1, "mine", 3, 103);
        log.TakeAccount();

        exchange.Buy(2, "a", 6, 104);

        Assert.Equal(
            ["TRADE a taker 4@102", "ORDER a Cancelled 4/6 SelfTradeProtection", "POSITION 4", "BALANCE"], log.Account);
        Assert.Equal("mine", exchange.OpenOrders.Single().ExternalId);
    }

    [Fact]
    public void Without_protection_own_orders_trade_with_each_other()
    {
        (Exchange exchange, SinkLog log) = new Script("100x10", "104x4").Play();
        exchange.Sell(1, "mine", 3, 102);

        exchange.Buy(2, "a", 2, 102, order => order with { SelfTradeProtection = "DISABLED" });

        Assert.Equal(["BUY 2@102"], log.Trades);
        Assert.Equal(0, exchange.Markets[0].Position.Size);
        Assert.Equal(1, exchange.OpenOrders.Single().Remaining);
    }

    [Fact]
    public void A_reduce_only_order_goes_when_the_position_is_gone()
    {
        (Exchange exchange, SinkLog log) = new Script("100x10", "102x10").Play();
        exchange.Buy(1, "open", 4, 102);
        exchange.Sell(2, "reduce", 4, 103, order => order with { ReduceOnly = true });
        log.TakeAccount();

        exchange.Sell(3, "close", 4, 100);

        Assert.Contains("ORDER reduce Cancelled 0/4 ReduceOnlyFailed", log.Account);
        Assert.Equal(0, exchange.Markets[0].Position.Size);
        Assert.Empty(exchange.OpenOrders);
    }

    [Fact]
    public void Orders_that_can_no_longer_be_paid_are_cancelled()
    {
        (Exchange exchange, SinkLog log) = new Script("100x1000", "102x1000")
            .Snapshot(500, "80x1000", "82x1000").Play(balance: 1_100);
        exchange.Buy(1, "open", 50, 102);
        exchange.Buy(2, "more", 40, 79);
        log.TakeAccount();

        exchange.AdvanceTo(1_100);

        Assert.Contains("ORDER more Cancelled 0/40 NotEnoughFunds", log.Account);
    }

    [Fact]
    public void A_position_that_turns_over_gets_a_new_id_and_price()
    {
        (Exchange exchange, _) = new Script("100x10", "102x10").Play();
        exchange.Buy(1, "a", 4, 102);
        long first = exchange.Markets[0].Position.Id;

        exchange.Sell(2, "b", 6, 100);

        Assert.NotEqual(first, exchange.Markets[0].Position.Id);
        Assert.Equal(-2, exchange.Markets[0].Position.Size);
        Assert.Equal(100m, exchange.Markets[0].Position.OpenPrice);
        Assert.Equal(1_000_000 - 8 - 0.102m - 0.15m, exchange.Account.Balance);
    }
}
