using System.Text;
using LowLatencyMM.Feed.Numbers;
using LowLatencyMM.Feed.Rest;
using LowLatencyMM.Feed.Tests.Support;
using LowLatencyMM.Signing;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace LowLatencyMM.Feed.Tests;

/// <summary>The REST client against Kestrel, which answers with the documented samples.</summary>
[Collection(SocketTests.Name)]
public sealed class RestTests : IAsyncLifetime
{
    private const string Key = "0123456789abcdef-the-key";
    private readonly List<string> _requests = [];
    private readonly SecretText _key = new(Key);
    private WebApplication _app = null!;
    private ExtendedRestClient _client = null!;
    private Func<HttpContext, Task>? _answer;

    public async Task InitializeAsync()
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        _app = builder.Build();
        _app.Run(Handle);
        await _app.StartAsync();
        _client = Client(_key);
    }

    public async Task DisposeAsync()
    {
        _client.Dispose();
        _key.Dispose();
        await _app.DisposeAsync();
    }

    [Fact]
    public async Task Markets_are_typed_with_exact_numbers()
    {
        AnswerSample("rest-markets");

        MarketInfo market = Assert.Single(await _client.GetMarketsAsync(["BTC-USD", "ETH-USD"]));

        Assert.Equal("GET /api/v1/info/markets?market=BTC-USD&market=ETH-USD", _requests[0]);
        Assert.Equal(("BTC-USD", "ACTIVE", true, 5), (market.Name, market.Status, market.Active, market.AssetPrecision));
        Assert.Equal((0.0001m, 15_000_000m, 200, 0.05m), (market.TradingConfig.MinOrderSize, market.TradingConfig.MaxLimitOrderValue, market.TradingConfig.MaxNumOrders, market.TradingConfig.LimitPriceCap));
        Assert.Equal(new RiskFactor(8_000_000m, 0.04m, true), market.TradingConfig.RiskFactorConfig[1]);
        Assert.Equal(("0x1", "0x4254432d3600000000000000000000", 1_000_000L), (market.L2Config.CollateralId, market.L2Config.SyntheticId, market.L2Config.SyntheticResolution));
        Assert.Equal(84058.473541750005m, market.MarketStats!.MarkPrice);
        FeedMarket feed = market.ToFeedMarket(3);
        Assert.Equal((3, new DecimalGrid(1, 0), new DecimalGrid(1, 5)), (feed.Id, feed.Tick, feed.Step));
    }

    [SkippableFact]
    public async Task The_whole_recorded_market_list_is_read()
    {
        const string Path = "/work/shared/market-data/extended-markets-info.json.gz";
        Skip.IfNot(File.Exists(Path), $"{Path} is absent");
        using var stream = new System.IO.Compression.GZipStream(File.OpenRead(Path), System.IO.Compression.CompressionMode.Decompress);
        using var memory = new MemoryStream();
        await stream.CopyToAsync(memory);
        Answer(200, Encoding.UTF8.GetString(memory.ToArray()));

        IReadOnlyList<MarketInfo> markets = await _client.GetMarketsAsync();

        Assert.Equal(91, markets.Count);
        Assert.All(markets, market => Assert.Equal(market.Name, market.ToFeedMarket(0).Name));
    }

    [Fact]
    public async Task Private_reads_carry_the_key_and_are_typed()
    {
        AnswerSample("rest-account-info");
        Assert.Equal((100023, "10002"), ((await _client.GetAccountAsync()).AccountId, (await _client.GetAccountAsync()).L2Vault));
        AnswerSample("rest-balance");
        Assert.Equal(9999.976947m, (await _client.GetBalanceAsync())!.Equity);
        AnswerSample("rest-positions");
        PositionInfo position = Assert.Single(await _client.GetPositionsAsync(["BTC-USD"]));
        Assert.Equal((0.002m, 84070m, 1790425500815), (position.SignedSize, position.OpenPrice, position.UpdatedAt));
        AnswerSample("rest-fees");
        Assert.Equal(new FeeInfo("BTC-USD", 0m, 0.00025m, 0m), Assert.Single(await _client.GetFeesAsync(["BTC-USD"])));
        AnswerSample("rest-open-orders");
        OrderInfo order = Assert.Single(await _client.GetOpenOrdersAsync());
        Assert.Equal((2103823146862505984, "mm-btc-b-000001", "PARTIALLY_FILLED", 0.002m), (order.Id, order.ExternalId, order.Status, order.FilledQty));
        Assert.Equal("mm-btc-b-000001", Assert.Single(await _client.GetOrdersByExternalIdAsync("mm/btc 1")).ExternalId);
        AnswerSample("rest-user-trades");
        Page<UserTradeInfo> trades = await _client.GetUserTradesAsync(["BTC-USD"], cursor: 5, limit: 10);
        Assert.Equal((2103823150214025216, 168.14m), (trades.Cursor, trades.Items[0].Value));
        AnswerSample("rest-orderbook");
        Assert.Equal(new OrderBookLevel(2.8169m, 84078m), (await _client.GetOrderBookAsync("BTC-USD")).Ask[0]);

        Assert.Contains("GET /api/v1/user/orders/external/mm%2Fbtc%201 key", _requests);
        Assert.Contains("GET /api/v1/user/trades?market=BTC-USD&cursor=5&limit=10 key", _requests);
        Assert.Contains("GET /api/v1/info/markets/BTC-USD/orderbook", _requests);
        Assert.All(_requests.Where(request => request.Contains("/user/", StringComparison.Ordinal)), request => Assert.EndsWith(" key", request, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Writes_have_the_documented_form()
    {
        Answer(200, """{"status":"OK"}""");

        await _client.MassCancelAsync(new MassCancelRequest { Markets = ["BTC-USD"] });
        await _client.MassCancelAsync(new MassCancelRequest { CancelAll = true });
        await _client.CancelByExternalIdAsync("a b&c");
        await _client.SetDeadMansSwitchAsync(TimeSpan.FromSeconds(90));
        Answer(200, "");
        await _client.SetLeverageAsync("BTC-USD", 10.5m);

        Assert.Equal(
            [
                """POST /api/v1/user/order/massCancel key {"markets":["BTC-USD"]}""",
                """POST /api/v1/user/order/massCancel key {"cancelAll":true}""",
                "DELETE /api/v1/user/order?externalId=a%20b%26c key",
                "POST /api/v1/user/deadmanswitch?countdownTime=90 key",
                """PATCH /api/v1/user/leverage key {"market":"BTC-USD","leverage":"10.5"}""",
            ],
            _requests);
        await Assert.ThrowsAsync<ArgumentException>(() => _client.MassCancelAsync(new MassCancelRequest()));
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => _client.SetDeadMansSwitchAsync(TimeSpan.FromMilliseconds(1500)));
    }

    [Theory]
    [InlineData(401, "", ExtendedErrorKind.Authentication, 0)]
    [InlineData(403, """{"status":"ERROR","error":{"code":1500,"message":"m"}}""", ExtendedErrorKind.Authentication, 1500)]
    [InlineData(429, "", ExtendedErrorKind.RateLimited, 0)]
    [InlineData(422, """{"status":"ERROR","error":{"code":1140,"message":"New order cost exceeds"}}""", ExtendedErrorKind.Rejected, 1140)]
    [InlineData(200, """{"status":"ERROR","error":{"code":1001,"message":"m"}}""", ExtendedErrorKind.Rejected, 1001)]
    [InlineData(404, """{"status":"error","error":{"code":"NOT_FOUND","message":"m"}}""", ExtendedErrorKind.Rejected, 0)]
    [InlineData(404, "", ExtendedErrorKind.NotFound, 0)]
    [InlineData(502, "<html>", ExtendedErrorKind.Server, 0)]
    [InlineData(302, "", ExtendedErrorKind.Protocol, 0)]
    [InlineData(200, "<html>", ExtendedErrorKind.Protocol, 0)]
    [InlineData(200, "", ExtendedErrorKind.Protocol, 0)]
    [InlineData(200, """{"status":"OK"}""", ExtendedErrorKind.Protocol, 0)]
    [InlineData(200, """{"status":"OK","data":[{"id":"x"}]}""", ExtendedErrorKind.Protocol, 0)]
    public async Task Every_failure_is_of_a_kind_and_names_the_call_and_never_the_key(int status, string body, ExtendedErrorKind kind, int code)
    {
        Answer(status, body);

        ExtendedException e = await Assert.ThrowsAsync<ExtendedException>(() => _client.GetOpenOrdersAsync(["BTC-USD"]));

        Assert.Equal((kind, code), (e.Kind, e.Code));
        Assert.StartsWith("GET /user/orders:", e.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(Key, e.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task No_answer_and_no_connection_and_no_key_are_told_apart()
    {
        _answer = async context => await Task.Delay(Timeout.Infinite, context.RequestAborted);
        using ExtendedRestClient impatient = Client(_key, TimeSpan.FromMilliseconds(100));
        using var nowhere = new ExtendedRestClient(new RestOptions { BaseAddress = new Uri("http://127.0.0.1:1") }, new WallClock());
        using ExtendedRestClient anonymous = Client(null);

        Assert.Equal(ExtendedErrorKind.Timeout, (await Assert.ThrowsAsync<ExtendedException>(() => impatient.GetMarketsAsync())).Kind);
        Assert.Equal(ExtendedErrorKind.Transport, (await Assert.ThrowsAsync<ExtendedException>(() => nowhere.GetMarketsAsync())).Kind);
        Assert.Equal(ExtendedErrorKind.Authentication, (await Assert.ThrowsAsync<ExtendedException>(() => anonymous.GetBalanceAsync())).Kind);
    }

    [Fact]
    public async Task A_zero_balance_and_an_unknown_order_may_be_404_but_open_orders_may_not()
    {
        Answer(404, "");
        var seen = new Seen();

        Assert.Null(await _client.GetBalanceAsync());
        Assert.Empty(await _client.GetOrdersByExternalIdAsync("x"));
        await _client.DeliverBalanceAsync(new SeenSink(seen));
        await _client.DeliverOrderAsync("x", [Samples.Btc], new SeenSink(seen));
        await Assert.ThrowsAsync<ExtendedException>(() => _client.DeliverOpenOrdersAsync([Samples.Btc], new SeenSink(seen)));
        await Assert.ThrowsAsync<ExtendedException>(() => _client.DeliverPositionsAsync([Samples.Btc], new SeenSink(seen)));

        Assert.Equal(["balance 0 0 0 0 0 0 0 0 0", "orders"], seen.Lines);
    }

    [Fact]
    public async Task Rest_reads_are_delivered_as_the_streams_frames()
    {
        var seen = new Seen();
        AnswerSample("rest-open-orders");
        await _client.DeliverOpenOrdersAsync([Samples.Btc], new SeenSink(seen));
        AnswerSample("rest-positions");
        await _client.DeliverPositionsAsync([Samples.Btc], new SeenSink(seen));
        AnswerSample("rest-balance");
        await _client.DeliverBalanceAsync(new SeenSink(seen));
        AnswerSample("rest-user-trades");
        long? cursor = await _client.DeliverUserTradesAsync([Samples.Btc], new SeenSink(seen));

        (Seen pushed, _) = Reading.Account(
            Samples.Wire("ws-account-order"), Samples.Wire("ws-account-trade"), Samples.Wire("ws-account-position"), Samples.Wire("ws-account-balance"));
        Assert.Equal(pushed.Lines[0].Replace("orders ", "orders snapshot ", StringComparison.Ordinal), seen.Lines[0]);
        Assert.Equal(pushed.Lines[2].Replace("positions ", "positions snapshot ", StringComparison.Ordinal), seen.Lines[1]);
        Assert.Equal(pushed.Lines[3], seen.Lines[2]);
        Assert.Equal(pushed.Lines[1].Replace("/mm-btc-b-000001", "/", StringComparison.Ordinal), seen.Lines[3]);
        Assert.Equal(2103823150214025216, cursor);
        Assert.All(seen.Headers, header => Assert.True(header.FromRest && header.ReceiveNs > 0));
    }

    [Fact]
    public async Task A_rest_answer_off_the_grid_is_a_rejection_and_an_exception()
    {
        Answer(200, """{"status":"OK","data":[{"id":1,"market":"BTC-USD","externalId":"z","side":"BUY","status":"NEW","qty":"1","price":"5.5"}]}""");
        var seen = new Seen();

        ExtendedException e = await Assert.ThrowsAsync<ExtendedException>(() => _client.DeliverOpenOrdersAsync([Samples.Btc], new SeenSink(seen)));

        Assert.Equal(ExtendedErrorKind.Protocol, e.Kind);
        Assert.Equal(Feed.Frames.RejectionReason.OffGrid, Assert.Single(seen.Rejections).Reason);
    }

    private ExtendedRestClient Client(SecretText? key, TimeSpan? timeout = null) => new(
        new RestOptions { BaseAddress = new Uri(_app.Urls.First() + "/api/v1/"), ApiKey = key, Timeout = timeout ?? TimeSpan.FromSeconds(30) },
        new WallClock());

    private void AnswerSample(string name) => Answer(200, Encoding.UTF8.GetString(Samples.Pretty(name)));

    private void Answer(int status, string body) => _answer = context =>
    {
        context.Response.StatusCode = status;
        return context.Response.WriteAsync(body);
    };

    private async Task Handle(HttpContext context)
    {
        using var reader = new StreamReader(context.Request.Body);
        string body = await reader.ReadToEndAsync();
        string raw = context.Features.Get<Microsoft.AspNetCore.Http.Features.IHttpRequestFeature>()!.RawTarget;
        string key = context.Request.Headers["X-Api-Key"] == Key ? " key" : "";
        Assert.StartsWith("LowLatencyMM/", context.Request.Headers.UserAgent.ToString(), StringComparison.Ordinal);
        _requests.Add($"{context.Request.Method} {raw}{key}{(body.Length == 0 ? "" : " " + body)}");
        await _answer!(context);
    }
}
