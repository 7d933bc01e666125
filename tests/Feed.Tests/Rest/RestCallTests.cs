using LowLatencyMM.Feed.Frames;
using LowLatencyMM.Feed.Rest;
using LowLatencyMM.Feed.Tests.Support;

namespace LowLatencyMM.Feed.Tests.Rest;

/// <summary>Every call has the method, path, query and body that the exchange documents, and carries the key only where it belongs.</summary>
[Collection(SocketTests.Name)]
public sealed class RestCallTests : IClassFixture<ScriptedExchange>, IDisposable
{
    private const string Page = """{"status":"OK","data":[],"pagination":{"cursor":null,"count":0}}""";
    private readonly ScriptedExchange _exchange;
    private readonly ExtendedRestClient _client;

    public RestCallTests(ScriptedExchange exchange)
    {
        _exchange = exchange;
        _client = exchange.Client();
    }

    public void Dispose() => _client.Dispose();

    [Fact]
    public async Task Public_calls()
    {
        _exchange.AnswerSample("rest-markets");
        await Sends("GET /api/v1/info/markets", c => c.GetMarketsAsync());
        await Sends("GET /api/v1/info/markets?market=BTC-USD&market=ETH-USD", c => c.GetMarketsAsync(["BTC-USD", "ETH-USD"]));
        await Sends("GET /api/v1/info/markets?market=BTC-USD", c => c.GetMarketAsync("BTC-USD"));
        await Sends("GET /api/v1/info/markets?market=BTC-USD", c => c.GetBestBidAsksAsync(["BTC-USD"]));
        await Sends("GET /api/v1/info/markets", c => c.GetFundingRatesAsync());
        _exchange.AnswerData("""{"fundingRate":"-0.00001","lastPrice":"5"}""");
        await Sends("GET /api/v1/info/markets/BTC-USD/stats", c => c.GetMarketStatsAsync("BTC-USD"));
        await Sends("GET /api/v1/info/markets/A%2FB%3F/stats", c => c.GetFundingRateAsync("A/B?"));
        _exchange.AnswerData("""{"market":"BTC-USD","bid":[],"ask":[]}""");
        await Sends("GET /api/v1/info/markets/BTC-USD/orderbook", c => c.GetOrderBookAsync("BTC-USD"));
        await Sends("GET /api/v1/info/markets/BTC-USD/orderbook", c => c.GetBestBidAskAsync("BTC-USD"));
        _exchange.Answer(200, Page);
        await Sends("GET /api/v1/info/markets/BTC-USD/trades", c => c.GetPublicTradesAsync("BTC-USD"));
        await Sends("GET /api/v1/info/candles/BTC-USD/trades?interval=PT1M&limit=7", c => c.GetCandlesAsync("BTC-USD", CandleSource.Trades, "PT1M", 7));
        await Sends(
            "GET /api/v1/info/candles/BTC-USD/mark-prices?interval=P1D&limit=10000&endTime=1790425500000",
            c => c.GetCandlesAsync("BTC-USD", CandleSource.MarkPrices, "P1D", 10_000, 1790425500000));
        await Sends("GET /api/v1/info/candles/BTC-USD/index-prices?interval=PT1H&limit=1", c => c.GetCandlesAsync("BTC-USD", CandleSource.IndexPrices, "PT1H", 1));
        await Sends("GET /api/v1/info/BTC-USD/funding?startTime=1&endTime=2", c => c.GetFundingHistoryAsync("BTC-USD", 1, 2));
        await Sends("GET /api/v1/info/BTC-USD/funding?startTime=1&endTime=2&cursor=9&limit=5", c => c.GetFundingHistoryAsync("BTC-USD", 1, 2, 9, 5));
        await Sends(
            "GET /api/v1/info/BTC-USD/open-interests?interval=P1H&startTime=1&endTime=2&limit=300", c => c.GetOpenInterestAsync("BTC-USD", "P1H", 1, 2, 300));
        _exchange.AnswerData("""{"name":"Perpetuals","version":"v0","chainId":"SN_MAIN","revision":1}""");
        await Sends("GET /api/v1/info/starknet", c => c.GetStarknetDomainAsync());
    }

    [Fact]
    public async Task Calls_that_read_the_account()
    {
        _exchange.AnswerSample("rest-account-info");
        await Sends("GET /api/v1/user/account/info key", c => c.GetAccountAsync());
        _exchange.AnswerData("""{"totalPaid":"12.5","rebatesRate":"0.00002","marketShare":"0.006","nextTierMakerShare":"0.01","nextTierRebateRate":"0.00004"}""");
        await Sends("GET /api/v1/user/rebates/stats key", c => c.GetRebateStatsAsync());
        _exchange.AnswerSample("rest-balance");
        await Sends("GET /api/v1/user/balance key", c => c.GetBalanceAsync());
        _exchange.Answer(200, Page);
        await Sends("GET /api/v1/user/accounts key", c => c.GetAccountsAsync());
        await Sends("GET /api/v1/user/positions key", c => c.GetPositionsAsync());
        await Sends("GET /api/v1/user/positions?market=A&market=B&side=SHORT key", c => c.GetPositionsAsync(["A", "B"], PositionSide.Short));
        await Sends(
            "GET /api/v1/user/positions/history?market=A&side=LONG&cursor=5&limit=6 key", c => c.GetPositionHistoryAsync(["A"], PositionSide.Long, 5, 6));
        await Sends("GET /api/v1/user/orders key", c => c.GetOpenOrdersAsync());
        await Sends(
            "GET /api/v1/user/orders?market=A&market=B&type=CONDITIONAL&side=SELL key",
            c => c.GetOpenOrdersAsync(["A", "B"], OrderType.Conditional, Side.Sell));
        await Sends("GET /api/v1/user/orders/external/mm%2Fbtc%201 key", c => c.GetOrdersByExternalIdAsync("mm/btc 1"));
        await Sends("GET /api/v1/user/orders/history key", c => c.GetOrderHistoryAsync());
        var filter = new OrderHistoryFilter { Ids = [1, 9223372036854775807], ExternalIds = ["x", "y z"], Markets = ["A"], Type = OrderType.Tpsl, Side = Side.Buy };
        await Sends(
            "GET /api/v1/user/orders/history?id=1&id=9223372036854775807&externalId=x&externalId=y%20z&market=A&type=TPSL&side=BUY&cursor=3&limit=4 key",
            c => c.GetOrderHistoryAsync(filter, 3, 4));
        await Sends("GET /api/v1/user/trades?market=A&market=B key", c => c.GetUserTradesAsync(["A", "B"]));
        await Sends(
            "GET /api/v1/user/trades?market=A&type=LIQUIDATION&side=SELL&cursor=2103823150214025216&limit=10 key",
            c => c.GetUserTradesAsync(["A"], TradeType.Liquidation, Side.Sell, 2103823150214025216, 10));
        await Sends(
            "GET /api/v1/user/funding/history?fromTime=17&market=A&side=LONG&cursor=1&limit=2 key",
            c => c.GetFundingPaymentsAsync(17, ["A"], PositionSide.Long, 1, 2));
        await Sends("GET /api/v1/user/fees key", c => c.GetFeesAsync());
        await Sends("GET /api/v1/user/fees?market=A&market=B&builderId=8 key", c => c.GetFeesAsync(["A", "B"], 8));
        await Sends("GET /api/v1/user/leverage?market=A key", c => c.GetLeverageAsync(["A"]));
        _exchange.AnswerData(FirstOrder());
        await Sends("GET /api/v1/user/orders/2103823146862505984 key", c => c.GetOrderAsync(2103823146862505984));
    }

    [Fact]
    public async Task Calls_that_change_something_without_a_signature()
    {
        _exchange.Answer(200, """{"status":"OK"}""");
        await Sends("""POST /api/v1/user/order/massCancel key {"markets":["BTC-USD"]}""", c => c.MassCancelAsync(new MassCancelRequest { Markets = ["BTC-USD"] }));
        await Sends("""POST /api/v1/user/order/massCancel key {"cancelAll":true}""", c => c.MassCancelAsync(new MassCancelRequest { CancelAll = true }));
        await Sends(
            """POST /api/v1/user/order/massCancel key {"orderIds":[2103823146862505984],"externalOrderIds":["x"]}""",
            c => c.MassCancelAsync(new MassCancelRequest { OrderIds = [2103823146862505984], ExternalOrderIds = ["x"] }));
        await Sends("DELETE /api/v1/user/order/2103823146862505984 key", c => c.CancelAsync(2103823146862505984));
        await Sends("DELETE /api/v1/user/order?externalId=a%20b%26c key", c => c.CancelByExternalIdAsync("a b&c"));
        await Sends("POST /api/v1/user/deadmanswitch?countdownTime=90 key", c => c.SetDeadMansSwitchAsync(TimeSpan.FromSeconds(90)));
        await Sends("POST /api/v1/user/deadmanswitch?countdownTime=0 key", c => c.SetDeadMansSwitchAsync(TimeSpan.Zero));
        _exchange.Answer(200, "");
        await Sends("""PATCH /api/v1/user/leverage key {"market":"BTC-USD","leverage":"10.5"}""", c => c.SetLeverageAsync("BTC-USD", 10.5m));
        _exchange.AnswerData("""{"market":"BTC-USD","leverage":"10.5"}""");
        await Sends("""PATCH /api/v1/user/leverage key {"market":"BTC-USD","leverage":"3"}""", c => c.SetLeverageAsync("BTC-USD", 3));
    }

    [Fact]
    public async Task Calls_that_make_no_sense_are_refused_before_they_are_sent()
    {
        int before = _exchange.Requests.Count;

        await Assert.ThrowsAsync<ArgumentException>(() => _client.MassCancelAsync(new MassCancelRequest()));
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => _client.SetDeadMansSwitchAsync(TimeSpan.FromMilliseconds(1500)));
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => _client.SetDeadMansSwitchAsync(TimeSpan.FromSeconds(-1)));
        await Assert.ThrowsAsync<ArgumentException>(() => _client.CancelByExternalIdAsync(""));
        await Assert.ThrowsAsync<ArgumentException>(() => _client.GetMarketStatsAsync(""));
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => _client.GetCandlesAsync("A", CandleSource.Trades, "PT1M", 10_001));
        ExtendedException e = await Assert.ThrowsAsync<ExtendedException>(() => _client.SetLeverageAsync("A", 0));

        Assert.Equal((ExtendedErrorKind.InvalidRequest, true), (e.Kind, e.IsRefused));
        Assert.Equal(before, _exchange.Requests.Count);
    }

    [Fact]
    public async Task Orders_and_cancels_go_to_the_base_for_orders()
    {
        _exchange.Answer(200, """{"status":"OK"}""");
        RestOptions options = _exchange.Options() with { OrderBaseAddress = new Uri(_exchange.Address, "/orders/v7/") };
        using ExtendedRestClient client = ScriptedExchange.Client(options);

        await client.CancelAsync(5);
        await client.MassCancelAsync(new MassCancelRequest { CancelAll = true });
        await client.SetDeadMansSwitchAsync(TimeSpan.FromSeconds(1));
        await client.SetLeverageAsync("A", 2);

        Assert.Equal(
            ["DELETE /orders/v7/user/order/5 key", "POST /orders/v7/user/order/massCancel key", "POST /orders/v7/user/deadmanswitch?countdownTime=1 key", "PATCH /api/v1/user/leverage key"],
            _exchange.Requests.TakeLast(4).Select(request => request.Split(" {")[0]));
    }

    [Fact]
    public async Task Pages_follow_the_cursor_to_the_end_and_keep_the_filters()
    {
        _exchange.Answer((context, number) =>
        {
            (string items, string cursor) = number switch
            {
                1 => (Trade(30) + "," + Trade(20), "20"),
                2 => (Trade(10), "10"),
                _ => ("", "null"),
            };
            return Microsoft.AspNetCore.Http.HttpResponseWritingExtensions.WriteAsync(
                context.Response, $$$"""{"status":"OK","data":[{{{items}}}],"pagination":{"cursor":{{{cursor}}},"count":1}}""");
        });
        int before = _exchange.Requests.Count;

        List<long> ids = [];
        await foreach (UserTradeInfo trade in _client.EnumerateUserTradesAsync(["A", "B"], side: Side.Buy, pageSize: 2))
            ids.Add(trade.Id);

        Assert.Equal([30, 20, 10], ids);
        Assert.Equal(
            ["GET /api/v1/user/trades?market=A&market=B&side=BUY&limit=2 key", "GET /api/v1/user/trades?market=A&market=B&side=BUY&cursor=20&limit=2 key", "GET /api/v1/user/trades?market=A&market=B&side=BUY&cursor=10&limit=2 key"],
            _exchange.Requests.Skip(before));
    }

    [Fact]
    public async Task A_cursor_that_does_not_fall_is_an_error_and_not_an_endless_loop()
    {
        _exchange.Answer((context, number) =>
        {
            context.Response.StatusCode = number < 9 ? 200 : 500;
            return Microsoft.AspNetCore.Http.HttpResponseWritingExtensions.WriteAsync(
                context.Response, $$$"""{"status":"OK","data":[{{{Trade(5)}}}],"pagination":{"cursor":"5","count":1}}""");
        });

        ExtendedException e = await Assert.ThrowsAsync<ExtendedException>(async () =>
        {
            await foreach (UserTradeInfo _ in _client.EnumerateUserTradesAsync())
            {
            }
        });

        Assert.Equal(ExtendedErrorKind.Protocol, e.Kind);
    }

    [Fact]
    public async Task Every_paged_call_has_an_enumeration()
    {
        _exchange.Answer(200, Page);
        int before = _exchange.Requests.Count;

        Assert.Empty(await ToListAsync(_client.EnumerateFundingHistoryAsync("A", 1, 2, 3)));
        Assert.Empty(await ToListAsync(_client.EnumerateFundingPaymentsAsync(1, pageSize: 3)));
        Assert.Empty(await ToListAsync(_client.EnumerateOrderHistoryAsync(pageSize: 3)));
        Assert.Empty(await ToListAsync(_client.EnumeratePositionHistoryAsync(pageSize: 3)));

        Assert.Equal(
            ["GET /api/v1/info/A/funding?startTime=1&endTime=2&limit=3", "GET /api/v1/user/funding/history?fromTime=1&limit=3 key", "GET /api/v1/user/orders/history?limit=3 key", "GET /api/v1/user/positions/history?limit=3 key"],
            _exchange.Requests.Skip(before));
    }

    private static async Task<List<T>> ToListAsync<T>(IAsyncEnumerable<T> items)
    {
        var list = new List<T>();
        await foreach (T item in items)
            list.Add(item);
        return list;
    }

    private static string Trade(long id) =>
        $$"""{"id":{{id}},"market":"A","orderId":"7","side":"BUY","price":"1","qty":"1"}""";

    private static string FirstOrder()
    {
        using var document = System.Text.Json.JsonDocument.Parse(Samples.Pretty("rest-open-orders"));
        return document.RootElement.GetProperty("data")[0].GetRawText();
    }

    private async Task Sends(string request, Func<ExtendedRestClient, Task> call)
    {
        int before = _exchange.Requests.Count;
        await call(_client);
        Assert.Equal([request], _exchange.Requests.Skip(before));
    }
}
