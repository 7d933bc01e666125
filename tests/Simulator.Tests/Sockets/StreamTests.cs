using System.Globalization;
using System.Net.WebSockets;
using System.Text.Json;

namespace LowLatencyMM.Simulator.Tests.Sockets;

public sealed class StreamTests
{
    [Fact]
    public async Task Book_frames_are_numbered_without_holes_add_up_and_equal_the_minutes_snapshot()
    {
        await using SimulatorServer server = await SimulatorServer.StartAsync(new SimulatorOptions { Speed = 60 });
        using StreamClient stream = await StreamClient.ConnectAsync(server, "/orderbooks/BTC-USD");
        KeptBook book = new();
        int snapshots = 0, frames = 0;

        while (snapshots < 2)
        {
            JsonElement frame = await stream.NextAsync();
            frames++;
            Assert.Equal(frames, frame.GetProperty("seq").GetInt64());
            bool snapshot = frame.GetProperty("type").GetString() == "SNAPSHOT";
            Assert.True(snapshot || frames > 1);
            if (snapshot && snapshots++ > 0)
                Assert.Equal(book.Text, new KeptBook(frame).Text);
            else if (snapshot)
                book = new KeptBook(frame);
            else
                book.Apply(frame);
            Assert.True(book.BestBid < book.BestAsk);
        }

        Assert.InRange(frames, 1, 602);
    }

    [Fact]
    public async Task Frames_that_vary_in_text_still_add_up()
    {
        await using SimulatorServer server = await SimulatorServer.StartAsync(new SimulatorOptions { Speed = 50, WireVariety = true });
        using StreamClient stream = await StreamClient.ConnectAsync(server, "/orderbooks/BTC-USD");
        string all = (await stream.NextTextAsync())!;
        KeptBook book = new(JsonDocument.Parse(all).RootElement);

        HashSet<string> orders = [];
        for (int seq = 2; seq <= 400; seq++)
        {
            string text = (await stream.NextTextAsync())!;
            JsonElement frame = JsonDocument.Parse(text).RootElement;
            Assert.Equal(seq, frame.GetProperty("seq").GetInt64());
            all += text;
            if (frame.GetProperty("type").GetString() == "NEVER_SEEN")
                continue;
            book.Apply(frame);
            orders.Add(string.Concat(frame.GetProperty("data").EnumerateObject().Select(member => member.Name[0])));
        }

        Assert.True(orders.Count > 10, "members always come in the same order");
        Assert.Contains("NEVER_SEEN", all, StringComparison.Ordinal);
        Assert.Contains("neverSeen", all, StringComparison.Ordinal);
        Assert.Contains("unheardOf", all, StringComparison.Ordinal);
        Assert.Matches("\"p\":\"[0-9]+\\.[0-9]00\"", all);
        Assert.Matches("\"p\":\"[0-9]+\"", all);
    }

    [Fact]
    public async Task Subscribers_that_join_at_different_times_keep_the_same_book()
    {
        await using SimulatorServer server = await SimulatorServer.StartAsync(new SimulatorOptions { Speed = 5 });
        using StreamClient early = await StreamClient.ConnectAsync(server, "/orderbooks/BTC-USD");
        KeptBook earlyBook = new(await early.NextAsync());
        for (int i = 0; i < 20; i++)
            earlyBook.Apply(await early.NextAsync());

        using StreamClient late = await StreamClient.ConnectAsync(server, "/orderbooks/BTC-USD");
        JsonElement first = await late.NextAsync();
        KeptBook lateBook = new(first);
        while (earlyBook.Ts < lateBook.Ts)
            earlyBook.Apply(await early.NextAsync());
        while (lateBook.Ts < earlyBook.Ts)
            lateBook.Apply(await late.NextAsync());

        Assert.Equal(1, first.GetProperty("seq").GetInt64());
        Assert.Equal(earlyBook.Text, lateBook.Text);
    }

    [Fact]
    public async Task Best_bid_and_ask_come_as_snapshots_of_one_level_a_side()
    {
        await using SimulatorServer server = await SimulatorServer.StartAsync(new SimulatorOptions { Speed = 10 });
        using StreamClient stream = await StreamClient.ConnectAsync(server, "/orderbooks/BTC-USD?depth=1");
        string previous = "";

        for (int seq = 1; seq <= 200; seq++)
        {
            JsonElement frame = await stream.NextAsync(), data = frame.GetProperty("data");
            Assert.Equal("SNAPSHOT", frame.GetProperty("type").GetString());
            Assert.Equal(seq, frame.GetProperty("seq").GetInt64());
            JsonElement bid = Assert.Single(data.GetProperty("b").EnumerateArray());
            JsonElement ask = Assert.Single(data.GetProperty("a").EnumerateArray());
            Assert.True(Number(bid, "p") < Number(ask, "p"));
            Assert.NotEqual(previous, data.GetRawText());
            previous = seq == 1 ? "" : data.GetRawText();
        }
    }

    [Fact]
    public async Task Trades_carry_growing_ids_with_their_own_time()
    {
        await using SimulatorServer server = await SimulatorServer.StartAsync(new SimulatorOptions { Speed = 10 });
        using StreamClient stream = await StreamClient.ConnectAsync(server, "/publicTrades/BTC-USD");
        long previous = 0;

        for (int seq = 1; seq <= 50; seq++)
        {
            JsonElement frame = await stream.NextAsync();
            Assert.Equal(seq, frame.GetProperty("seq").GetInt64());
            foreach (JsonElement trade in frame.GetProperty("data").EnumerateArray())
            {
                long id = trade.GetProperty("i").GetInt64();
                Assert.True(id > previous);
                Assert.Equal(trade.GetProperty("T").GetInt64(), (id >> 22) + 1_288_834_974_657);
                Assert.Contains(trade.GetProperty("S").GetString(), new[] { "BUY", "SELL" });
                previous = id;
            }
        }
    }

    [Fact]
    public async Task The_mark_price_comes_each_second_of_exchange_time()
    {
        await using SimulatorServer server = await SimulatorServer.StartAsync(new SimulatorOptions { Speed = 10 });
        using StreamClient mark = await StreamClient.ConnectAsync(server, "/prices/mark/BTC-USD");
        using StreamClient index = await StreamClient.ConnectAsync(server, "/prices/index/BTC-USD");

        JsonElement first = await mark.NextAsync(), second = await mark.NextAsync();

        Assert.Equal("MP", first.GetProperty("type").GetString());
        Assert.Equal(0, first.GetProperty("data").GetProperty("ts").GetInt64());
        Assert.InRange(Number(first.GetProperty("data"), "p"), 61_000, 62_500);
        Assert.Equal(1_000, second.GetProperty("ts").GetInt64() - first.GetProperty("ts").GetInt64());
        Assert.Equal("IP", (await index.NextAsync()).GetProperty("type").GetString());
    }

    [Fact]
    public async Task Own_orders_show_in_the_book_stream()
    {
        await using SimulatorServer server = await SimulatorServer.StartAsync(new SimulatorOptions());
        using RestClient rest = new(server);
        using StreamClient stream = await StreamClient.ConnectAsync(server, "/orderbooks/BTC-USD");
        KeptBook book = new(await stream.NextAsync());
        decimal before = book.SizeAt(60_000.1m);

        await rest.PlaceAsync(new OrderDraft { Price = "60000.1", Qty = "0.010" });
        while (book.SizeAt(60_000.1m) == before)
            book.Apply(await stream.NextAsync());

        Assert.Equal(before + 0.010m, book.SizeAt(60_000.1m));
    }

    [Fact]
    public async Task A_dropped_frame_leaves_a_hole_in_seq()
    {
        await using SimulatorServer server = await SimulatorServer.StartAsync(new SimulatorOptions { Speed = 10 });
        using StreamClient stream = await StreamClient.ConnectAsync(server, "/orderbooks/BTC-USD");
        long previous = (await stream.NextAsync()).GetProperty("seq").GetInt64();
        await server.Faults.DropFramesAsync(StreamKind.Book, 2);

        long step = 1;
        while (step == 1)
        {
            long seq = (await stream.NextAsync()).GetProperty("seq").GetInt64();
            (step, previous) = (seq - previous, seq);
        }

        Assert.Equal(3, step);
    }

    [Fact]
    public async Task A_closed_stream_starts_again_with_a_snapshot_numbered_1()
    {
        await using SimulatorServer server = await SimulatorServer.StartAsync(new SimulatorOptions());
        using StreamClient stream = await StreamClient.ConnectAsync(server, "/orderbooks/BTC-USD");
        await stream.NextAsync();

        await server.Faults.CloseStreamAsync(StreamKind.Book);
        while (await stream.NextTextAsync() is not null)
        {
            // Frames that were on their way before the break.
        }
        using StreamClient again = await StreamClient.ConnectAsync(server, "/orderbooks/BTC-USD");
        JsonElement first = await again.NextAsync();

        Assert.Equal("SNAPSHOT", first.GetProperty("type").GetString());
        Assert.Equal(1, first.GetProperty("seq").GetInt64());
    }

    [Fact]
    public async Task A_stalled_stream_delivers_everything_in_order_afterwards()
    {
        await using SimulatorServer server = await SimulatorServer.StartAsync(new SimulatorOptions());
        using RestClient rest = new(server);
        using StreamClient account = await StreamClient.ConnectAccountAsync(server);
        for (int i = 0; i < 3; i++)
            await account.NextAsync();

        await server.Faults.StallStreamAsync(StreamKind.Account, stalled: true);
        await rest.PlaceAsync(new OrderDraft());
        await rest.PlaceAsync(new OrderDraft());
        await server.Faults.InjectAsync(StreamKind.Account, "not json");
        await server.Faults.StallStreamAsync(StreamKind.Account, stalled: false);

        for (int seq = 4; seq <= 7; seq++)
            Assert.Equal(seq, (await account.NextAsync()).GetProperty("seq").GetInt64());
        Assert.Equal("not json", await account.NextTextAsync());
    }

    [Fact]
    public async Task A_client_that_does_not_answer_pings_is_dropped()
    {
        await using SimulatorServer server = await SimulatorServer.StartAsync(new SimulatorOptions
        {
            PingInterval = TimeSpan.FromMilliseconds(100),
            PongTimeout = TimeSpan.FromMilliseconds(200),
        });
        using StreamClient silent = await StreamClient.ConnectAsync(server, "/funding/BTC-USD");

        // Nothing is read, so no ping is answered; the server's side of the connection goes away by itself.
        while (await server.CountSubscribersAsync(StreamKind.Funding) == 0)
            await Task.Delay(10);
        while (await server.CountSubscribersAsync(StreamKind.Funding) > 0)
            await Task.Delay(10);

        Assert.Null(await silent.NextTextAsync());
    }

    [Theory]
    [InlineData("/orderbooks")]
    [InlineData("/orderbooks?depth=1")]
    [InlineData("/publicTrades")]
    [InlineData("/prices/mark")]
    [InlineData("/prices/index")]
    public async Task A_stream_without_market_carries_all_of_them_in_one_sequence(string path)
    {
        await using SimulatorServer server = await SimulatorServer.StartAsync(
            new SimulatorOptions { Markets = SimulatorOptions.ThreeMarkets, Speed = 5 });
        using StreamClient stream = await StreamClient.ConnectAsync(server, path);
        HashSet<string> markets = [];

        for (int seq = 1; markets.Count < 3 || seq < 30; seq++)
        {
            JsonElement frame = await stream.NextAsync(), data = frame.GetProperty("data");
            Assert.Equal(seq, frame.GetProperty("seq").GetInt64());
            markets.Add((data.ValueKind == JsonValueKind.Array ? data[0] : data).GetProperty("m").GetString()!);
        }
    }

    [Fact]
    public async Task Candles_come_each_second_and_agree_with_those_read_at_once()
    {
        await using SimulatorServer server = await SimulatorServer.StartAsync(new SimulatorOptions { Speed = 20 });
        using RestClient rest = new(server);
        using StreamClient candles = await StreamClient.ConnectAsync(server, "/candles/BTC-USD/trades?interval=PT5M");
        using StreamClient marks = await StreamClient.ConnectAsync(server, "/candles/BTC-USD/mark-prices?interval=PT1M");

        JsonElement first = (await candles.UntilAsync(frame => frame.GetProperty("seq").GetInt64() == 3))[^1].GetProperty("data")[0];
        JsonElement read = (await rest.DataAsync("/info/candles/BTC-USD/trades?interval=PT5M&limit=10")).EnumerateArray().Last();
        JsonElement mark = (await marks.NextAsync()).GetProperty("data")[0];

        Assert.Equal((first.GetProperty("T").GetInt64(), Number(first, "o")), (read.GetProperty("T").GetInt64(), Number(read, "o")));
        Assert.True(Number(read, "v") >= Number(first, "v") && Number(first, "v") > 0);
        Assert.Equal(0, first.GetProperty("T").GetInt64() % 300_000);
        Assert.False(mark.TryGetProperty("v", out _));
    }

    [Fact]
    public async Task Funding_rates_are_told_when_they_are_applied()
    {
        await using SimulatorServer server = await SimulatorServer.StartAsync(new SimulatorOptions
        {
            Speed = 20,
            FundingInterval = TimeSpan.FromSeconds(2),
            FundingRate = -0.000013m,
        });
        using StreamClient funding = await StreamClient.ConnectAsync(server, "/funding/BTC-USD");

        JsonElement data = (await funding.NextAsync()).GetProperty("data");

        Assert.Equal(("BTC-USD", -0.000013m, 0L), (data.GetProperty("m").GetString(), Number(data, "f"), data.GetProperty("T").GetInt64() % 2_000));
    }

    [Theory]
    [InlineData("/orderbooks/DOGE-USD", null, 404)]
    [InlineData("/nonsense", null, 404)]
    [InlineData("/candles/BTC-USD/trades", null, 404)]
    [InlineData("/candles/BTC-USD/bids?interval=PT1M", null, 404)]
    [InlineData("/account", null, 401)]
    [InlineData("/account", "wrong", 401)]
    public async Task A_stream_that_may_not_be_had_is_refused_at_the_upgrade(string path, string? key, int status)
    {
        await using SimulatorServer server = await SimulatorServer.StartAsync(new SimulatorOptions());

        WebSocketException e = await Assert.ThrowsAsync<WebSocketException>(() => StreamClient.ConnectAsync(server, path, key));

        Assert.Contains(status.ToString(CultureInfo.InvariantCulture), e.Message, StringComparison.Ordinal);
    }

    private static decimal Number(JsonElement element, string name) =>
        decimal.Parse(element.GetProperty(name).GetString()!, CultureInfo.InvariantCulture);

    /// <summary>A client's book, kept from the frames alone; changes and absolute sizes must agree.</summary>
    private sealed class KeptBook
    {
        private readonly SortedDictionary<decimal, decimal> _bids = [];
        private readonly SortedDictionary<decimal, decimal> _asks = [];

        public KeptBook()
        {
        }

        public KeptBook(JsonElement snapshot)
        {
            Ts = snapshot.GetProperty("ts").GetInt64();
            foreach (JsonElement level in snapshot.GetProperty("data").GetProperty("b").EnumerateArray())
                _bids.Add(Number(level, "p"), Number(level, "q"));
            foreach (JsonElement level in snapshot.GetProperty("data").GetProperty("a").EnumerateArray())
                _asks.Add(Number(level, "p"), Number(level, "q"));
        }

        public long Ts { get; private set; }

        public decimal BestBid => _bids.Keys.Last();

        public decimal BestAsk => _asks.Keys.First();

        public string Text =>
            string.Join(' ', _bids.Concat(_asks).Select(level => FormattableString.Invariant($"{level.Value}@{level.Key:0.0}")));

        public decimal SizeAt(decimal bid) => _bids.GetValueOrDefault(bid);

        public void Apply(JsonElement delta)
        {
            Ts = delta.GetProperty("ts").GetInt64();
            Apply(_bids, delta.GetProperty("data").GetProperty("b"));
            Apply(_asks, delta.GetProperty("data").GetProperty("a"));
        }

        private static void Apply(SortedDictionary<decimal, decimal> side, JsonElement levels)
        {
            foreach (JsonElement level in levels.EnumerateArray())
            {
                decimal price = Number(level, "p"), size = side.GetValueOrDefault(price) + Number(level, "q");
                Assert.Equal(size, Number(level, "c"));
                if (size == 0)
                    side.Remove(price);
                else
                    side[price] = size;
            }
        }
    }
}
