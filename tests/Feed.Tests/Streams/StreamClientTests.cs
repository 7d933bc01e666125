using LowLatencyMM.Feed.Frames;
using LowLatencyMM.Feed.Streams;
using LowLatencyMM.Feed.Streams.Messages;
using LowLatencyMM.Feed.Tests.Support;
using LowLatencyMM.Signing;

namespace LowLatencyMM.Feed.Tests.Streams;

/// <summary>The streams as a library user sees them, against a server of our own bytes.</summary>
[Collection(SocketTests.Name)]
public sealed class StreamClientTests
{
    private const long Sixty3Bits = 2103823150214025216;

    [Fact]
    public async Task Every_stream_has_its_path_and_says_what_the_exchange_said()
    {
        var market = "BTC-USD";
        OrderBookUpdate snapshot = await First("/orderbooks/BTC-USD", "ws-orderbook-snapshot", c => c.OrderBook(market));
        Assert.True(snapshot.IsSnapshot);
        Assert.Equal(new OrderBookChange(84077m, 0.40182m, true), snapshot.Bids[0]);
        Assert.Equal(new OrderBookChange(84081m, 0.05000m, true), snapshot.Asks[1]);
        OrderBookUpdate delta = await First("/orderbooks", "ws-orderbook-delta", c => c.OrderBook());
        Assert.Equal([new(84070m, 0.50500m, true), new(84073m, 0m, true)], delta.Bids);
        BestBidAsk best = await First("/orderbooks/BTC-USD?depth=1", "ws-orderbook-bbo", c => c.BestBidAsk(market));
        Assert.Equal(new BestBidAsk(market, 84077m, 0.40182m, 84078m, 2.54894m), best);
        MarketTrade trade = await First("/publicTrades", "ws-public-trades", c => c.Trades());
        Assert.Equal(new MarketTrade(market, Sixty3Bits, Side.Sell, TradeType.Trade, 84070m, 0.00200m, 1790425500812), trade);
        MarketPrice mark = await First("/prices/mark/BTC-USD", "ws-mark-price", c => c.MarkPrice(market));
        Assert.Equal(new MarketPrice(market, 84058.473541750005m), mark);
        MarketPrice index = await First("/prices/index", "ws-mark-price", c => c.IndexPrice());
        Assert.Equal(84058.473541750005m, index.Price);
        FundingUpdate funding = await First("/funding/BTC-USD", "ws-funding", c => c.Funding(market));
        Assert.Equal(new FundingUpdate(market, 0.000013m, 1790427600000), funding);
        StreamCandle candle = await First(
            "/candles/BTC-USD/mark-prices?interval=PT5M", "ws-candles", c => c.Candles(market, CandlePrice.Mark, "PT5M"));
        Assert.Equal(new StreamCandle(market, 1790425500000, 84075, 84081, 84070, 84070, 0.01820m), candle);
    }

    [Fact]
    public async Task The_account_stream_sends_the_key_and_gives_each_kind_of_update()
    {
        AccountUpdate orders = await First("/account", "ws-account-order", c => c.Account());
        Assert.Equal(("ORDER", 2103823146862505984, "mm-btc-b-000001", 0.00200m),
            (orders.Type, orders.Orders[0].Id, orders.Orders[0].ExternalId, orders.Orders[0].FilledQty));
        AccountUpdate trades = await First("/account", "ws-account-trade", c => c.Account());
        Assert.Equal((Sixty3Bits, 84070m, 0.0020m), (trades.Trades[0].Id, trades.Trades[0].Price, trades.Trades[0].Qty));
        AccountUpdate positions = await First("/account", "ws-account-position", c => c.Account());
        Assert.Equal((0.00200m, 84058.473541750005m), (positions.Positions[0].Size, positions.Positions[0].MarkPrice));
        AccountUpdate balance = await First("/account", "ws-account-balance", c => c.Account());
        Assert.Equal(9999.976947m, balance.Balance!.Equity);
        Assert.Empty(balance.Orders);
    }

    [Fact]
    public async Task A_hole_is_told_before_the_stream_comes_back_with_the_next_epoch()
    {
        using var server = new WireServer((peer, number) =>
        {
            peer.Upgrade();
            peer.SendText(Trade(seq: 1, id: 1));
            if (number == 1)
                peer.SendText(Trade(seq: 3, id: 3));
            peer.AwaitEnd();
        });

        List<StreamMessage<MarketTrade>> messages = await Take(Client(server).Trades("BTC-USD"), 6);

        Assert.Equal(
            ["Connected 1", "data 1 1", "Gap 1", "Disconnected 1", "Connected 2", "data 2 1"], messages.Select(Line));
        var gap = Assert.IsType<StreamNotice<MarketTrade>>(messages[2]);
        Assert.Equal((2, 3), (gap.ExpectedSeq, gap.ActualSeq));
        var lost = Assert.IsType<StreamNotice<MarketTrade>>(messages[3]);
        Assert.Equal(DisconnectReason.Sequence, lost.Reason);
        Assert.InRange(lost.RetryInMs, 0, 15);
    }

    [Fact]
    public async Task A_frame_that_cannot_be_read_is_told_and_ends_a_book_but_not_trades()
    {
        static void Script(WireServer.Peer peer, int number)
        {
            bool isBook = peer.Upgrade().Contains("/orderbooks/", StringComparison.Ordinal);
            peer.SendText("{\"data\":[{\"p\":\"8.4 ten\"}],\"ts\":1,\"seq\":1}"u8);
            peer.SendText(isBook ? Samples.Wire("ws-orderbook-snapshot") : Trade(seq: 2, id: 2));
            peer.AwaitEnd();
        }
        using var server = new WireServer(Script);

        List<StreamMessage<MarketTrade>> trades = await Take(Client(server).Trades("BTC-USD"), 3);
        List<StreamMessage<OrderBookUpdate>> book = await Take(Client(server).OrderBook("BTC-USD"), 3);

        Assert.Equal(["Connected 1", "Refused 1", "data 1 2"], trades.Select(Line));
        Assert.Equal(["Connected 1", "Refused 1", "Disconnected 1"], book.Select(Line));
    }

    [Fact]
    public async Task Members_and_values_from_the_future_and_numbers_in_any_form_are_read()
    {
        using var server = new WireServer((peer, _) =>
        {
            peer.Upgrade();
            peer.SendText(Samples.Utf8(
                """
                {"seq":"1","news":{"a":[1]},"ts":7,"type":"TRADES","data":[{"i":"9223372036854775807","m":"BTC-USD","S":"BOTH","tT":"SWAP","T":5,
                "p":8.2653E4,"q":"100000000000000000.0000000001","extra":null}],"error":null}
                """));
            peer.AwaitEnd();
        });

        List<StreamMessage<MarketTrade>> messages = await Take(Client(server).Trades("BTC-USD"), 2);

        Assert.Equal(
            new MarketTrade("BTC-USD", long.MaxValue, Side.Unknown, TradeType.Unknown, 82653m, 100000000000000000.0000000001m, 5),
            Assert.IsType<StreamData<MarketTrade>>(messages[1]).Data);
    }

    [Fact]
    public async Task Trades_wait_for_a_slow_consumer_and_none_is_lost()
    {
        const int Count = 20_000;
        using var server = new WireServer((peer, _) =>
        {
            peer.Upgrade();
            for (int i = 1; i <= Count; i++)
                peer.SendText(Trade(seq: i, id: i));
            peer.AwaitEnd();
        });
        var client = new ExtendedStreamClient(Options(server), bufferCapacity: 3);
        long next = 1;

        await foreach (StreamMessage<MarketTrade> message in client.Trades("BTC-USD"))
        {
            if (message is not StreamData<MarketTrade> trade)
                continue;
            Assert.Equal(next++, trade.Data.Id);
            if (next > Count)
                break;
            if (next % 1000 == 0)
                await Task.Yield();
        }
    }

    [Fact]
    public async Task A_book_that_nobody_reads_is_put_together_and_says_the_same()
    {
        const int Frames = 5_000;
        var sent = new TaskCompletionSource();
        using var server = new WireServer((peer, _) =>
        {
            peer.Upgrade();
            peer.SendText(Samples.Wire("ws-orderbook-snapshot"));
            for (int seq = 2; seq <= Frames; seq++)
                peer.SendText(Delta(seq, price: 84000 + (seq % 50), change: "0.00001"));
            // The ping's answer proves that the client has taken all that came before it.
            peer.Send(WireServer.Peer.Frame(9, []));
            peer.ReadFrame();
            sent.SetResult();
            peer.AwaitEnd();
        });
        var client = new ExtendedStreamClient(Options(server), bufferCapacity: 2);
        var book = new LocalOrderBook("BTC-USD");
        var data = new List<StreamData<OrderBookUpdate>>();

        await foreach (StreamMessage<OrderBookUpdate> message in client.OrderBook("BTC-USD"))
        {
            await sent.Task.WaitAsync(TimeSpan.FromSeconds(30));
            book.Apply(message);
            if (message is StreamData<OrderBookUpdate> update)
                data.Add(update);
            if (data is [.., { Seq: Frames }])
                break;
        }

        Assert.True(data.Count <= 2, $"{data.Count} messages");
        Assert.Equal(1, data[0].FirstSeq);
        Assert.True(book.IsValid);
        Assert.Equal(0.00099m, book.Bids[84001m]);
        Assert.Equal(84077m, book.Best().BidPrice);
    }

    [Theory]
    [InlineData(401, ExtendedErrorKind.Authentication)]
    [InlineData(404, ExtendedErrorKind.NotFound)]
    public async Task What_the_exchange_refuses_at_the_first_attempt_is_thrown(int status, ExtendedErrorKind kind)
    {
        const string Key = "0123456789abcdef-the-key";
        using var server = new WireServer((peer, _) =>
        {
            peer.ReadHead();
            peer.Send($"HTTP/1.1 {status} No\r\nContent-Length: 0\r\n\r\n");
            peer.AwaitEnd();
        });
        using var key = new SecretText(Key);
        var client = new ExtendedStreamClient(Options(server) with { ApiKey = key });

        var refused = await Assert.ThrowsAsync<ExtendedException>(() => Take(client.Account(), 2));

        Assert.Equal((kind, status), (refused.Kind, refused.HttpStatus));
        Assert.DoesNotContain(Key, refused.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Leaving_the_loop_closes_in_order_and_cancelling_or_disposing_ends_a_silent_stream()
    {
        var closes = new List<int>();
        using var server = new WireServer((peer, _) =>
        {
            peer.Upgrade();
            peer.SendText(Trade(seq: 1, id: 1));
            int opcode = peer.ReadFrame().Opcode;
            lock (closes)
            {
                closes.Add(opcode);
                Monitor.PulseAll(closes);
            }
        });
        await using var client = Client(server);
        using var cancel = new CancellationTokenSource();

        await Take(client.Trades("BTC-USD"), 2);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
        {
            await foreach (StreamMessage<MarketTrade> message in client.Trades("BTC-USD", cancel.Token))
            {
                if (message is StreamData<MarketTrade>)
                    await cancel.CancelAsync();
            }
        });
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
        {
            await foreach (StreamMessage<MarketTrade> message in client.Trades("BTC-USD"))
            {
                if (message is StreamData<MarketTrade>)
                    await client.DisposeAsync();
            }
        });

        lock (closes)
        {
            long deadline = Environment.TickCount64 + 30_000;
            while (closes.Count < 3 && Monitor.Wait(closes, (int)Math.Max(1, deadline - Environment.TickCount64)))
            {
            }
            Assert.Equal([8, 8, 8], closes);
        }
    }

    [Fact]
    public void A_request_that_makes_no_sense_is_refused_before_anything_is_sent()
    {
        var client = new ExtendedStreamClient(new StreamOptions { BaseAddress = ExtendedEnvironment.Mainnet.StreamBase });

        Assert.Throws<ArgumentException>(() => client.Account());
        Assert.Throws<ArgumentException>(() => client.OrderBook(""));
        var interval = Assert.Throws<ArgumentException>(() => client.Candles("BTC-USD", interval: "1m"));
        Assert.Contains("'1m'", interval.Message, StringComparison.Ordinal);
        Assert.Contains("PT1M", interval.Message, StringComparison.Ordinal);
    }

    private static async Task<T> First<T>(string path, string sample, Func<ExtendedStreamClient, IAsyncEnumerable<StreamMessage<T>>> open)
        where T : class
    {
        string head = "";
        using var server = new WireServer((peer, _) =>
        {
            head = peer.Upgrade();
            peer.SendText(Samples.Wire(sample));
            peer.AwaitEnd();
        });
        using var key = new SecretText("the-key");
        var client = new ExtendedStreamClient(Options(server) with { ApiKey = key });
        List<StreamMessage<T>> messages = await Take(open(client), 2);

        Assert.StartsWith($"GET /stream/v1{path} HTTP/1.1\r\n", head, StringComparison.Ordinal);
        Assert.Contains("\r\nUser-Agent: LowLatencyMM/", head, StringComparison.Ordinal);
        Assert.Equal(path == "/account", head.Contains("\r\nX-Api-Key: the-key\r\n", StringComparison.Ordinal));
        return Assert.IsType<StreamData<T>>(messages[1]).Data;
    }

    private static async Task<List<StreamMessage<T>>> Take<T>(IAsyncEnumerable<StreamMessage<T>> stream, int count)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        var messages = new List<StreamMessage<T>>();
        await foreach (StreamMessage<T> message in stream.WithCancellation(limit.Token))
        {
            messages.Add(message);
            if (messages.Count == count)
                break;
        }
        return messages;
    }

    private static string Line<T>(StreamMessage<T> message) => message switch
    {
        StreamNotice<T> notice => $"{notice.Kind} {notice.Epoch}",
        StreamData<T> data => $"data {data.Epoch} {data.Seq}",
        _ => throw new InvalidOperationException(),
    };

    private static ExtendedStreamClient Client(WireServer server) => new(Options(server));

    private static StreamOptions Options(WireServer server) =>
        new() { BaseAddress = server.WebSocket, FirstRetry = TimeSpan.FromMilliseconds(10) };

    private static byte[] Trade(long seq, long id) => Samples.Utf8(
        $$"""{"data":[{"i":{{id}},"m":"BTC-USD","S":"BUY","tT":"TRADE","T":5,"p":"84070","q":"0.00200"}],"ts":5,"seq":{{seq}}}""");

    private static byte[] Delta(long seq, long price, string change) => Samples.Utf8(
        $$"""{"type":"DELTA","data":{"t":"DELTA","m":"BTC-USD","b":[{"p":"{{price}}","q":"{{change}}"}],"a":[]},"ts":5,"seq":{{seq}}}""");
}
