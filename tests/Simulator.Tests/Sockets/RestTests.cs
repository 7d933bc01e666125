using System.Globalization;
using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace LowLatencyMM.Simulator.Tests.Sockets;

public sealed class RestTests : IAsyncLifetime
{
    private SimulatorServer _server = null!;
    private RestClient _rest = null!;

    public async Task InitializeAsync()
    {
        _server = await SimulatorServer.StartAsync(new SimulatorOptions { InitialBalance = 1_000_000 });
        _rest = new RestClient(_server);
    }

    public async Task DisposeAsync()
    {
        _rest.Dispose();
        await _server.DisposeAsync();
    }

    [Fact]
    public async Task The_market_table_states_tick_step_and_settlement()
    {
        JsonElement market = Assert.Single((await _rest.DataAsync("/info/markets?market=BTC-USD")).EnumerateArray());

        JsonElement config = market.GetProperty("tradingConfig"), l2 = market.GetProperty("l2Config");
        Assert.Equal("0.1", config.GetProperty("minPriceChange").GetString());
        Assert.Equal("0.001", config.GetProperty("minOrderSizeChange").GetString());
        Assert.Equal("0.001", config.GetProperty("minOrderSize").GetString());
        Assert.Equal("0x1", l2.GetProperty("collateralId").GetString());
        Assert.Equal("0x4254432d3600000000000000000000", l2.GetProperty("syntheticId").GetString());
        Assert.Equal(1_000_000, l2.GetProperty("syntheticResolution").GetInt64());
        Assert.Empty((await _rest.DataAsync("/info/markets?market=ETH-USD")).EnumerateArray());
    }

    [Theory]
    [InlineData("rest-markets.json", "/info/markets")]
    [InlineData("rest-orderbook.json", "/info/markets/BTC-USD/orderbook")]
    [InlineData("rest-account-info.json", "/user/account/info")]
    [InlineData("rest-balance.json", "/user/balance")]
    [InlineData("rest-fees.json", "/user/fees")]
    [InlineData("rest-open-orders.json", "/user/orders")]
    [InlineData("rest-positions.json", "/user/positions")]
    [InlineData("rest-user-trades.json", "/user/trades")]
    public async Task Answers_have_the_members_of_the_exchanges_samples(string sample, string path)
    {
        await _rest.PlaceAsync(new OrderDraft { Price = "61900", Qty = "0.010" });
        JsonElement order = await PartlyFilledAsync();

        JsonElement expected = JsonDocument.Parse(Samples.Read(sample)).RootElement.GetProperty("data");
        JsonElement actual = sample == "rest-open-orders.json" ? order : await _rest.DataAsync(path);

        Samples.AssertSameShape(expected, actual, sample);
    }

    [Fact]
    public async Task Order_book_and_trades_can_be_read_at_once()
    {
        JsonElement book = await _rest.DataAsync("/info/markets/BTC-USD/orderbook");
        JsonElement stats = await _rest.DataAsync("/info/markets/BTC-USD/stats");
        JsonElement domain = await _rest.DataAsync("/info/starknet");

        Assert.InRange(book.GetProperty("bid").GetArrayLength(), 1_000, 5_000);
        Assert.InRange(Number(stats, "markPrice"), 61_000, 62_500);
        Assert.Equal("SN_SEPOLIA", domain.GetProperty("chainId").GetString());
    }

    [Fact]
    public async Task An_order_is_found_by_its_ids_and_cancelled_by_its_external_id()
    {
        long id = await _rest.PlaceAsync(new OrderDraft { Id = "with spaces/and&signs" });
        const string escaped = "with%20spaces%2Fand%26signs";

        Assert.Equal("NEW", (await _rest.DataAsync($"/user/orders/{id}")).GetProperty("status").GetString());
        Assert.Equal(id, (await _rest.DataAsync($"/user/orders/external/{escaped}"))[0].GetProperty("id").GetInt64());
        JsonElement bought = Assert.Single((await _rest.DataAsync("/user/orders?market=BTC-USD&side=BUY")).EnumerateArray());
        Assert.Equal(id, bought.GetProperty("id").GetInt64());
        Assert.Empty((await _rest.DataAsync("/user/orders?side=SELL")).EnumerateArray());
        (HttpStatusCode status, JsonElement body) = await _rest.SendAsync(HttpMethod.Delete, $"/user/order?externalId={escaped}");
        Assert.Equal((HttpStatusCode.OK, """{"status":"OK"}"""), (status, body.GetRawText()));
        Assert.Empty((await _rest.DataAsync("/user/orders")).EnumerateArray());
        Assert.Equal("CANCELLED", (await _rest.DataAsync($"/user/orders/history?id={id}"))[0].GetProperty("status").GetString());
    }

    [Fact]
    public async Task Cancelling_what_is_not_open_is_not_found()
    {
        long id = await _rest.PlaceAsync(new OrderDraft());
        await _rest.SendAsync(HttpMethod.Delete, $"/user/order/{id}");

        (HttpStatusCode again, JsonElement body) = await _rest.SendAsync(HttpMethod.Delete, $"/user/order/{id}");
        (HttpStatusCode unknown, _) = await _rest.SendAsync(HttpMethod.Delete, "/user/order?externalId=never");

        Assert.Equal((HttpStatusCode.NotFound, HttpStatusCode.NotFound), (again, unknown));
        Assert.Equal(1142, body.GetProperty("error").GetProperty("code").GetInt32());
    }

    [Fact]
    public async Task A_mass_cancel_takes_ids_external_ids_markets_or_all()
    {
        long first = await _rest.PlaceAsync(new OrderDraft { Price = "60000" });
        OrderDraft second = new() { Price = "60001" };
        await _rest.PlaceAsync(second);
        await _rest.PlaceAsync(new OrderDraft { Price = "60002" });

        await MassCancelAsync($$"""{"orderIds":[{{first}}],"externalOrderIds":["{{second.Id}}"]}""", HttpStatusCode.OK);
        Assert.Single((await _rest.DataAsync("/user/orders")).EnumerateArray());
        await MassCancelAsync("{}", HttpStatusCode.BadRequest);
        await MassCancelAsync("""{"orderIds":["x"]}""", HttpStatusCode.BadRequest);
        await MassCancelAsync("""{"markets":["ETH-USD"]}""", HttpStatusCode.OK);
        Assert.Single((await _rest.DataAsync("/user/orders")).EnumerateArray());
        await MassCancelAsync("""{"cancelAll":true}""", HttpStatusCode.OK);
        Assert.Empty((await _rest.DataAsync("/user/orders")).EnumerateArray());
    }

    [Fact]
    public async Task The_dead_mans_switch_is_set_in_seconds()
    {
        await using SimulatorServer fast = await SimulatorServer.StartAsync(new SimulatorOptions { Speed = 20 });
        using RestClient rest = new(fast);
        using StreamClient account = await StreamClient.ConnectAccountAsync(fast);
        long start = (await fast.GetStateAsync()).TimeMs;
        await rest.PlaceAsync(new OrderDraft());

        (HttpStatusCode status, _) = await rest.SendAsync(HttpMethod.Post, "/user/deadmanswitch?countdownTime=10");
        List<JsonElement> frames = await account.UntilAsync(frame => frame.GetRawText().Contains("CANCELLED", StringComparison.Ordinal));

        Assert.Equal(HttpStatusCode.OK, status);
        Assert.True(frames[^1].GetProperty("ts").GetInt64() - start >= 10_000);
        Assert.Empty((await fast.GetStateAsync()).OpenOrders);
    }

    [Fact]
    public async Task Leverage_is_read_and_changed()
    {
        (HttpStatusCode status, JsonElement body) = await _rest.SendAsync(
            HttpMethod.Patch, "/user/leverage", """{"market":"BTC-USD","leverage":"20"}""");

        Assert.Equal((HttpStatusCode.OK, "20.00"), (status, body.GetProperty("data").GetProperty("leverage").GetString()));
        Assert.Equal("20.00", (await _rest.DataAsync("/user/leverage?market=BTC-USD"))[0].GetProperty("leverage").GetString());
    }

    [Fact]
    public async Task Trades_come_in_pages_that_descend_by_id()
    {
        foreach (string qty in new[] { "0.001", "0.002", "0.003" })
            await _rest.PlaceAsync(new OrderDraft { Price = "62500", Qty = qty, TimeInForce = "IOC" });

        (_, JsonElement first) = await _rest.SendAsync(HttpMethod.Get, "/user/trades?limit=2");
        long cursor = first.GetProperty("pagination").GetProperty("cursor").GetInt64();
        (_, JsonElement second) = await _rest.SendAsync(HttpMethod.Get, $"/user/trades?limit=2&cursor={cursor}");

        Assert.Equal([0.003m, 0.002m], first.GetProperty("data").EnumerateArray().Select(trade => Number(trade, "qty")));
        Assert.Equal([0.001m], second.GetProperty("data").EnumerateArray().Select(trade => Number(trade, "qty")));
    }

    [Fact]
    public async Task Several_markets_are_served_at_once_each_with_its_own_book()
    {
        await using SimulatorServer three = await SimulatorServer.StartAsync(new SimulatorOptions { Markets = SimulatorOptions.ThreeMarkets });
        using RestClient rest = new(three);
        JsonElement all = await rest.DataAsync("/info/markets"), two = await rest.DataAsync("/info/markets?market=ETH-USD&market=SOL-USD");
        decimal[] bids = [.. await Task.WhenAll(new[] { "BTC-USD", "ETH-USD", "SOL-USD" }.Select(async market =>
            Number((await rest.DataAsync($"/info/markets/{market}/orderbook")).GetProperty("bid")[0], "price")))];
        await rest.PlaceAsync(new OrderDraft { Market = "BTC-USD" });

        Assert.Equal(["BTC-USD", "ETH-USD", "SOL-USD"], all.EnumerateArray().Select(market => market.GetProperty("name").GetString()));
        Assert.Equal(["ETH-USD", "SOL-USD"], two.EnumerateArray().Select(market => market.GetProperty("name").GetString()));
        Assert.InRange(bids[0], 61_500, 62_000);
        Assert.InRange(bids[1], 2_650, 2_700);
        Assert.InRange(bids[2], 265, 270);
        Assert.Empty((await rest.DataAsync("/user/orders?market=ETH-USD")).EnumerateArray());
        Assert.Single((await rest.DataAsync("/user/orders?market=ETH-USD&market=BTC-USD")).EnumerateArray());
        Assert.Equal(3, (await rest.DataAsync("/user/fees")).GetArrayLength());
        Assert.Equal(2, (await rest.DataAsync("/info/assets?asset=ETH&asset=SOL")).GetArrayLength());
    }

    [Theory]
    [InlineData("/info/candles/BTC-USD/trades?interval=PT7M&limit=5", 422, 1005)]
    [InlineData("/info/candles/BTC-USD/trades?interval=PT1M", 400, 1133)]
    [InlineData("/info/candles/BTC-USD/bids?interval=PT1M&limit=5", 404, 404)]
    [InlineData("/info/BTC-USD/funding?startTime=1", 400, 1133)]
    [InlineData("/info/BTC-USD/open-interests?interval=P1W&startTime=1&endTime=2", 422, 1005)]
    [InlineData("/user/funding/history", 400, 1133)]
    [InlineData("/user/trades?limit=all", 400, 1133)]
    [InlineData("/info/markets/DOGE-USD/trades", 404, 1001)]
    public async Task A_query_that_cannot_be_answered_is_refused_by_name(string path, int status, int code)
    {
        (HttpStatusCode actual, JsonElement body) = await _rest.SendAsync(HttpMethod.Get, path);

        Assert.Equal((status, code), ((int)actual, body.GetProperty("error").GetProperty("code").GetInt32()));
        Assert.NotEqual("", body.GetProperty("error").GetProperty("message").GetString());
    }

    [Fact]
    public async Task Funding_is_charged_and_shows_in_both_histories()
    {
        await using SimulatorServer fast = await SimulatorServer.StartAsync(new SimulatorOptions
        {
            Speed = 10,
            FundingInterval = TimeSpan.FromSeconds(1),
            FundingRate = 0.0001m,
        });
        using RestClient rest = new(fast);
        long expiry = DateTimeOffset.UtcNow.AddDays(1).ToUnixTimeMilliseconds();
        await rest.PlaceAsync(new OrderDraft { Price = "62500", Qty = "0.010", TimeInForce = "IOC", ExpiryMs = expiry });
        JsonElement paid;
        do
        {
            paid = await rest.DataAsync("/user/funding/history?fromTime=0&market=BTC-USD&side=LONG");
        }
        while (paid.GetArrayLength() < 3);
        (_, JsonElement rates) = await rest.SendAsync(HttpMethod.Get, $"/info/BTC-USD/funding?startTime=0&endTime={expiry}&limit=2");
        long cursor = rates.GetProperty("pagination").GetProperty("cursor").GetInt64();
        (_, JsonElement older) = await rest.SendAsync(HttpMethod.Get, $"/info/BTC-USD/funding?startTime=0&endTime={expiry}&cursor={cursor}");

        Assert.All(paid.EnumerateArray(), one => Assert.Equal(Number(one, "value") * -0.0001m, Number(one, "fundingFee"), 5));
        Assert.Equal(2, rates.GetProperty("data").GetArrayLength());
        Assert.Equal(cursor - 1_000, older.GetProperty("data")[0].GetProperty("T").GetInt64());
        Assert.Empty((await rest.DataAsync("/user/funding/history?fromTime=0&side=SHORT")).EnumerateArray());
    }

    [Fact]
    public async Task A_closed_position_goes_into_the_history_with_its_breakdown()
    {
        await _rest.PlaceAsync(new OrderDraft { Price = "62500", Qty = "0.010", TimeInForce = "IOC" });
        await _rest.PlaceAsync(new OrderDraft { Side = "SELL", Price = "61000", Qty = "0.010", TimeInForce = "IOC", ReduceOnly = true });
        JsonElement closed = Assert.Single((await _rest.DataAsync("/user/positions/history?side=LONG")).EnumerateArray());
        JsonElement breakdown = closed.GetProperty("realisedPnlBreakdown");

        Assert.Empty((await _rest.DataAsync("/user/positions")).EnumerateArray());
        Assert.Equal(Number(closed, "realisedPnl"), new[] { "tradePnl", "fundingFees", "openFees", "closeFees" }.Sum(name => Number(breakdown, name)));
        Assert.True(Number(breakdown, "openFees") < 0);
        Assert.Equal(1_000_000 + Number(closed, "realisedPnl"), Number(await _rest.DataAsync("/user/balance"), "balance"));
    }

    [Theory]
    [InlineData("/user/accounts")]
    [InlineData("/user/client/info")]
    [InlineData("/user/rebates/stats")]
    [InlineData("/user/assetOperations?type=DEPOSIT")]
    [InlineData("/user/spot/balances")]
    [InlineData("/info/settings")]
    [InlineData("/info/BTC-USD/open-interests?interval=P1H&startTime=0&endTime=9000000000000")]
    [InlineData("/info/candles/BTC-USD/index-prices?interval=P30D&limit=1")]
    public async Task Every_read_of_the_documents_is_answered(string path)
    {
        JsonElement data = await _rest.DataAsync(path);

        Assert.True(data.ValueKind == JsonValueKind.Object || data.GetArrayLength() > 0, $"{path} is empty");
    }

    [Fact]
    public async Task An_empty_account_has_no_balance_to_show()
    {
        await using SimulatorServer poor = await SimulatorServer.StartAsync(new SimulatorOptions { InitialBalance = 0 });
        using RestClient rest = new(poor);

        Assert.Equal(HttpStatusCode.NotFound, (await rest.SendAsync(HttpMethod.Get, "/user/balance")).Status);
    }

    [Fact]
    public async Task A_conditional_order_and_the_legs_of_a_position_are_shown_as_documented()
    {
        await _rest.PlaceAsync(new OrderDraft { Price = "62500", Qty = "0.010", TimeInForce = "IOC" });
        long conditional = await _rest.PlaceAsync(new OrderDraft { Type = "CONDITIONAL", Price = "64000", Trigger = "63000" });
        long tpsl = await _rest.PlaceAsync(new OrderDraft
        {
            Type = "TPSL",
            Side = "SELL",
            Qty = "0",
            Price = "0",
            TpSlType = "POSITION",
            TakeProfit = ("65000", "64900"),
            StopLoss = ("60000", "59900"),
        });
        JsonElement waiting = await _rest.DataAsync($"/user/orders/{conditional}"), legs = await _rest.DataAsync($"/user/orders/{tpsl}");
        JsonElement position = (await _rest.DataAsync("/user/positions"))[0];

        Assert.Equal(("CONDITIONAL", "UNTRIGGERED", "63000.0"), (Member(waiting, "type"), Member(waiting, "status"), Member(waiting.GetProperty("trigger"), "triggerPrice")));
        Assert.Equal(("TPSL", "POSITION", "0.010"), (Member(legs, "type"), Member(legs, "tpSlType"), Member(legs, "qty")));
        Assert.Equal(JsonValueKind.Null, legs.GetProperty("price").ValueKind);
        Assert.Equal(("65000.0", "UNTRIGGERED"), (Member(legs.GetProperty("takeProfit"), "triggerPrice"), Member(legs.GetProperty("takeProfit"), "status")));
        Assert.Equal(("65000.0", "64900.0", "60000.0", "59900.0"), (Member(position, "tpTriggerPrice"), Member(position, "tpLimitPrice"),
            Member(position, "slTriggerPrice"), Member(position, "slLimitPrice")));
        Assert.Equal(2, (await _rest.DataAsync("/user/orders")).GetArrayLength());
        Assert.Equal(tpsl, Assert.Single((await _rest.DataAsync("/user/orders?type=TPSL")).EnumerateArray()).GetProperty("id").GetInt64());
    }

    [Theory]
    [InlineData("takeProfit")]
    [InlineData("stopLoss")]
    public async Task Each_legs_own_signature_is_checked(string leg)
    {
        OrderDraft order = new() { TakeProfit = ("62000", "61900"), StopLoss = ("58000", "57900") };
        (_, int code) = await _rest.RefusedAsync(order.ToJson(body => body[leg]!["price"] = leg == "takeProfit" ? "61800" : "57800"));
        await _rest.PlaceAsync(order);

        Assert.Equal(1101, code);
    }

    [Fact]
    public async Task Without_key_or_user_agent_nothing_is_told()
    {
        using RestClient noKey = new(_server, apiKey: null), noAgent = new(_server, userAgent: null);

        Assert.Equal(HttpStatusCode.Unauthorized, (await noKey.SendAsync(HttpMethod.Get, "/user/balance")).Status);
        Assert.Equal(HttpStatusCode.OK, (await noKey.SendAsync(HttpMethod.Get, "/info/markets")).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await noAgent.SendAsync(HttpMethod.Get, "/info/markets")).Status);
    }

    public static TheoryData<string, int, Action<JsonObject>> Tampering => new()
    {
        { "price", 1101, body => body["price"] = "60000.1" },
        { "size", 1101, body => body["qty"] = "0.011" },
        { "side", 1101, body => body["side"] = "SELL" },
        { "nonce", 1101, body => body["nonce"] = "77" },
        { "fee", 1101, body => body["fee"] = "0.0003" },
        { "expiry", 1101, body => body["expiryEpochMillis"] = body["expiryEpochMillis"]!.GetValue<long>() + 1_000 },
        { "r", 1101, body => body["settlement"]!["signature"]!["r"] = "0x1" },
        { "missing signature", 1101, body => body["settlement"]!["signature"] = null },
        { "missing settlement", 1101, body => body.Remove("settlement") },
        { "key", 1100, body => body["settlement"]!["starkKey"] = "0x1ef15c18599971b7beced415a40f0c7deacfd9b0d1819e03d723d8bc943cfca" },
        { "vault", 1102, body => body["settlement"]!["collateralPosition"] = "10003" },
    };

    [Theory]
    [MemberData(nameof(Tampering))]
    public async Task An_order_changed_after_signing_is_refused(string what, int code, Action<JsonObject> spoil)
    {
        (HttpStatusCode status, int actual) = await _rest.RefusedAsync(new OrderDraft { Price = "60000" }.ToJson(body =>
        {
            if (what == "side")
                body["price"] = "61800";
            spoil(body);
        }));

        Assert.Equal((HttpStatusCode.UnprocessableEntity, code), (status, actual));
        Assert.Empty((await _server.GetStateAsync()).OpenOrders);
    }

    [Theory]
    [InlineData("SELL", "0.017", "63000.3", "0.0005")]
    [InlineData("BUY", "0.001", "59999.9", "0.00025")]
    [InlineData("BUY", "0.013", "60000.7", "0.00033")]
    public async Task Orders_whose_fee_needs_rounding_are_signed_and_checked_alike(string side, string qty, string price, string fee)
    {
        long oddExpiry = DateTimeOffset.UtcNow.ToUnixTimeMilliseconds() + 600_001;
        await _rest.PlaceAsync(new OrderDraft { Side = side, Qty = qty, Price = price, Fee = fee, ExpiryMs = oddExpiry });

        Assert.Single((await _server.GetStateAsync()).OpenOrders);
    }

    [Theory]
    [InlineData("not json")]
    [InlineData("[]")]
    [InlineData("""{"qty":1}""")]
    [InlineData("""{"expiryEpochMillis":"soon"}""")]
    [InlineData("")]
    public async Task A_body_that_is_no_order_is_refused_with_a_message(string body)
    {
        (HttpStatusCode status, int code) = await _rest.RefusedAsync(body);

        Assert.Equal((HttpStatusCode.BadRequest, 1133), (status, code));
    }

    [Theory]
    [InlineData("GET", "/user/nonsense")]
    [InlineData("GET", "/info/markets/DOGE-USD/stats")]
    [InlineData("PUT", "/user/order")]
    [InlineData("GET", "/user/orders/12")]
    public async Task Calls_that_do_not_exist_are_not_found(string method, string path) =>
        Assert.Equal(HttpStatusCode.NotFound, (await _rest.SendAsync(new HttpMethod(method), path)).Status);

    [Fact]
    public async Task Faults_refuse_lose_and_throttle()
    {
        _server.Faults.RefuseNextOrder(1140);
        (_, int refused) = await _rest.RefusedAsync(new OrderDraft().ToJson());
        OrderDraft placed = new(), lost = new();
        _server.Faults.LoseNextAnswer();
        await Assert.ThrowsAsync<HttpRequestException>(() => _rest.PlaceAsync(placed));
        _server.Faults.LoseNextRequest();
        await Assert.ThrowsAsync<HttpRequestException>(() => _rest.PlaceAsync(lost));
        _server.Faults.AnswerTooManyRequests();
        (HttpStatusCode throttled, _) = await _rest.SendAsync(HttpMethod.Get, "/info/markets");

        Assert.Equal(1140, refused);
        Assert.Equal(HttpStatusCode.TooManyRequests, throttled);
        Assert.Equal(placed.Id, Assert.Single((await _server.GetStateAsync()).OpenOrders).ExternalId);
    }

    [Fact]
    public async Task More_requests_than_allowed_in_a_minute_are_answered_with_429()
    {
        await using SimulatorServer limited = await SimulatorServer.StartAsync(new SimulatorOptions { RequestsPerMinute = 3 });
        using RestClient rest = new(limited);
        List<HttpStatusCode> statuses = [];
        for (int i = 0; i < 4; i++)
            statuses.Add((await rest.SendAsync(HttpMethod.Get, "/user/fees")).Status);

        Assert.Equal([HttpStatusCode.OK, HttpStatusCode.OK, HttpStatusCode.OK, HttpStatusCode.TooManyRequests], statuses);
    }

    private async Task MassCancelAsync(string body, HttpStatusCode expected) =>
        Assert.Equal(expected, (await _rest.SendAsync(HttpMethod.Post, "/user/order/massCancel", body)).Status);

    /// <summary>Takes what is offered up to a price and leaves the rest in the book: an order that is filled in part.</summary>
    private async Task<JsonElement> PartlyFilledAsync()
    {
        while (true)
        {
            Simulator.Matching.BookLevel ask = (await _server.GetStateAsync()).BestAsk;
            await _rest.PlaceAsync(new OrderDraft
            {
                Price = _server.Rules.Prices.ToDecimal(ask.Price).ToString(CultureInfo.InvariantCulture),
                Qty = _server.Rules.Sizes.ToDecimal(ask.Size + 1).ToString(CultureInfo.InvariantCulture),
            });
            JsonElement orders = await _rest.DataAsync("/user/orders");
            if (orders.EnumerateArray().Any(order => order.GetProperty("status").GetString() == "PARTIALLY_FILLED"))
                return orders;
            await MassCancelAsync("""{"cancelAll":true}""", HttpStatusCode.OK);
        }
    }

    private static string? Member(JsonElement element, string name) => element.GetProperty(name).GetString();

    private static decimal Number(JsonElement element, string name) =>
        decimal.Parse(element.GetProperty(name).GetString()!, CultureInfo.InvariantCulture);
}
