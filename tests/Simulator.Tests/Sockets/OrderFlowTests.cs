using System.Text.Json;

namespace LowLatencyMM.Simulator.Tests.Sockets;

/// <summary>The frames of the account stream that each action brings.</summary>
public sealed class OrderFlowTests : IAsyncLifetime
{
    private SimulatorServer _server = null!;
    private RestClient _rest = null!;
    private StreamClient _account = null!;

    public async Task InitializeAsync()
    {
        _server = await SimulatorServer.StartAsync(new SimulatorOptions());
        _rest = new RestClient(_server);
        _account = await StreamClient.ConnectAccountAsync(_server);
        for (int i = 0; i < 3; i++)
            await _account.NextAsync();
    }

    public async Task DisposeAsync()
    {
        _account.Dispose();
        _rest.Dispose();
        await _server.DisposeAsync();
    }

    [Fact]
    public async Task A_new_connection_is_told_balance_positions_and_open_orders_first()
    {
        long id = await _rest.PlaceAsync(new OrderDraft());
        await _rest.PlaceAsync(new OrderDraft { Price = "62000", TimeInForce = "IOC" });
        using StreamClient again = await StreamClient.ConnectAccountAsync(_server);
        JsonElement balance = await again.NextAsync(), positions = await again.NextAsync(), orders = await again.NextAsync();

        Assert.Equal(["BALANCE 1", "POSITION 2", "ORDER 3"], [Name(balance), Name(positions), Name(orders)]);
        Assert.Equal("0.010", positions.GetProperty("data").GetProperty("positions")[0].GetProperty("size").GetString());
        Assert.Equal(id, Assert.Single(orders.GetProperty("data").GetProperty("orders").EnumerateArray()).GetProperty("id").GetInt64());
    }

    [Fact]
    public async Task A_resting_order_is_told_as_new_then_balance_and_a_cancel_as_cancelled_then_balance()
    {
        long id = await _rest.PlaceAsync(new OrderDraft { Id = "rest-1", PostOnly = true });
        await _rest.SendAsync(HttpMethod.Delete, $"/user/order/{id}");
        JsonElement[] frames = await TakeAsync(4);

        Assert.Equal(["ORDER 4", "BALANCE 5", "ORDER 6", "BALANCE 7"], frames.Select(Name));
        Assert.Equal((id, "rest-1", "NEW"), IdsAndStatus(frames[0]));
        Assert.Equal((id, "rest-1", "CANCELLED"), IdsAndStatus(frames[2]));
        Assert.Equal("0.010", Order(frames[2]).GetProperty("cancelledQty").GetString());
    }

    [Fact]
    public async Task A_taker_is_told_its_trades_its_order_its_position_and_its_balance()
    {
        long id = await _rest.PlaceAsync(new OrderDraft { Id = "take-1", Price = "62000", Qty = "0.001" });
        JsonElement[] frames = await TakeAsync(4);

        Assert.Equal(["TRADE 4", "ORDER 5", "POSITION 6", "BALANCE 7"], frames.Select(Name));
        Assert.Equal((id, "take-1", "FILLED"), IdsAndStatus(frames[1]));
        JsonElement trade = frames[0].GetProperty("data").GetProperty("trades")[0];
        Assert.True(trade.GetProperty("isTaker").GetBoolean());
        Assert.Equal("take-1", trade.GetProperty("externalOrderId").GetString());
        Samples.AssertSameShape(Sample("ws-account-trade.json"), frames[0], "TRADE");
        Samples.AssertSameShape(Sample("ws-account-order.json"), frames[1], "ORDER");
        Samples.AssertSameShape(Sample("ws-account-position.json"), frames[2], "POSITION");
        Samples.AssertSameShape(Sample("ws-account-balance.json"), frames[3], "BALANCE");
    }

    [Fact]
    public async Task A_post_only_order_that_would_trade_is_accepted_by_rest_and_rejected_on_the_stream()
    {
        await _rest.PlaceAsync(new OrderDraft { Id = "cross", Price = "62000", PostOnly = true });
        JsonElement frame = await _account.NextAsync();

        Assert.Equal("REJECTED", Order(frame).GetProperty("status").GetString());
        Assert.Equal("POST_ONLY_FAILED", Order(frame).GetProperty("statusReason").GetString());
    }

    [Fact]
    public async Task A_replace_tells_of_the_old_order_and_of_the_new_one()
    {
        long oldId = await _rest.PlaceAsync(new OrderDraft { Id = "old" });
        long newId = await _rest.PlaceAsync(new OrderDraft { Id = "new", Price = "60001", CancelId = "old" });
        JsonElement[] frames = await TakeAsync(5);

        Assert.Equal((oldId, "old", "CANCELLED"), IdsAndStatus(frames[2]));
        Assert.Equal("ORDER_REPLACED", Order(frames[2]).GetProperty("statusReason").GetString());
        Assert.Equal((newId, "new", "NEW"), IdsAndStatus(frames[3]));
        Assert.Equal("BALANCE 8", Name(frames[4]));
    }

    [Fact]
    public async Task A_quote_at_the_touch_is_filled_by_recorded_trades_as_a_maker()
    {
        long ask = (await _server.GetStateAsync()).BestAsk.Price;
        await _rest.PlaceAsync(new OrderDraft
        {
            Id = "maker",
            Side = "SELL",
            Price = _server.Rules.Prices.ToDecimal(ask).ToString(System.Globalization.CultureInfo.InvariantCulture),
            PostOnly = true,
        });
        List<JsonElement> frames = await _account.UntilAsync(frame => frame.GetProperty("type").GetString() == "TRADE");

        Assert.False(frames[^1].GetProperty("data").GetProperty("trades")[0].GetProperty("isTaker").GetBoolean());
        Assert.Equal("ORDER", frames[^2].GetProperty("type").GetString());
        Assert.Equal(["POSITION", "BALANCE"], (await TakeAsync(2)).Select(frame => frame.GetProperty("type").GetString()));
    }

    [Fact]
    public async Task The_account_frame_does_not_wait_for_a_delayed_http_answer()
    {
        await using SimulatorServer slow = await SimulatorServer.StartAsync(new SimulatorOptions { AnswerDelay = TimeSpan.FromHours(1) });
        using RestClient rest = new(slow);
        using StreamClient account = await StreamClient.ConnectAccountAsync(slow);
        for (int i = 0; i < 3; i++)
            await account.NextAsync();

        Task<long> answer = rest.PlaceAsync(new OrderDraft { Id = "slow" });
        JsonElement frame = await account.NextAsync();
        bool frameCameFirst = !answer.IsCompleted;
        await slow.DisposeAsync();

        Assert.True(frameCameFirst);
        Assert.Equal("slow", Order(frame).GetProperty("externalId").GetString());
        await Assert.ThrowsAsync<HttpRequestException>(() => answer);
    }

    [Fact]
    public async Task The_http_answer_does_not_wait_for_a_delayed_account_frame()
    {
        await using SimulatorServer slow = await SimulatorServer.StartAsync(new SimulatorOptions { StreamDelay = TimeSpan.FromHours(1) });
        using RestClient rest = new(slow);
        using StreamClient account = await StreamClient.ConnectAccountAsync(slow);
        Task<string?> frame = account.NextTextAsync();

        await rest.PlaceAsync(new OrderDraft());
        bool answerCameFirst = !frame.IsCompleted;
        await slow.DisposeAsync();

        Assert.True(answerCameFirst);
        Assert.Null(await frame);
    }

    [Theory]
    [InlineData("/orderbooks/BTC-USD", "ws-orderbook-snapshot.json")]
    [InlineData("/orderbooks", "ws-orderbook-snapshot.json")]
    [InlineData("/orderbooks/BTC-USD?depth=1", "ws-orderbook-bbo.json")]
    [InlineData("/publicTrades/BTC-USD", "ws-public-trades.json")]
    [InlineData("/prices/mark/BTC-USD", "ws-mark-price.json")]
    public async Task Public_frames_have_the_members_of_the_exchanges_samples(string path, string sample)
    {
        using StreamClient stream = await StreamClient.ConnectAsync(_server, path);

        Samples.AssertSameShape(Sample(sample), await stream.NextAsync(), sample);
    }

    [Fact]
    public async Task Book_changes_have_the_members_of_the_exchanges_samples()
    {
        using StreamClient stream = await StreamClient.ConnectAsync(_server, "/orderbooks/BTC-USD");
        List<JsonElement> frames = await stream.UntilAsync(frame => frame.GetProperty("type").GetString() == "DELTA"
            && frame.GetProperty("data").GetProperty("b").GetArrayLength() > 0
            && frame.GetProperty("data").GetProperty("a").GetArrayLength() > 0);

        Samples.AssertSameShape(Sample("ws-orderbook-delta.json"), frames[^1], "DELTA");
    }

    private async Task<JsonElement[]> TakeAsync(int count)
    {
        JsonElement[] frames = new JsonElement[count];
        for (int i = 0; i < count; i++)
            frames[i] = await _account.NextAsync();
        return frames;
    }

    private static JsonElement Sample(string name) => JsonDocument.Parse(Samples.Read(name)).RootElement;

    private static JsonElement Order(JsonElement frame) => frame.GetProperty("data").GetProperty("orders")[0];

    private static (long Id, string? ExternalId, string? Status) IdsAndStatus(JsonElement frame) =>
        (Order(frame).GetProperty("id").GetInt64(),
            Order(frame).GetProperty("externalId").GetString(),
            Order(frame).GetProperty("status").GetString());

    private static string Name(JsonElement frame) => $"{frame.GetProperty("type").GetString()} {frame.GetProperty("seq").GetInt64()}";
}
