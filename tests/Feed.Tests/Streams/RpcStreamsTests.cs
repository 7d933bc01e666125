using System.Text.Json;
using LowLatencyMM.Feed.Frames;
using LowLatencyMM.Feed.Streams;
using LowLatencyMM.Feed.Streams.Messages;
using LowLatencyMM.Feed.Streams.Rpc;
using LowLatencyMM.Feed.Tests.Support;
using LowLatencyMM.Signing;
using Peer = LowLatencyMM.Feed.Tests.Support.WireServer.Peer;

namespace LowLatencyMM.Feed.Tests.Streams;

/// <summary>The v2 service: many topics on one connection, against a server of our own bytes.</summary>
[Collection(SocketTests.Name)]
public sealed class RpcStreamsTests
{
    private const string Key = "0123456789abcdef-the-key";
    private static readonly WallClock Clock = new();

    [Fact]
    public void Topics_share_a_connection_and_its_numbers_and_connect_when_confirmed()
    {
        var requests = new List<string>();
        string head = "";
        using var server = new WireServer((peer, _) =>
        {
            head = peer.Upgrade();
            for (int i = 0; i < 3; i++)
                requests.Add(Confirm(peer));
            peer.SendText(Trades(seq: 0, 1, 2));
            peer.SendText(Delta(seq: 1, isSnapshot: true));
            peer.SendText(Balance(seq: 2));
            peer.SendText("""{"jsonrpc":"2.0","id":"77","result":{"status":"OK"}}"""u8);
            peer.SendText(Delta(seq: 3, isSnapshot: false));
            peer.SendText(Trades(seq: 4, 3));
            peer.AwaitEnd();
        });
        using var key = new SecretText(Key);
        var seen = new Seen();

        using (Start(server, seen, o => o with { ApiKey = key }, s => s
            .Add(StreamKind.PublicTrades, Samples.Btc, new SeenSink(seen))
            .Add(StreamKind.OrderBook, Samples.Btc, new SeenSink(seen))
            .AddAccount(100023, [Samples.Btc], new SeenSink(seen))))
            seen.Await(s => s.Lines.Count == 5);

        Assert.StartsWith("GET /stream/v2/rpc HTTP/1.1\r\n", head, StringComparison.Ordinal);
        Assert.DoesNotContain("X-Api-Key", head, StringComparison.Ordinal);
        Assert.Equal(
            [
                """{"scope":"trades","selector":{"market":"BTC-USD"}}""",
                """{"scope":"orderbooks","selector":{"market":"BTC-USD","depth":"full","rfqOnly":false}}""",
                $$"""{"scope":"account","selector":{"account":100023},"apiKey":"{{Key}}"}""",
            ],
            requests);
        Assert.Equal(["trades", "book", "balance", "book", "trades"], seen.Lines.Select(line => line.Split(' ')[0]));
        Assert.Equal([0L, 1, 2, 3, 4], seen.Headers.Select(header => header.Seq));
        Assert.All(seen.Headers, header => Assert.True(header is { SharesSequence: true, Epoch: 1 }));
        Assert.Equal(
            [StreamKind.OrderBook, StreamKind.PublicTrades, StreamKind.Account],
            seen.Changes.Where(change => change.State == ConnectionState.Connected).Select(change => change.Stream).Order());
        Assert.All(seen.Changes, change => Assert.DoesNotContain(Key, change.ToString(), StringComparison.Ordinal));
    }

    [Fact]
    public void A_hole_in_the_connections_numbers_ends_all_topics_which_come_back_without_repeated_trades()
    {
        using var server = new WireServer((peer, number) =>
        {
            peer.Upgrade();
            Confirm(peer);
            Confirm(peer);
            if (number == 1)
            {
                peer.SendText(Trades(seq: 0, 1, 2));
                peer.SendText(Delta(seq: 1, isSnapshot: true));
                peer.SendText(Trades(seq: 3, 3));
            }
            else
            {
                peer.SendText(Delta(seq: 0, isSnapshot: true));
                peer.SendText(Trades(seq: 1, 2, 3, 4));
                peer.SendText(Trades(seq: 2, 1, 2, 3, 4));
                peer.SendText(Trades(seq: 3, 5));
            }
            peer.AwaitEnd();
        });
        var seen = new Seen();

        using (Start(server, seen, o => o, s => s
            .Add(StreamKind.PublicTrades, Samples.Btc, new SeenSink(seen))
            .Add(StreamKind.OrderBook, Samples.Btc, new SeenSink(seen))))
            seen.Await(s => s.Lines.Count == 5);

        Assert.Equal(["1 2", "book", "book", "3 4", "5"], seen.Lines.Select(Ids));
        var gap = Assert.Single(seen.Rejections);
        Assert.Equal((RejectionReason.SequenceGap, 2, 3), (gap.Reason, gap.Expected, gap.Actual));
        Assert.Equal(
            [(StreamKind.OrderBook, 1), (StreamKind.PublicTrades, 1)],
            seen.Changes.Where(change => change.Reason == DisconnectReason.Sequence).Select(change => (change.Stream, change.Epoch)).Order());
    }

    [Fact]
    public void Numbers_of_frames_that_nobody_wants_count_and_a_hole_among_them_is_found()
    {
        using var server = new WireServer((peer, number) =>
        {
            peer.Upgrade();
            Confirm(peer);
            peer.SendText(Trades(seq: 0, 10 * number));
            peer.SendText("""{"type":"NEWS","data":{},"ts":1,"seq":1,"subscription":"news"}"""u8);
            peer.SendText(Trades(seq: 2, (10 * number) + 1));
            if (number == 1)
                peer.SendText("""{"type":"NEWS","data":{},"ts":1,"seq":4,"subscription":"news"}"""u8);
            peer.AwaitEnd();
        });
        var seen = new Seen();

        using (Start(server, seen, o => o, s => s.Add(StreamKind.PublicTrades, Samples.Btc, new SeenSink(seen))))
            seen.Await(s => s.Lines.Count == 4);

        Assert.Equal(["10", "11", "20", "21"], seen.Lines.Select(Ids));
        Assert.Contains(seen.Changes, change => change.Reason == DisconnectReason.Sequence);
    }

    [Fact]
    public void A_frame_in_an_unusual_layout_finds_its_topic()
    {
        using var server = new WireServer((peer, _) =>
        {
            peer.Upgrade();
            Confirm(peer);
            Confirm(peer);
            peer.SendText(
                """
                {"subscription": "trades.BTC-USD", "seq":0, "ts": 5, "type":"TRADES",
                 "data":[{"i":1,"m":"BTC-USD","S":"BUY","tT":"TRADE","T":5,"p":"84070","q":"0.002"}]}
                """u8);
            peer.AwaitEnd();
        });
        var seen = new Seen();

        using (Start(server, seen, o => o, s => s
            .Add(StreamKind.BestBidAsk, Samples.Btc, new SeenSink(seen))
            .Add(StreamKind.PublicTrades, Samples.Btc, new SeenSink(seen))))
            seen.Await(s => s.Lines.Count == 1);

        Assert.Equal("1", Ids(seen.Lines[0]));
    }

    [Theory]
    [InlineData(true, DisconnectReason.SubscribeRefused)]
    [InlineData(false, DisconnectReason.SubscribeTimeout)]
    public void A_topic_that_is_refused_or_not_answered_is_told_and_asked_for_again_while_others_live(bool answers, DisconnectReason reason)
    {
        using var server = new WireServer((peer, _) =>
        {
            peer.Upgrade();
            string id = Request(peer).Id;
            Confirm(peer);
            if (answers)
                peer.SendText(Samples.Utf8($$$"""{"jsonrpc":"2.0","id":"{{{id}}}","error":{"code":-32602,"message":"No such market"}}"""));
            peer.SendText(Trades(seq: 0, 1));
            Confirm(peer);
            peer.SendText(Delta(seq: 1, isSnapshot: true));
            peer.AwaitEnd();
        });
        var seen = new Seen();

        using (Start(server, seen, o => o with { SubscribeTimeout = TimeSpan.FromMilliseconds(answers ? 30_000 : 150) }, s => s
            .Add(StreamKind.OrderBook, Samples.Btc, new SeenSink(seen))
            .Add(StreamKind.PublicTrades, Samples.Btc, new SeenSink(seen))))
            seen.Await(s => s.Lines.Count == 2);

        Assert.Equal(["1", "book"], seen.Lines.Select(Ids));
        ConnectionChange failed = Assert.Single(seen.Changes, change => change.Reason == reason);
        Assert.Equal((StreamKind.OrderBook, 1), (failed.Stream, failed.Epoch));
        Assert.StartsWith("orderbooks.BTC-USD: ", failed.Detail, StringComparison.Ordinal);
        Assert.Equal(!answers, !failed.Detail!.Contains("-32602: No such market", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_library_client_has_one_connection_subscribes_and_unsubscribes()
    {
        var upgrades = 0;
        var unsubscribed = new TaskCompletionSource<string>();
        using var server = new WireServer((peer, _) =>
        {
            Interlocked.Increment(ref upgrades);
            peer.Upgrade();
            Confirm(peer);
            peer.SendText(Trades(seq: 0, 1));
            Confirm(peer);
            peer.SendText(Delta(seq: 1, isSnapshot: true));
            unsubscribed.SetResult(Request(peer).Params);
            peer.SendText(Delta(seq: 2, isSnapshot: false));
            peer.SendText(Trades(seq: 3, 1, 2));
            peer.AwaitEnd();
        });
        await using var client = new ExtendedStreamClient(Options(server) with { Api = StreamApi.V2 });
        var ids = new List<long>();

        await foreach (StreamMessage<MarketTrade> message in client.Trades("BTC-USD"))
        {
            if (message is not StreamData<MarketTrade> trade)
                continue;
            ids.Add(trade.Data.Id);
            if (ids.Count == 2)
                break;
            await Assert.ThrowsAsync<InvalidOperationException>(async () => await client.Trades("BTC-USD").GetAsyncEnumerator().MoveNextAsync());
            await foreach (StreamMessage<OrderBookUpdate> book in client.OrderBook("BTC-USD"))
            {
                if (book is StreamData<OrderBookUpdate>)
                    break;
            }
        }

        Assert.Equal([1, 2], ids);
        Assert.EndsWith(""","subscription":"orderbooks.BTC-USD"}""", await unsubscribed.Task.WaitAsync(TimeSpan.FromSeconds(30)), StringComparison.Ordinal);
        Assert.Equal(1, upgrades);
    }

    [Fact]
    public async Task What_is_refused_at_the_first_subscription_is_thrown()
    {
        using var server = new WireServer((peer, _) =>
        {
            peer.Upgrade();
            string id = Request(peer).Id;
            peer.SendText(Samples.Utf8($$$"""{"id":{{{id}}},"error":{"code":1001,"message":"Market not found"}}"""));
            peer.AwaitEnd();
        });
        await using var client = new ExtendedStreamClient(Options(server) with { Api = StreamApi.V2 });

        var refused = await Assert.ThrowsAsync<ExtendedException>(async () =>
        {
            await foreach (StreamMessage<MarketPrice> message in client.MarkPrice("NO-USD"))
                Assert.IsType<StreamNotice<MarketPrice>>(message);
        });

        Assert.Equal(ExtendedErrorKind.Rejected, refused.Kind);
        Assert.Contains("1001: Market not found", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_connection_that_the_owner_distrusts_is_made_anew()
    {
        using var server = new WireServer((peer, number) =>
        {
            peer.Upgrade();
            Confirm(peer);
            peer.SendText(Trades(seq: 0, number));
            peer.AwaitEnd();
        });
        var seen = new Seen();
        var topics = new ExtendedRpcStreams(Options(server), Clock);
        ExtendedStream stream = topics.Add(StreamKind.PublicTrades, Samples.Btc, new SeenSink(seen)).Build();

        using (var thread = new StreamThread("v2", WaitMode.Blocking, [stream]))
        {
            thread.Start();
            seen.Await(s => s.Lines.Count == 1);
            stream.Reconnect();
            seen.Await(s => s.Lines.Count == 2);
        }

        Assert.Equal([1, 2], seen.Headers.Select(header => header.Epoch));
        Assert.Contains(seen.Changes, change => change is { Reason: DisconnectReason.Distrusted, Epoch: 1 });
    }

    [Fact]
    public void A_topic_that_the_owner_distrusts_is_subscribed_to_anew_while_the_others_go_on()
    {
        using var server = new WireServer((peer, _) =>
        {
            peer.Upgrade();
            Confirm(peer);
            Confirm(peer);
            peer.SendText(Delta(seq: 0, isSnapshot: true));
            peer.SendText(Trades(seq: 1, 1));
            Confirm(peer);
            peer.SendText(Trades(seq: 2, 2));
            peer.SendText(Delta(seq: 3, isSnapshot: true));
            peer.AwaitEnd();
        });
        var seen = new Seen();
        var topics = new ExtendedRpcStreams(Options(server), Clock);
        topics.Add(StreamKind.OrderBook, Samples.Btc, new SeenSink(seen)).Add(StreamKind.PublicTrades, Samples.Btc, new SeenSink(seen));

        using (var thread = new StreamThread("v2", WaitMode.Blocking, [topics.Build()]))
        {
            thread.Start();
            seen.Await(s => s.Lines.Count == 2);
            topics.Renew(StreamKind.OrderBook, Samples.Btc.Id);
            seen.Await(s => s.Lines.Count == 4);
        }

        Assert.Equal(["book", "1", "2", "book"], seen.Lines.Select(Ids));
        Assert.All(seen.Headers, header => Assert.Equal(1, header.Epoch));
        Assert.Equal(
            [ConnectionState.Connecting, ConnectionState.Connected, ConnectionState.Disconnected, ConnectionState.Connecting, ConnectionState.Connected],
            seen.Changes.Where(change => change.Stream == StreamKind.OrderBook).Take(5).Select(change => change.State));
        Assert.Equal(DisconnectReason.Distrusted, seen.Changes.First(change => change.State == ConnectionState.Disconnected).Reason);
    }

    [Fact]
    public void The_address_follows_from_that_of_v1_unless_told_otherwise()
    {
        var options = new StreamOptions { BaseAddress = ExtendedEnvironment.Testnet.StreamBase };

        Assert.Equal("wss://api.starknet.sepolia.extended.exchange/stream.extended.exchange/v2/rpc", options.RpcAddress.AbsoluteUri);
        Assert.Equal("wss://x/y", (options with { RpcAddress = new Uri("wss://x/y") }).RpcAddress.AbsoluteUri);
    }

    [Fact]
    public void The_filter_of_repeated_trades_allocates_nothing()
    {
        var filter = new TradeReplayFilter(TradeReplayFilter.OneMarket);
        var trades = new PublicTrade[50];
        long id = 0;
        int fresh = 0;
        long before = 0;
        for (int frame = 0; frame < 2_000; frame++)
        {
            if (frame == 1_000)
                before = GC.GetAllocatedBytesForCurrentThread();
            // Half of each frame was in the one before.
            for (int i = 0; i < trades.Length; i++)
                trades[i] = new PublicTrade(0, id + i, Side.Buy, TradeType.Trade, 1, 1, 1);
            id += trades.Length / 2;
            fresh += filter.Fresh(trades).Length;
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.Equal(id + (trades.Length / 2), fresh);
    }

    private static StreamThread Start(
        WireServer server, Seen seen, Func<StreamOptions, StreamOptions> change, Func<ExtendedRpcStreams, ExtendedRpcStreams> add)
    {
        var thread = new StreamThread("v2", WaitMode.Blocking, [add(new ExtendedRpcStreams(change(Options(server)), Clock)).Build()]);
        thread.Start();
        return thread;
    }

    private static StreamOptions Options(WireServer server) =>
        new() { BaseAddress = server.WebSocket, FirstRetry = TimeSpan.FromMilliseconds(10) };

    /// <summary>Reads a request: its id and its params.</summary>
    private static (string Id, string Params) Request(Peer peer)
    {
        (int opcode, byte[] payload) = peer.ReadFrame();
        Assert.Equal(1, opcode);
        using var document = JsonDocument.Parse(payload);
        Assert.Equal("2.0", document.RootElement.GetProperty("jsonrpc").GetString());
        return (document.RootElement.GetProperty("id").GetString()!, document.RootElement.GetProperty("params").GetRawText());
    }

    /// <summary>Confirms a subscription and returns its params.</summary>
    private static string Confirm(Peer peer)
    {
        (string id, string parameters) = Request(peer);
        peer.SendText(Samples.Utf8(
            $$$"""{"jsonrpc":"2.0","id":"{{{id}}}","result":{"method":"subscribe","status":"OK","subscription":"whatever"}}"""));
        return parameters;
    }

    private static byte[] Trades(long seq, params int[] ids)
    {
        string trades = string.Join(
            ',', ids.Select(id => $$"""{"i":{{id}},"m":"BTC-USD","S":"BUY","tT":"TRADE","T":5,"p":"84070","q":"0.00200"}"""));
        return Samples.Utf8($$"""{"type":"TRADES","data":[{{trades}}],"ts":5,"seq":{{seq}},"subscription":"trades.BTC-USD"}""");
    }

    private static byte[] Delta(long seq, bool isSnapshot)
    {
        string type = isSnapshot ? "SNAPSHOT" : "DELTA";
        return Samples.Utf8(
            $$"""
            {"type":"ORDERBOOKS.{{type}}","data":{"t":"{{type}}","m":"BTC-USD","b":[{"q":"0.00500","p":"84070","c":"0.50500"}],"a":[],"d":"f"},"ts":5,"seq":{{seq}},"subscription":"orderbooks.BTC-USD"}
            """);
    }

    private static byte[] Balance(long seq) => Samples.Utf8(
        $$$"""
        {"type":"ACCOUNT.BALANCE","data":{"isSnapshot":true,"balance":{"balance":"10","equity":"10"}},"ts":5,"seq":{{{seq}}},"subscription":"account.100023"}
        """);

    /// <summary>Trade ids of a line, or what else it is.</summary>
    private static string Ids(string line) => line.StartsWith("trades", StringComparison.Ordinal)
        ? string.Join(' ', line.Split("Id = ").Skip(1).Select(part => part.Split(',')[0]))
        : line.Split(' ')[0];
}
