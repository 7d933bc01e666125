using LowLatencyMM.Simulator.Matching;
using LowLatencyMM.Simulator.Recording;

namespace LowLatencyMM.Simulator.Tests.Matching;

public sealed class AccountLimitTests
{
    [Fact]
    public void An_external_id_is_taken_for_good()
    {
        (Exchange exchange, _) = new Script("100x10", "102x10").Play();
        exchange.Buy(1, "a", 1, 99);
        exchange.Cancel(2_000_000, "a");

        Assert.Equal(1134, Refusal(exchange, Requests.Order("a", "BUY", 1, 99)));
    }

    [Fact]
    public void A_replace_of_an_order_that_is_not_open_is_refused()
    {
        (Exchange exchange, _) = new Script("100x10", "102x10").Play();
        exchange.Buy(1, "a", 1, 99);
        exchange.Cancel(2_000_000, "a");

        Assert.Equal(1142, Refusal(exchange, Requests.Order("b", "BUY", 1, 99) with { CancelId = "a" }));
        Assert.Equal(1142, Refusal(exchange, Requests.Order("c", "BUY", 1, 99) with { CancelId = "never" }));
    }

    [Theory]
    [InlineData("BUY", 106, 0)]
    [InlineData("BUY", 107, 1141)]
    [InlineData("SELL", 96, 0)]
    [InlineData("SELL", 95, 1141)]
    [InlineData("BUY", 1, 0)]
    public void Prices_stay_within_the_band_around_the_mark(string side, int price, int code)
    {
        (Exchange exchange, _) = new Script("100x10", "102x10").Play();

        Assert.Equal(code, Refusal(exchange, Requests.Order("a", side, 1, price)));
    }

    [Fact]
    public void Reduce_only_orders_need_an_opposite_position_of_their_size()
    {
        (Exchange exchange, _) = new Script("100x10", "102x10").Play();
        OrderRequest sell = Requests.Order("a", "SELL", 3, 103) with { ReduceOnly = true };
        int withoutPosition = Refusal(exchange, sell);
        exchange.Buy(1, "open", 2, 102);

        Assert.Equal(1137, withoutPosition);
        Assert.Equal(1138, Refusal(exchange, Requests.Order("b", "BUY", 1, 99) with { ReduceOnly = true }));
        Assert.Equal(1136, Refusal(exchange, sell));
        Assert.Equal(0, Refusal(exchange, sell with { Qty = "2" }));
    }

    [Fact]
    public void The_201st_open_order_is_refused_but_a_replace_is_not()
    {
        (Exchange exchange, _) = new Script("100x10", "102x10").Play();
        for (int i = 0; i < 200; i++)
            exchange.Buy(1, $"o{i}", 1, 50);

        Assert.Equal(1126, Refusal(exchange, Requests.Order("more", "BUY", 1, 50)));
        Assert.Equal(0, Refusal(exchange, Requests.Order("other", "BUY", 1, 51) with { CancelId = "o7" }));
    }

    [Fact]
    public void An_order_must_be_paid_for_with_its_initial_margin()
    {
        (Exchange exchange, _) = new Script("100x100", "102x100").Play(balance: 100);

        Assert.Equal(0, Refusal(exchange, Requests.Order("a", "BUY", 10, 100)));
        Assert.Equal(1140, Refusal(exchange, Requests.Order("b", "BUY", 1, 100)));
    }

    [Fact]
    public void What_an_order_would_lose_at_the_mark_price_is_part_of_its_cost()
    {
        (Exchange exchange, _) = new Script("100x100", "102x100").Play(balance: 110);

        Assert.Equal(1140, Refusal(exchange, Requests.Order("a", "BUY", 10, 106)));
        Assert.Equal(0, Refusal(exchange, Requests.Order("b", "BUY", 10, 100)));
    }

    [Fact]
    public void An_order_that_reduces_costs_nothing()
    {
        (Exchange exchange, _) = new Script("100x100", "102x100").Play(balance: 110);
        exchange.Buy(1, "open", 9, 102);

        Assert.Equal(1140, Refusal(exchange, Requests.Order("more", "BUY", 9, 100)));
        Assert.Equal(0, Refusal(exchange, Requests.Order("close", "SELL", 9, 103)));
    }

    [Fact]
    public void Orders_on_both_sides_share_their_margin()
    {
        (Exchange exchange, _) = new Script("100x100", "102x100").Play(balance: 200);
        exchange.Buy(1, "a", 10, 100);
        decimal oneSided = exchange.Account.InitialMargin;
        exchange.Sell(2, "b", 9, 103);

        Assert.Equal(100, oneSided);
        Assert.Equal(oneSided, exchange.Account.InitialMargin);
    }

    [Fact]
    public void A_position_beyond_what_the_leverage_allows_is_refused()
    {
        (Exchange exchange, _) = new Script("100x100", "102x100").Play(balance: 10_000_000);
        Assert.Null(exchange.SetLeverage(1, exchange.Markets[0], 50));

        Assert.Equal(0, Refusal(exchange, Requests.Order("a", "BUY", 39_000, 100)));
        Assert.Equal(1127, Refusal(exchange, Requests.Order("b", "BUY", 41_000, 100)));
    }

    [Theory]
    [InlineData("0.5", 1049)]
    [InlineData("51", 1050)]
    [InlineData("10.001", 1053)]
    [InlineData("1", 1052)]
    public void Leverage_outside_its_limits_is_refused(string leverage, int code)
    {
        (Exchange exchange, _) = new Script("100x100", "102x100").Play(balance: 100);
        exchange.Buy(1, "open", 5, 102);

        Assert.Equal(code, exchange.SetLeverage(2, exchange.Markets[0], decimal.Parse(leverage, System.Globalization.CultureInfo.InvariantCulture))?.Code);
    }

    [Fact]
    public void Margin_figures_follow_the_documented_formulas()
    {
        (Exchange exchange, _) = new Script("100x100", "102x100").Play(balance: 1_000);
        exchange.Buy(1, "open", 20, 102);
        exchange.Buy(2, "more", 10, 99);
        Account account = exchange.Account;

        Assert.Equal(1_000 - 0.51m, account.Balance);
        Assert.Equal(-20m, account.UnrealisedPnl);
        Assert.Equal(979.49m, account.Equity);
        Assert.Equal((2_020 + 990) / 10m, account.InitialMargin);
        Assert.Equal(979.49m - 301m, account.AvailableForTrade);
        Assert.Equal(999.49m - 20m - 301m, account.AvailableForWithdrawal);
    }

    [Fact]
    public void Orders_that_reduce_the_position_need_no_margin_until_they_would_turn_it_over()
    {
        (Exchange exchange, _) = new Script("100x100", "102x100").Play(balance: 1_000);
        exchange.Buy(1, "open", 20, 102);
        exchange.Sell(2, "reduce", 30, 103);
        decimal reducing = exchange.Account.InitialMargin;
        exchange.Sell(3, "turn over", 20, 103);

        Assert.Equal(2_020 / 10m, reducing);
        Assert.Equal((5_150 - 2_020) / 10m, exchange.Account.InitialMargin);
    }

    [Fact]
    public void Markets_share_one_balance_and_their_margins_add_up()
    {
        MarketRules eth = new("ETH-USD", "0.01", "0.001"), btc = new("BTC-USD", "0.1", "0.001");
        Exchange exchange = new([Bundled(btc), Bundled(eth)], new ExchangeSettings(), SinkLog.StartMs, new SinkLog());
        OrderRequest buy = Requests.Order("btc", "BUY", 1, 1) with { Qty = "0.5", Price = "60000" };
        int first = Refusal(exchange, buy);
        decimal afterBtc = exchange.Account.AvailableForTrade;
        OrderRequest more = buy with { ExternalId = "eth", Market = "ETH-USD", Qty = "20", Price = "2600" };
        int second = Refusal(exchange, more), third = Refusal(exchange, more with { ExternalId = "eth 2" });

        Assert.Equal((0, 0, 1140), (first, second, third));
        Assert.Equal(7_000m, afterBtc);
        Assert.Equal(10_000m - 3_000m - 5_200m, exchange.Account.AvailableForTrade);
        Assert.Equal(["BTC-USD", "ETH-USD"], exchange.OpenOrders.Select(order => order.Market.Rules.Name));

        static (MarketRules, MarketRecording) Bundled(MarketRules rules) =>
            (rules, RecordingReader.ReadBundled(rules.Name, rules.Prices, rules.Sizes, threeMarkets: true));
    }

    [Fact]
    public void Leverage_counts_open_orders_against_the_bracket_of_the_position()
    {
        (Exchange exchange, _) = new Script("100x100", "102x100").Play(balance: 10_000_000);
        exchange.Buy(1, "a", 50_000, 100);

        Assert.Equal(10501, exchange.SetLeverage(2, exchange.Markets[0], 50)?.Code);
        Assert.Null(exchange.SetLeverage(3, exchange.Markets[0], 25));
    }

    [Fact]
    public void Funding_is_paid_on_the_hour_by_longs_when_the_rate_is_positive()
    {
        SinkLog log = new();
        ExchangeSettings settings = new() { InitialBalance = 100_000, FundingRate = 0.0001m, FundingInterval = 1_000_000_000 };
        Exchange exchange = new([(Script.Rules, new Script("100x100", "102x100").Build())], settings, SinkLog.StartMs, log);
        log.Exchange = exchange;
        log.Connect();
        exchange.Buy(1, "open", 20, 102);
        exchange.AdvanceTo(2_500);
        exchange.Sell(2_501, "close", 20, 100);

        Assert.Equal([-0.202m, -0.202m], exchange.Account.FundingPayments.Select(one => one.Fee));
        Assert.Equal([SinkLog.StartMs + 1_000, SinkLog.StartMs + 2_000], exchange.Account.FundingPayments.Select(one => one.TimeMs));
        ClosedPosition closed = Assert.Single(exchange.Account.ClosedPositions);
        Assert.Equal(-0.404m, closed.FundingFees);
        Assert.Equal(100_000 + closed.RealisedPnl, exchange.Account.Balance);
        Assert.Equal((20, 102m, 100m, -40m), (closed.MaxSize, closed.OpenPrice, closed.ExitPrice, closed.TradePnl));
    }

    private static int Refusal(Exchange exchange, OrderRequest request) => exchange.Place(exchange.Now, request).Error?.Code ?? 0;
}
