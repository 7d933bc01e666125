using System.Text;
using LowLatencyMM.Feed.Frames;
using LowLatencyMM.Feed.Orders;
using LowLatencyMM.Feed.Streams;
using LowLatencyMM.Feed.Tests.Support;
using LowLatencyMM.Signing;

namespace LowLatencyMM.Feed.Tests;

/// <summary>The hot loops allocate nothing, measured by the threads themselves over real sockets.</summary>
[Collection(SocketTests.Name)]
public sealed class AllocationTests
{
    private const int WarmUp = 3_000;
    private const int Measured = 5_000;
    private static readonly WallClock Clock = new();

    [Theory]
    [InlineData(StreamKind.OrderBook, WaitMode.Blocking, false)]
    [InlineData(StreamKind.BestBidAsk, WaitMode.Yielding, false)]
    [InlineData(StreamKind.PublicTrades, WaitMode.Blocking, false)]
    [InlineData(StreamKind.MarkPrice, WaitMode.Blocking, false)]
    [InlineData(StreamKind.OrderBook, WaitMode.Blocking, true)]
    [InlineData(StreamKind.BestBidAsk, WaitMode.Yielding, true)]
    [InlineData(StreamKind.PublicTrades, WaitMode.Spinning, true)]
    public void A_market_data_frame_costs_no_byte(StreamKind kind, WaitMode mode, bool tls)
    {
        string sample = kind switch
        {
            StreamKind.OrderBook => "ws-orderbook-delta",
            StreamKind.BestBidAsk => "ws-orderbook-bbo",
            StreamKind.PublicTrades => "ws-public-trades",
            _ => "ws-mark-price",
        };
        AssertNoAllocation([Samples.Wire(sample)], tls, mode, (server, sink) =>
            ExtendedStreams.MarketData(kind, Samples.Btc, sink, Options(server), Clock));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void An_account_frame_costs_no_byte(bool tls)
    {
        using var key = new SecretText("key");
        byte[][] frames = [.. new[] { "order", "trade", "position", "balance" }.Select(name => Samples.Wire("ws-account-" + name))];

        AssertNoAllocation(frames, tls, WaitMode.Blocking, (server, sink) =>
            ExtendedStreams.Account([Samples.Btc], sink, Options(server) with { ApiKey = key }, Clock));
    }

    [Fact]
    public void Frames_of_many_topics_on_one_connection_cost_no_byte()
    {
        using var key = new SecretText("key");
        static byte[] Topic(string sample, string type, string topic)
        {
            string text = Encoding.UTF8.GetString(Samples.Wire(sample)).Replace("\"type\":\"", "\"type\":\"" + type, StringComparison.Ordinal);
            return Samples.Utf8($"{text[..^1]},\"subscription\":\"{topic}\"}}");
        }
        byte[][] frames =
        [
            Topic("ws-orderbook-delta", "ORDERBOOKS.", "orderbooks.BTC-USD"), Topic("ws-orderbook-bbo", "ORDERBOOKS.", "orderbooks.1.BTC-USD"),
            Topic("ws-mark-price", "PRICES.", "prices.mark.BTC-USD"), Topic("ws-account-order", "ACCOUNT.", "account.7"),
        ];

        AssertNoAllocation(frames, tls: false, WaitMode.Blocking, (server, sink) =>
            new ExtendedRpcStreams(Options(server) with { ApiKey = key }, Clock)
                .Add(StreamKind.OrderBook, Samples.Btc, sink).Add(StreamKind.BestBidAsk, Samples.Btc, sink)
                .Add(StreamKind.MarkPrice, Samples.Btc, sink).AddAccount(7, [Samples.Btc], sink).Build());
    }

    [Fact]
    public void A_frame_that_the_general_parser_reads_costs_no_byte()
    {
        AssertNoAllocation([Samples.Pretty("ws-orderbook-delta")], tls: false, WaitMode.Blocking, (server, sink) =>
            ExtendedStreams.MarketData(StreamKind.OrderBook, Samples.Btc, sink, Options(server), Clock));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void The_first_long_frame_after_short_ones_costs_no_byte(bool tls)
    {
        byte[] brief = Samples.Wire("ws-orderbook-delta");
        int at = brief.AsSpan().LastIndexOf("\"seq\":"u8);
        byte[] lengthy = [.. brief.AsSpan(0, at), .. Enumerable.Repeat((byte)' ', 1_500_000), .. brief.AsSpan(at)];
        byte[][] late = [lengthy, .. Enumerable.Repeat(brief, Measured - 1)];

        // The spaces send it to the general parser, which is warmed up too.
        AssertNoAllocation([brief, Samples.Pretty("ws-orderbook-delta")], tls, WaitMode.Blocking, (server, sink) =>
            ExtendedStreams.MarketData(StreamKind.OrderBook, Samples.Btc, sink, Options(server), Clock), late);
    }

    [Theory]
    [InlineData(false, WaitMode.Blocking)]
    [InlineData(false, WaitMode.Spinning)]
    [InlineData(true, WaitMode.Blocking)]
    [InlineData(true, WaitMode.Yielding)]
    public void An_order_costs_no_byte_neither_at_the_sender_nor_at_the_reader(bool tls, WaitMode mode)
    {
        byte[] request = Encoding.ASCII.GetBytes("POST /o HTTP/1.1\r\nHost: x\r\nContent-Length: 600\r\n\r\n" + new string(' ', 600));
        const string Body = """{"status":"OK","data":{"id":2103823146862505984,"externalId":"mm-btc-b-000001"}}""";
        byte[] answer = Encoding.ASCII.GetBytes($"HTTP/1.1 200 OK\r\nContent-Length: {Body.Length}\r\n\r\n{Body}");
        using var server = new WireServer(
            (peer, _) =>
            {
                while (true)
                {
                    peer.Read(request.Length);
                    peer.Send(answer);
                }
            },
            tls);
        var counts = new Counts();
        var options = new OrderTransportOptions
        {
            BaseAddress = server.Http,
            Connections = 1,
            Waiting = mode,
            Budget = new RateBudget(1_000_000),
            CertificateValidation = static (_, _, _, _) => true,
        };
        using var transport = new OrderTransport<CountingSink>(options, new CountingSink(counts), Clock);
        transport.Start();
        Assert.True(SpinWait.SpinUntil(() => transport.IsReady(0), TimeSpan.FromSeconds(30)));

        SendAndAwait(transport, counts, request, WarmUp);
        (long Sender, long Reader)[] rounds = [.. Enumerable.Range(0, 3).Select(_ => MeasureRound(transport, counts, request))];

        Assert.All(rounds, round => Assert.Equal((0, 0), round));
        Assert.Equal(WarmUp + (rounds.Length * Measured), Volatile.Read(ref counts.Items));
    }

    private static (long Sender, long Reader) MeasureRound(OrderTransport<CountingSink> transport, Counts counts, byte[] request)
    {
        long reader = transport.AllocatedBytes;
        long sender = GC.GetAllocatedBytesForCurrentThread();
        SendAndAwait(transport, counts, request, Measured);
        return (GC.GetAllocatedBytesForCurrentThread() - sender, transport.AllocatedBytes - reader);
    }

    private static void SendAndAwait(OrderTransport<CountingSink> transport, Counts counts, byte[] request, int count)
    {
        long goal = Volatile.Read(ref counts.Items) + count;
        for (int i = 0; i < count; i++)
        {
            SendStatus status;
            while ((status = transport.Send(0, request, i + 1).Status) == SendStatus.Busy)
                Thread.Yield();
            if (status != SendStatus.Sent)
                Assert.Fail($"The send was {status}.");
        }
        while (Volatile.Read(ref counts.Items) < goal || !transport.IsReady(0))
            Thread.Yield();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_polled_frame_costs_no_byte_with_the_rests_between_frames(bool tls)
    {
        byte[][] frames = [Samples.Wire("ws-orderbook-delta")];
        using var warm = new ManualResetEventSlim();
        using var server = new WireServer(
            (peer, _) =>
            {
                peer.Upgrade();
                SendMany(peer, frames, 1, WarmUp);
                warm.Wait();
                SendMany(peer, frames, WarmUp + 1, WarmUp + Measured);
                peer.AwaitEnd();
            },
            tls);
        var counts = new Counts();
        using var poller = new StreamPoller();
        poller.Begin([ExtendedStreams.MarketData(StreamKind.OrderBook, Samples.Btc, new CountingSink(counts), Options(server), Clock)]);
        PollUntil(WarmUp);
        long before = GC.GetAllocatedBytesForCurrentThread();
        warm.Set();
        long set = GC.GetAllocatedBytesForCurrentThread() - before;

        PollUntil(WarmUp + Measured);
        long allocated = GC.GetAllocatedBytesForCurrentThread() - before - set;
        poller.Close();

        Assert.Equal(0, allocated);
        Assert.Equal(0, counts.Rejected);

        void PollUntil(long items)
        {
            while (counts.Items < items)
            {
                if (!poller.Poll())
                    poller.Rest();
            }
        }
    }

    private static void AssertNoAllocation(
        byte[][] frames, bool tls, WaitMode mode, Func<WireServer, CountingSink, ExtendedStream> create, byte[][]? measured = null)
    {
        using var warm = new ManualResetEventSlim();
        using var server = new WireServer(
            (peer, _) =>
            {
                peer.Upgrade();
                SendMany(peer, frames, 1, WarmUp);
                warm.Wait();
                SendMany(peer, measured ?? frames, WarmUp + 1, WarmUp + Measured);
                peer.AwaitEnd();
            },
            tls);
        var counts = new Counts();
        using var thread = new StreamThread("allocation", mode, [create(server, new CountingSink(counts))]);
        thread.Start();
        Await(counts, WarmUp, thread);
        long before = thread.AllocatedBytes;

        warm.Set();
        Await(counts, WarmUp + Measured, thread);
        thread.Stop();

        // Items are counted before the thread looks at its bytes; having stopped it, the last look is past the last frame but one.
        Assert.Equal(0, thread.AllocatedBytes - before);
        Assert.Equal(0, Volatile.Read(ref counts.Rejected));
    }

    private static void Await(Counts counts, long goal, StreamThread thread)
    {
        while (Volatile.Read(ref counts.Items) < goal)
        {
            Assert.True(thread.IsRunning);
            Assert.Equal(0, Volatile.Read(ref counts.Rejected));
            Thread.Sleep(1);
        }
    }

    private static void SendMany(WireServer.Peer peer, byte[][] frames, int first, int last)
    {
        var batch = new List<byte>();
        for (int seq = first; seq <= last; seq++)
        {
            byte[] frame = frames[seq % frames.Length];
            int at = frame.AsSpan().LastIndexOf("\"seq\":"u8) + 6;
            int topic = frame.AsSpan().LastIndexOf(",\"subscription\":"u8);
            ReadOnlySpan<byte> end = topic < 0 ? "}"u8 : frame.AsSpan(topic);
            batch.AddRange(WireServer.Peer.Frame(1, [.. frame.AsSpan(0, at), .. Encoding.ASCII.GetBytes($"{seq}"), .. end]));
            if (batch.Count < 8_000 && seq < last)
                continue;
            peer.Send([.. batch]);
            batch.Clear();
        }
    }

    private static StreamOptions Options(WireServer server) => new()
    {
        BaseAddress = server.WebSocket,
        CertificateValidation = static (_, _, _, _) => true,
    };

    private sealed class Counts
    {
        public long Items;
        public long Rejected;
    }

    private readonly struct CountingSink(Counts counts) : IMarketDataSink, IAccountSink, IAnswerSink
    {
        public void OnBook(in BookFrame frame) => Count();

        public void OnBestBidAsk(in BestBidAskFrame frame) => Count();

        public void OnTrades(in TradesFrame frame) => Count();

        public void OnPrice(in PriceFrame frame) => Count();

        public void OnFunding(in FundingFrame frame) => Count();

        public void OnOrders(in OrdersFrame frame) => Count();

        public void OnTrades(in FillsFrame frame) => Count();

        public void OnBalance(in BalanceFrame frame) => Count();

        public void OnPositions(in PositionsFrame frame) => Count();

        public void OnRejected(in FrameRejection rejection) => Interlocked.Increment(ref counts.Rejected);

        public void OnConnection(in ConnectionChange change)
        {
        }

        public void OnAnswer(in OrderAnswer answer) => Count();

        public void OnReady(int connection, long atNs)
        {
        }

        public void OnBroken(int connection, long pendingToken, BreakReason reason, long atNs)
        {
        }

        private void Count() => Interlocked.Increment(ref counts.Items);
    }
}
