using LowLatencyMM.Feed.Frames;
using LowLatencyMM.Feed.Numbers;
using LowLatencyMM.Feed.Orders;
using LowLatencyMM.Feed.Rest;
using LowLatencyMM.Feed.Tests.Support;

namespace LowLatencyMM.Feed.Tests.Rest;

/// <summary>The exchange's documented answers become typed records, and the streams' frames.</summary>
[Collection(SocketTests.Name)]
public sealed class RestTests : IClassFixture<ScriptedExchange>, IDisposable
{
    private readonly ScriptedExchange _exchange;
    private readonly ExtendedRestClient _client;

    public RestTests(ScriptedExchange exchange)
    {
        _exchange = exchange;
        _client = exchange.Client();
    }

    public void Dispose() => _client.Dispose();

    [Fact]
    public async Task Markets_are_typed_with_exact_numbers()
    {
        _exchange.AnswerSample("rest-markets");

        MarketInfo market = Assert.Single(await _client.GetMarketsAsync(["BTC-USD"]));

        Assert.Equal(("BTC-USD", true, 5), (market.Name, market.Active, market.AssetPrecision));
        Assert.True(market.Status == MarketStatus.Active && market.Type == MarketType.Perpetual);
        Assert.Equal((0.0001m, 15_000_000m, 200, 0.05m), (market.TradingConfig.MinOrderSize, market.TradingConfig.MaxLimitOrderValue, market.TradingConfig.MaxNumOrders, market.TradingConfig.LimitPriceCap));
        Assert.Equal((0.25m, 0m, true, 0.1m), (market.TradingConfig.HourlyFundingRateCap, market.TradingConfig.OpenInterestLimit, market.TradingConfig.UPnlWithdrawable, market.TradingConfig.PostWithdrawalMarginFactor));
        Assert.Equal(new RiskFactor(8_000_000m, 0.04m, true), market.TradingConfig.RiskFactorConfig[1]);
        Assert.Equal(("0x1", "0x4254432d3600000000000000000000", 1_000_000L), (market.L2Config.CollateralId, market.L2Config.SyntheticId, market.L2Config.SyntheticResolution));
        Assert.Equal(84058.473541750005m, market.MarketStats!.MarkPrice);
        Assert.Equal(new DeleverageLevel { Level = 2, RankingLowerBound = -0.0015m }, market.MarketStats.DeleverageLevels!.LongPositions[1]);
        FeedMarket feed = market.ToFeedMarket(3);
        Assert.Equal((3, new DecimalGrid(1, 0), new DecimalGrid(1, 5)), (feed.Id, feed.Tick, feed.Step));
    }

    [SkippableFact]
    public async Task The_whole_recorded_market_list_is_read()
    {
        string path = Path.Combine(RecordedDataTests.Folder, "extended-markets-info.json.gz");
        Skip.IfNot(File.Exists(path), $"{path} is absent");
        using var stream = new System.IO.Compression.GZipStream(File.OpenRead(path), System.IO.Compression.CompressionMode.Decompress);
        using var memory = new MemoryStream();
        await stream.CopyToAsync(memory);
        _exchange.Answer(memory.ToArray());

        IReadOnlyList<MarketInfo> markets = await _client.GetMarketsAsync();

        Assert.Equal(91, markets.Count);
        Assert.All(markets, market => Assert.Equal(market.Name, market.ToFeedMarket(0).Name));
        Assert.All(markets, market => Assert.True(market.Status!.Value.IsKnown));
        Assert.Equal(91, (await _client.GetFundingRatesAsync()).Count);
        Assert.Null((await _client.GetBestBidAsksAsync()).Single(best => best.Market == "XAG-USD").BidPrice);
    }

    [Fact]
    public async Task The_account_is_typed()
    {
        _exchange.AnswerSample("rest-account-info");
        AccountInfo account = await _client.GetAccountAsync();
        Assert.Equal((100023, "10002", "Main"), (account.AccountId, account.L2Vault, account.Description));
        _exchange.AnswerSample("rest-balance");
        Assert.Equal(9999.976947m, (await _client.GetBalanceAsync()).Equity);
        _exchange.AnswerSample("rest-positions");
        PositionInfo position = Assert.Single(await _client.GetPositionsAsync(["BTC-USD"]));
        Assert.Equal((0.002m, 84070m, 1790425500812, 1790425500815, 1m), (position.SignedSize, position.OpenPrice, position.CreatedTime, position.UpdatedTime, position.Adl));
        Assert.True(position.Status == PositionStatus.Opened);
        _exchange.AnswerSample("rest-fees");
        Assert.Equal(new FeeInfo("BTC-USD", 0m, 0.00025m, 0m), Assert.Single(await _client.GetFeesAsync(["BTC-USD"])));
        _exchange.AnswerSample("rest-open-orders");
        OrderInfo order = Assert.Single(await _client.GetOpenOrdersAsync());
        Assert.Equal((2103823146862505984, "mm-btc-b-000001", 0.002m, 1790429100000), (order.Id, order.ExternalId, order.FilledQty, order.ExpireTime));
        Assert.True(order.IsOpen && order.Status == OrderStatus.PartiallyFilled && order.Type == OrderType.Limit && order.TimeInForce == TimeInForce.Gtt);
        _exchange.AnswerSample("rest-user-trades");
        Page<UserTradeInfo> trades = await _client.GetUserTradesAsync(["BTC-USD"]);
        Assert.Equal((2103823150214025216, 168.14m, false), (trades.Cursor, trades.Items[0].Value, trades.Items[0].IsTaker));
        _exchange.AnswerSample("rest-order-create-response");
        var request = new SignedOrder(NewOrder.Limit("BTC-USD", Side.Buy, 1, 1), null, "{}"u8.ToArray());
        Assert.Equal(new PlacedOrder(2103823146862505984, "mm-btc-b-000001"), await _client.PlaceOrderAsync(request));
    }

    [Fact]
    public async Task Books_and_trades_are_typed()
    {
        _exchange.AnswerSample("rest-orderbook");
        Assert.Equal(new OrderBookLevel(2.8169m, 84078m), (await _client.GetOrderBookAsync("BTC-USD")).Ask[0]);
        BestBidAsk best = await _client.GetBestBidAskAsync("BTC-USD");
        Assert.Equal((84077m, 0.40182m, 84078m, 2.8169m, 84077.5m, 1m), (best.BidPrice, best.BidQty, best.AskPrice, best.AskQty, best.Mid, best.Spread));
        _exchange.AnswerSample("rest-public-trades");
        PublicTradeInfo trade = (await _client.GetPublicTradesAsync("BTC-USD"))[0];
        Assert.Equal((2103823143033376768, "BTC-USD", 1790425499100, 84077m, 0.0012m), (trade.Id, trade.Market, trade.Time, trade.Price, trade.Qty));
        Assert.True(trade.TakerSide == Side.Sell && trade.TradeType == TradeType.Trade);
    }

    [Fact]
    public async Task A_funding_rate_is_told_per_hour_in_percent_and_per_year()
    {
        _exchange.AnswerSample("rest-markets");

        FundingRate rate = Assert.Single(await _client.GetFundingRatesAsync());

        Assert.Equal((0.000013m, 0.0013m, 11.388m, 1790427600000), (rate.Hourly, rate.HourlyPercent, rate.AprPercent, rate.NextTime));
    }

    [Fact]
    public async Task A_market_that_is_not_listed_is_an_invalid_market()
    {
        _exchange.AnswerData("[]");

        ExtendedException e = await Assert.ThrowsAsync<ExtendedException>(() => _client.GetMarketAsync("NO-SUCH"));

        Assert.Equal(ExtendedErrorKind.InvalidMarket, e.Kind);
        Assert.Contains("'NO-SUCH'", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_zero_balance_and_an_unknown_order_may_be_404_but_open_orders_may_not()
    {
        _exchange.Answer(404, "");
        var seen = new Seen();

        Assert.Equal((0m, 0m), ((await _client.GetBalanceAsync()).Balance, (await _client.GetBalanceAsync()).Equity));
        Assert.Empty(await _client.GetOrdersByExternalIdAsync("x"));
        Assert.Null(await _client.GetOrderAsync(5));
        await _client.DeliverBalanceAsync(new SeenSink(seen));
        await _client.DeliverOrderAsync("x", [Samples.Btc], new SeenSink(seen));
        await Assert.ThrowsAsync<ExtendedException>(() => _client.DeliverOpenOrdersAsync([Samples.Btc], new SeenSink(seen)));
        await Assert.ThrowsAsync<ExtendedException>(() => _client.DeliverPositionsAsync([Samples.Btc], new SeenSink(seen)));

        Assert.Equal(["balance 0 0 0 0 0 0 0 0 0", "orders"], seen.Lines);
    }

    [Fact]
    public async Task An_account_that_does_not_exist_is_neither_a_zero_balance_nor_an_unknown_order()
    {
        _exchange.Answer(404, """{"status":"ERROR","error":{"code":1004,"message":"Account not found"}}""");

        Assert.Equal(ExtendedErrorKind.Authentication, (await Assert.ThrowsAsync<ExtendedException>(() => _client.GetBalanceAsync())).Kind);
        Assert.Equal(ExtendedErrorKind.Authentication, (await Assert.ThrowsAsync<ExtendedException>(() => _client.GetOrdersByExternalIdAsync("x"))).Kind);
        Assert.Equal(ExtendedErrorKind.Authentication, (await Assert.ThrowsAsync<ExtendedException>(() => _client.GetOrderAsync(5))).Kind);
    }

    [Fact]
    public async Task Rest_reads_are_delivered_as_the_streams_frames()
    {
        var seen = new Seen();
        _exchange.AnswerSample("rest-open-orders");
        await _client.DeliverOpenOrdersAsync([Samples.Btc], new SeenSink(seen));
        _exchange.AnswerSample("rest-positions");
        await _client.DeliverPositionsAsync([Samples.Btc], new SeenSink(seen));
        _exchange.AnswerSample("rest-balance");
        await _client.DeliverBalanceAsync(new SeenSink(seen));
        _exchange.AnswerSample("rest-user-trades");
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
        _exchange.AnswerData("""[{"id":1,"market":"BTC-USD","externalId":"z","side":"BUY","status":"NEW","qty":"1","price":"5.5"}]""");
        var seen = new Seen();

        ExtendedException e = await Assert.ThrowsAsync<ExtendedException>(() => _client.DeliverOpenOrdersAsync([Samples.Btc], new SeenSink(seen)));

        Assert.Equal(ExtendedErrorKind.Protocol, e.Kind);
        Assert.Equal(RejectionReason.OffGrid, Assert.Single(seen.Rejections).Reason);
    }
}
