using System.Text.Json;

namespace LowLatencyMM.Simulator.Tests.Sockets;

/// <summary>v2 connections: many topics on one socket.</summary>
public sealed class RpcStreamTests : IAsyncLifetime
{
    private SimulatorServer _server = null!;
    private StreamClient _stream = null!;

    public async Task InitializeAsync()
    {
        _server = await SimulatorServer.StartAsync(new SimulatorOptions { Markets = SimulatorOptions.ThreeMarkets, Speed = 5 });
        _stream = await StreamClient.ConnectRpcAsync(_server);
    }

    public async Task DisposeAsync()
    {
        _stream.Dispose();
        await _server.DisposeAsync();
    }

    [Fact]
    public async Task Seq_starts_at_0_and_counts_the_frames_of_all_topics_but_not_the_replies()
    {
        string[] selectors =
        [
            """{"scope":"orderbooks","selector":{"market":"BTC-USD","depth":"full","rfqOnly":false}}""",
            """{"scope":"orderbooks","selector":{"market":null,"depth":"1","rfqOnly":false}}""",
            """{"scope":"trades","selector":{"market":"ETH-USD"}}""",
            """{"scope":"prices","selector":{"type":"mark","market":"SOL-USD"}}""",
            """{"scope":"prices","selector":{"type":"index","market":null}}""",
            """{"scope":"candles","selector":{"type":"last","market":"BTC-USD","interval":"PT1M"}}""",
        ];
        for (int i = 0; i < selectors.Length; i++)
            await RequestAsync(i, "subscribe", selectors[i]);

        HashSet<string> topics = [], types = [];
        List<string> replies = [];
        long expected = 0;
        while (types.Count < 6 || replies.Count < selectors.Length || expected < 300)
        {
            JsonElement message = await _stream.NextAsync();
            if (message.TryGetProperty("id", out JsonElement id))
            {
                Assert.False(message.TryGetProperty("seq", out _));
                replies.Add($"{id} {message.GetProperty("result").GetProperty("subscription").GetString()}");
                continue;
            }
            Assert.Equal(expected++, message.GetProperty("seq").GetInt64());
            Assert.True(message.GetProperty("ts").GetInt64() > 0);
            topics.Add(message.GetProperty("subscription").GetString()!);
            types.Add(message.GetProperty("type").GetString()!);
        }

        Assert.Equal(
            ["0 orderbooks.BTC-USD", "1 orderbooks.1.all", "2 trades.ETH-USD", "3 prices.mark.SOL-USD", "4 prices.index.all",
                "5 candles.last.BTC-USD.PT1M"],
            replies);
        Assert.Equal(replies.Select(reply => reply[2..]).Order(), topics.Order());
        Assert.Equal(
            ["CANDLES", "ORDERBOOKS.DELTA", "ORDERBOOKS.SNAPSHOT", "PRICES.IP", "PRICES.MP", "TRADES"], types.Order());
    }

    [Fact]
    public async Task Subscribing_again_replaces_the_subscription_and_gives_a_fresh_snapshot()
    {
        const string book = """{"scope":"orderbooks","selector":{"market":"BTC-USD","depth":"full"}}""";
        await RequestAsync(1, "subscribe", book);
        await UntilAsync("ORDERBOOKS.DELTA");
        await RequestAsync(2, "subscribe", book);
        while (!(await _stream.NextAsync()).TryGetProperty("id", out JsonElement id) || id.GetInt32() != 2)
        {
            // Deltas that came before the reply.
        }

        Assert.Equal("ORDERBOOKS.SNAPSHOT", (await _stream.NextAsync()).GetProperty("type").GetString());
        Assert.Equal(1, await _server.CountSubscribersAsync(StreamKind.Book));
    }

    [Fact]
    public async Task Subscribing_to_trades_first_gives_the_last_ones_oldest_first()
    {
        using StreamClient plain = await StreamClient.ConnectAsync(_server, "/publicTrades/BTC-USD");
        for (int i = 0; i < 60; i++)
            await plain.NextAsync();
        await RequestAsync(1, "subscribe", """{"scope":"trades","selector":{"market":"BTC-USD"}}""");
        await _stream.NextAsync();
        JsonElement first = await _stream.NextAsync();

        long[] ids = [.. first.GetProperty("data").EnumerateArray().Select(trade => trade.GetProperty("i").GetInt64())];
        Assert.Equal(50, ids.Length);
        Assert.Equal(ids.Order(), ids);
    }

    [Fact]
    public async Task What_was_unsubscribed_is_silent_and_no_longer_listed()
    {
        const string trades = """{"scope":"trades","selector":{"market":"BTC-USD"}}""";
        await RequestAsync(1, "subscribe", """{"scope":"prices","selector":{"type":"mark","market":null}}""");
        await RequestAsync(2, "subscribe", trades);
        await RequestAsync(3, "unsubscribe", trades);
        await RequestAsync(4, "list-subscriptions");
        await RequestAsync(5, "ping");
        Dictionary<int, JsonElement> replies = [];
        while (replies.Count < 5)
        {
            JsonElement message = await _stream.NextAsync();
            if (message.TryGetProperty("id", out JsonElement id))
                replies.Add(id.GetInt32(), message.GetProperty("result"));
        }
        for (int i = 0; i < 20; i++)
            Assert.Equal("prices.mark.all", (await _stream.NextAsync()).GetProperty("subscription").GetString());

        Assert.Equal("""["prices.mark.all"]""", replies[4].GetProperty("subscriptions").GetRawText());
        Assert.Equal("OK", replies[5].GetProperty("status").GetString());
    }

    [Fact]
    public async Task The_account_topic_needs_the_key_and_marks_its_first_frames_as_snapshots()
    {
        await RequestAsync(1, "subscribe", """{"scope":"account","selector":{"account":"100023"},"apiKey":"wrong"}""");
        JsonElement refused = await _stream.NextAsync();
        await RequestAsync(2, "subscribe", $$"""{"scope":"account","selector":{"account":"100023"},"apiKey":"{{DemoAccount.ApiKey}}"}""");
        await _stream.NextAsync();
        JsonElement[] first = [await _stream.NextAsync(), await _stream.NextAsync(), await _stream.NextAsync()];
        using RestClient rest = new(_server);
        await rest.PlaceAsync(new OrderDraft { ExpiryMs = DateTimeOffset.UtcNow.AddDays(1).ToUnixTimeMilliseconds() });
        JsonElement placed = await _stream.NextAsync();

        Assert.Equal(401, refused.GetProperty("error").GetProperty("code").GetInt32());
        Assert.Equal(["ACCOUNT.BALANCE True", "ACCOUNT.POSITION True", "ACCOUNT.ORDER True", "ACCOUNT.ORDER False"],
            first.Append(placed).Select(frame =>
                $"{frame.GetProperty("type").GetString()} {frame.GetProperty("data").GetProperty("isSnapshot").GetBoolean()}"));
        Assert.Equal("account.100023", placed.GetProperty("subscription").GetString());
    }

    [Theory]
    [InlineData("not json", -32700)]
    [InlineData("[]", -32600)]
    [InlineData("""{"id":"9","method":"fly"}""", -32601)]
    [InlineData("""{"id":"9","method":"subscribe"}""", -32602)]
    [InlineData("""{"id":"9","method":"subscribe","params":{"scope":"trades","selector":{"market":"DOGE-USD"}}}""", -32602)]
    [InlineData("""{"id":"9","method":"subscribe","params":{"scope":"orderbooks","selector":{"depth":"2"}}}""", -32602)]
    [InlineData("""{"id":"9","method":"subscribe","params":{"scope":"candles","selector":{"type":"last","market":"BTC-USD","interval":"PT7M"}}}""", -32602)]
    [InlineData("""{"id":"9","method":"unsubscribe","params":{"scope":"trades","selector":{"market":"BTC-USD"}}}""", -32602)]
    public async Task A_request_that_cannot_be_met_is_answered_with_an_error(string request, int code)
    {
        await _stream.SendAsync(request);
        JsonElement reply = await _stream.NextAsync();

        Assert.Equal(code, reply.GetProperty("error").GetProperty("code").GetInt32());
        Assert.Equal(request.StartsWith("{\"id", StringComparison.Ordinal) ? "\"9\"" : "null", reply.GetProperty("id").GetRawText());
    }

    private Task RequestAsync(int id, string method, string? parameters = null) => _stream.SendAsync(
        $$"""{"jsonrpc":"2.0","id":{{id}},"method":"{{method}}"{{(parameters is null ? "" : $",\"params\":{parameters}")}}}""");

    private async Task UntilAsync(string type)
    {
        while (!(await _stream.NextAsync()).TryGetProperty("type", out JsonElement found) || found.GetString() != type)
        {
            // Replies and frames of other types.
        }
    }
}
