using System.Text.Json;
using LowLatencyMM.Feed.Frames;
using LowLatencyMM.Feed.Orders;
using LowLatencyMM.Feed.Rest;
using LowLatencyMM.Feed.Tests.Support;
using LowLatencyMM.Signing;

namespace LowLatencyMM.Feed.Tests.Rest;

/// <summary>What is asked and sent to place, replace, close: with the market, fees and book as the exchange gives them.</summary>
[Collection(SocketTests.Name)]
public sealed class OrderCallTests : IClassFixture<ScriptedExchange>, IDisposable
{
    private const string Fees = "GET /api/v1/user/fees?market=BTC-USD key";
    private const string Market = "GET /api/v1/info/markets?market=BTC-USD";
    private const string Book = "GET /api/v1/info/markets/BTC-USD/orderbook";
    private readonly ScriptedExchange _exchange;
    private readonly ExtendedRestClient _client;
    private readonly OrderSigner _signer;
    private readonly int _before;

    public OrderCallTests(ScriptedExchange exchange)
    {
        _exchange = exchange;
        _client = exchange.Client();
        Assert.True(StarkPrivateKey.TryParseHex("0x7a7ff6fd3cab02ccdcd4a572563f5976f8976899b03a39773795a3c486d4986", out StarkPrivateKey? key));
        using (key)
            _signer = new OrderSigner(key, SigningDomain.Testnet, 10002);
        _before = exchange.Requests.Count;
        Script();
    }

    private IReadOnlyList<string> Sent => [.. _exchange.Requests.Skip(_before)];

    public void Dispose()
    {
        _client.Dispose();
        _signer.Dispose();
    }

    [Fact]
    public async Task An_order_is_checked_signed_and_placed()
    {
        PlacedOrder placed = await _client.PlaceOrderAsync(NewOrder.Passive("BTC-USD", Side.Buy, 0.005m, 84070m) with { ExternalId = "mine" }, _signer);

        Assert.Equal(2103823146862505984, placed.Id);
        Assert.Equal([Market, Fees], Sent.SkipLast(1));
        JsonElement body = Body();
        Assert.Equal(("mine", "LIMIT", "0.00500", "84070", "0", true), (Text(body, "id"), Text(body, "type"), Text(body, "qty"), Text(body, "price"), Text(body, "fee"), body.GetProperty("postOnly").GetBoolean()));
    }

    [Fact]
    public async Task A_signed_order_is_sent_as_it_was_shown_with_one_request()
    {
        SignedOrder signed = await _client.SignOrderAsync(NewOrder.Limit("BTC-USD", Side.Sell, 0.005m, 84070m) with { MaxFeeRate = 0.0005m }, _signer);
        Assert.Equal([Market], Sent);

        await _client.PlaceOrderAsync(signed);

        Assert.Equal($"POST /api/v1/user/order key {signed}", Sent[1]);
    }

    [Fact]
    public async Task A_replacement_names_the_order_that_it_replaces()
    {
        await _client.ReplaceOrderAsync("old", NewOrder.Passive("BTC-USD", Side.Buy, 0.005m, 84070m), _signer);

        Assert.Equal("old", Text(Body(), "cancelId"));
    }

    [Theory]
    [InlineData(Side.Buy, "84708")]
    [InlineData(Side.Sell, "83447")]
    public async Task A_market_order_is_bounded_by_the_slippage_through_the_best_price(Side side, string worst)
    {
        await _client.PlaceMarketOrderAsync("BTC-USD", side, 0.01m, _signer);

        Assert.Equal([Market, Book, Market, Fees], Sent.SkipLast(1));
        JsonElement body = Body();
        Assert.Equal(("MARKET", "IOC", worst, "0.00025"), (Text(body, "type"), Text(body, "timeInForce"), Text(body, "price"), Text(body, "fee")));
    }

    [Fact]
    public async Task A_market_order_by_notional_is_rounded_down_to_the_step()
    {
        // 1000 / 84078 = 0.011893717…
        await _client.PlaceMarketOrderByNotionalAsync("BTC-USD", Side.Buy, 1000m, _signer, slippage: 0.001m);

        JsonElement body = Body();
        Assert.Equal(("BUY", "0.01189", "84162"), (Text(body, "side"), Text(body, "qty"), Text(body, "price")));
    }

    [Fact]
    public async Task A_notional_below_the_smallest_order_is_refused_with_the_amount_that_would_do()
    {
        ExtendedException e = await Assert.ThrowsAsync<ExtendedException>(() => _client.CreateMarketOrderByNotionalAsync("BTC-USD", Side.Sell, 5m));

        Assert.Equal(ExtendedErrorKind.InvalidRequest, e.Kind);
        Assert.Contains("at least 0.0001, about 8.41, is expected", e.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(-0.1)]
    [InlineData(1)]
    public async Task A_slippage_that_is_no_fraction_is_refused(double slippage)
    {
        ExtendedException e = await Assert.ThrowsAsync<ExtendedException>(() => _client.CreateMarketOrderAsync("BTC-USD", Side.Sell, 5m, (decimal)slippage));

        Assert.Equal(ExtendedErrorKind.InvalidRequest, e.Kind);
    }

    [Fact]
    public async Task Without_anybody_to_trade_with_there_is_no_market_order()
    {
        Script(book: """{"status":"OK","data":{"market":"BTC-USD","bid":[],"ask":[]}}""");

        ExtendedException e = await Assert.ThrowsAsync<ExtendedException>(() => _client.CreateMarketOrderAsync("BTC-USD", Side.Sell, 5m));

        Assert.Equal(ExtendedErrorKind.InvalidMarket, e.Kind);
    }

    [Theory]
    [InlineData("LONG", "SELL")]
    [InlineData("SHORT", "BUY")]
    public async Task A_position_is_closed_by_a_reduce_only_market_order_of_its_size(string position, string side)
    {
        Script(positions: Sample("rest-positions").Replace("LONG", position, StringComparison.Ordinal));

        Assert.NotNull(await _client.ClosePositionAsync("BTC-USD", _signer));

        Assert.Equal("GET /api/v1/user/positions?market=BTC-USD key", Sent[0]);
        JsonElement body = Body();
        Assert.Equal((side, "0.00200", "MARKET", "IOC", true), (Text(body, "side"), Text(body, "qty"), Text(body, "type"), Text(body, "timeInForce"), body.GetProperty("reduceOnly").GetBoolean()));
    }

    [Fact]
    public async Task Without_a_position_there_is_nothing_to_close()
    {
        Script(positions: """{"status":"OK","data":[]}""");

        Assert.Null(await _client.ClosePositionAsync("BTC-USD", _signer));

        Assert.Single(Sent);
    }

    [Fact]
    public async Task A_position_of_a_side_that_is_not_known_is_not_closed()
    {
        Script(positions: Sample("rest-positions").Replace("LONG", "BOTH", StringComparison.Ordinal));

        ExtendedException e = await Assert.ThrowsAsync<ExtendedException>(() => _client.ClosePositionAsync("BTC-USD", _signer));

        Assert.Equal(ExtendedErrorKind.Protocol, e.Kind);
        Assert.Single(Sent);
    }

    [Fact]
    public async Task An_order_that_is_wrong_is_never_sent()
    {
        await Assert.ThrowsAsync<ExtendedException>(() => _client.PlaceOrderAsync(NewOrder.Limit("BTC-USD", Side.Buy, 0.005m, 1.5m), _signer));

        Assert.Equal([Market, Fees], Sent);
    }

    private static string Sample(string name) => System.Text.Encoding.UTF8.GetString(Samples.Wire(name));

    private static string? Text(JsonElement parent, string name) => parent.GetProperty(name).GetString();

    private void Script(string? book = null, string? positions = null) => _exchange.AnswerByPath(
        ("/info/markets", Sample("rest-markets")),
        ("/info/markets/BTC-USD/orderbook", book ?? Sample("rest-orderbook")),
        ("/user/fees", Sample("rest-fees")),
        ("/user/positions", positions ?? Sample("rest-positions")),
        ("/user/order", Sample("rest-order-create-response")));

    /// <summary>The order that was sent last.</summary>
    private JsonElement Body()
    {
        string request = Sent[^1];
        const string Head = "POST /api/v1/user/order key ";
        Assert.StartsWith(Head, request, StringComparison.Ordinal);
        return JsonDocument.Parse(request[Head.Length..]).RootElement;
    }
}
