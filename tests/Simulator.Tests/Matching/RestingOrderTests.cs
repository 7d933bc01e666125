using LowLatencyMM.Simulator.Matching;

namespace LowLatencyMM.Simulator.Tests.Matching;

public sealed class RestingOrderTests
{
    [Fact]
    public void Trades_at_the_price_fill_an_order_only_after_the_size_that_was_shown_before_it()
    {
        (Exchange exchange, SinkLog log) = new Script("100x10", "102x10")
            .Trade(10, "SELL", 100, 6).Trade(20, "SELL", 100, 6).Trade(30, "SELL", 100, 9).Play();
        exchange.Buy(1, "a", 5, 100);
        log.TakeAccount();

        exchange.AdvanceTo(15);
        string[] afterSix = log.TakeAccount();
        exchange.AdvanceTo(25);
        string[] afterTwelve = log.TakeAccount();
        exchange.AdvanceTo(35);

        Assert.Empty(afterSix);
        Assert.Equal(["ORDER a PartiallyFilled 2/5", "TRADE a maker 2@100", "POSITION 2", "BALANCE"], afterTwelve);
        Assert.Equal(["ORDER a Filled 5/5", "TRADE a maker 3@100", "POSITION 5", "BALANCE"], log.Account);
        Assert.Equal(["SELL 6@100", "SELL 2@100", "SELL 4@100", "SELL 3@100", "SELL 6@100"], log.Trades);
    }

    [Fact]
    public void A_trade_through_the_price_fills_an_order_at_its_own_price_whatever_was_before_it()
    {
        (Exchange exchange, SinkLog log) = new Script("100x10 99x10", "102x10").Trade(10, "SELL", 99, 4).Play();
        exchange.Buy(1, "a", 3, 100);
        log.TakeAccount();

        exchange.AdvanceTo(15);

        Assert.Equal(["ORDER a Filled 3/3", "TRADE a maker 3@100", "POSITION 3", "BALANCE"], log.Account);
        Assert.Equal(["SELL 3@100", "SELL 1@99"], log.Trades);
    }

    [Fact]
    public void A_trade_on_the_other_side_or_short_of_the_price_fills_nothing()
    {
        (Exchange exchange, SinkLog log) = new Script("100x10", "102x10")
            .Trade(10, "BUY", 100, 50).Trade(20, "SELL", 101, 50).Play();
        exchange.Buy(1, "a", 3, 100);
        log.TakeAccount();

        exchange.AdvanceTo(25);

        Assert.Empty(log.Account);
        Assert.Equal(["BUY 50@100", "SELL 50@101"], log.Trades);
    }

    [Fact]
    public void An_order_that_improves_the_best_price_has_nobody_before_it()
    {
        (Exchange exchange, SinkLog log) = new Script("100x10", "102x10").Trade(10, "SELL", 101, 2).Play();
        exchange.Buy(1, "a", 3, 101);
        log.TakeAccount();

        exchange.AdvanceTo(15);

        Assert.Equal("TRADE a maker 2@101", log.Account[1]);
    }

    [Fact]
    public void Cancels_at_a_level_are_taken_from_before_and_behind_an_order_in_proportion()
    {
        (Exchange exchange, _) = new Script("100x10", "102x10")
            .Delta(10, bids: "100x30").Delta(20, bids: "100x15").Delta(30, bids: "100x40").Play();
        Order order = exchange.Buy(1, "a", 3, 100);

        exchange.AdvanceTo(15);
        long afterJoiners = order.QueueAhead;
        exchange.AdvanceTo(25);
        long afterHalfLeft = order.QueueAhead;
        exchange.AdvanceTo(35);

        Assert.Equal(10, afterJoiners);
        Assert.Equal(5, afterHalfLeft);
        Assert.Equal(5, order.QueueAhead);
    }

    [Fact]
    public void A_level_that_shrinks_by_what_was_traded_there_moves_the_queue_only_once()
    {
        (Exchange exchange, _) = new Script("100x10", "102x10")
            .Trade(10, "SELL", 100, 4).Best(12, "100x6", "102x10").Delta(20, bids: "100x6").Play();
        Order order = exchange.Buy(1, "a", 3, 100);

        exchange.AdvanceTo(25);

        Assert.Equal(6, order.QueueAhead);
    }

    [Fact]
    public void A_level_that_vanishes_leaves_an_order_first_in_its_queue()
    {
        (Exchange exchange, _) = new Script("100x10 99x5", "102x10").Best(10, "99x5", "102x10").Play();
        Order order = exchange.Buy(1, "a", 3, 100);

        exchange.AdvanceTo(15);

        Assert.Equal(0, order.QueueAhead);
    }

    [Fact]
    public void The_opposite_best_reaching_the_price_fills_at_the_orders_price_and_leaves_the_book()
    {
        (Exchange exchange, SinkLog log) = new Script("100x10", "102x10").Best(10, "98x3", "99x4").Play();
        exchange.Buy(1, "a", 5, 100);
        log.TakeAccount();

        exchange.AdvanceTo(105);

        Assert.Equal(["ORDER a PartiallyFilled 4/5", "TRADE a maker 4@100", "POSITION 4", "BALANCE"], log.Account);
        Assert.Equal(["SELL 4@100"], log.Trades);
        Assert.Equal(1, log.Bids[100]);
        Assert.DoesNotContain(99L, log.Asks.Keys);
    }

    [Fact]
    public void What_arrived_and_traded_is_gone_until_the_recording_restates_the_level()
    {
        (Exchange exchange, SinkLog log) = new Script("100x10", "102x10")
            .Best(10, "98x3", "100x4").Best(20, "97x3", "100x4").Best(30, "97x3", "100x2").Play();
        exchange.Buy(1, "a", 10, 100);

        exchange.AdvanceTo(25);
        string afterRepeat = log.Trades[^1];
        exchange.AdvanceTo(35);

        Assert.Equal("SELL 4@100", afterRepeat);
        Assert.Equal(["SELL 4@100", "SELL 2@100"], log.Trades);
    }

    [Fact]
    public void Orders_at_one_price_fill_in_the_order_they_came_and_better_prices_first()
    {
        (Exchange exchange, SinkLog log) = new Script("99x10", "104x10").Trade(10, "SELL", 100, 7).Play();
        exchange.Buy(1, "first", 3, 100);
        exchange.Buy(2, "second", 3, 100);
        exchange.Buy(3, "better", 3, 101);
        log.TakeAccount();

        exchange.AdvanceTo(15);

        Assert.Equal(["TRADE better maker 3@101", "TRADE first maker 3@100", "TRADE second maker 1@100"],
            log.Account.Where(frame => frame.StartsWith("TRADE", StringComparison.Ordinal)));
    }

    [Fact]
    public void An_order_expires_at_its_time_and_not_before()
    {
        (Exchange exchange, SinkLog log) = new Script("100x10", "102x10").Play();
        exchange.Buy(1, "a", 3, 99, order => order with { ExpiryMs = SinkLog.StartMs + 5_000 });
        log.TakeAccount();

        exchange.AdvanceTo(4_999);
        string[] before = log.TakeAccount();
        exchange.AdvanceTo(5_000);

        Assert.Empty(before);
        Assert.Equal(["ORDER a Expired 0/3", "BALANCE"], log.Account);
    }

    [Fact]
    public void The_dead_mans_switch_cancels_everything_once_after_its_time()
    {
        (Exchange exchange, SinkLog log) = new Script("100x10", "102x10").Play();
        exchange.SetDeadMansSwitch(0, 10);
        exchange.Buy(1_000, "a", 3, 99);
        exchange.SetDeadMansSwitch(5_000_000_000, 10);
        log.TakeAccount();

        exchange.AdvanceTo(14_999);
        string[] before = log.TakeAccount();
        exchange.AdvanceTo(15_000);
        string[] fired = log.TakeAccount();
        exchange.Buy(16_000, "b", 3, 99);
        exchange.AdvanceTo(60_000);

        Assert.Empty(before);
        Assert.Equal(["ORDER a Cancelled 0/3", "BALANCE"], fired);
        Assert.Equal("b", exchange.OpenOrders.Single().ExternalId);
    }

    [Fact]
    public void Zero_seconds_disarm_the_dead_mans_switch()
    {
        (Exchange exchange, _) = new Script("100x10", "102x10").Play();
        exchange.Buy(1, "a", 3, 99);
        exchange.SetDeadMansSwitch(2_000_000, 1);
        exchange.SetDeadMansSwitch(3_000_000, 0);

        exchange.AdvanceTo(10_000);

        Assert.Single(exchange.OpenOrders);
    }

    [Fact]
    public void A_mass_cancel_closes_the_orders_it_names_in_one_go()
    {
        (Exchange exchange, SinkLog log) = new Script("100x10", "102x10").Play();
        exchange.Buy(1, "a", 3, 99);
        exchange.Buy(2, "b", 3, 98);
        exchange.Sell(3, "c", 3, 103);
        log.TakeAccount();

        exchange.CancelAll(4_000_000, order => order.Side == Side.Buy);

        Assert.Equal(["ORDER a Cancelled 0/3", "ORDER b Cancelled 0/3", "BALANCE"], log.Account);
        Assert.Equal("c", exchange.OpenOrders.Single().ExternalId);
    }
}
