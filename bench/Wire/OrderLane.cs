using System.Diagnostics;
using System.Net.Http.Headers;
using System.Text;
using LowLatencyMM.Feed;
using LowLatencyMM.Feed.Orders;
using LowLatencyMM.Feed.Streams;
using LowLatencyMM.Host;

namespace LowLatencyMM.Bench.Wire;

/// <summary>One way to post orders one after another, and what its rounds found.</summary>
internal abstract class OrderLane(string name) : IDisposable
{
    /// <summary>An order as the gateway makes it has about 600 bytes.</summary>
    protected static readonly byte[] Body = Encoding.ASCII.GetBytes(
        "{\"id\":\"mm-btc-b-000001\",\"market\":\"BTC-USD\",\"type\":\"LIMIT\",\"side\":\"BUY\",\"qty\":\"0.00500\",\"price\":\"84070\",\"timeInForce\":\"GTT\","
        + "\"expiryEpochMillis\":1790429100000,\"fee\":\"0.0002\",\"nonce\":\"1473459052\",\"settlement\":{\"signature\":{\"r\":\"0x" + new string('7', 62)
        + "\",\"s\":\"0x" + new string('3', 62) + "\"},\"starkKey\":\"0x" + new string('5', 62) + "\",\"collateralPosition\":\"200046\"},"
        + "\"selfTradeProtectionLevel\":\"ACCOUNT\",\"postOnly\":true,\"reduceOnly\":false}");

    protected const string Path = "/api/v1/user/order";

    protected static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    public string Name { get; } = name;

    public List<double> Medians { get; } = [];

    public List<double> P99s { get; } = [];

    /// <summary>Bytes allocated an order in measured rounds.</summary>
    public double AllocatedBytes { get; private set; }

    public void Run(int orders, bool isCounted)
    {
        using var record = new LatencyRecord(unmeasured: 10, orders);
        long allocated = Post(record);
        if (!isCounted)
            return;
        (double median, double p99) = record.Figures();
        Medians.Add(median);
        P99s.Add(p99);
        AllocatedBytes = Math.Max(AllocatedBytes, allocated / (double)(orders + 10));
    }

    public abstract void Dispose();

    /// <summary>Posts until the record is full; gives the bytes that were allocated for it.</summary>
    protected abstract long Post(LatencyRecord record);

    /// <summary>The feed's order transport.</summary>
    internal sealed class Own : OrderLane
    {
        private readonly OrderTransport<Sink> _transport;
        private readonly byte[] _request;
        private readonly Turn _turn = new();

        public Own(string name, Uri address, WaitMode wait)
            : base(name)
        {
            var options = new OrderTransportOptions
            {
                BaseAddress = address,
                Connections = 1,
                Waiting = wait,
                CertificateValidation = LoopbackCertificate.TakeAny,
            };
            _transport = new OrderTransport<Sink>(options, new Sink(_turn), new WallClock());
            _request = [.. Encoding.ASCII.GetBytes(
                $"POST {Path} HTTP/1.1\r\nHost: {_transport.HostHeader}\r\nContent-Type: application/json\r\nContent-Length: {Body.Length}\r\n\r\n"), .. Body];
            _transport.Start();
            if (!SpinWait.SpinUntil(() => _transport.IsReady(0), Patience))
                throw new UserErrorException(ExitCode.Failure, "No connection for orders was made within a minute.");
        }

        protected override long Post(LatencyRecord record)
        {
            long before = _transport.AllocatedBytes;
            _turn.Begin(record, _transport, _request);
            if (!record.Await(Patience))
                throw new UserErrorException(ExitCode.Failure, "The answers did not arrive within a minute.");
            return _transport.AllocatedBytes - before;
        }

        public override void Dispose() => _transport.Dispose();

        /// <summary>Sends the next order when the answer to the one before has been read.</summary>
        private sealed class Turn
        {
            private LatencyRecord? _record;
            private OrderTransport<Sink>? _transport;
            private byte[]? _request;
            private long _sentAt;
            private bool _isBeginning;

            public void Begin(LatencyRecord record, OrderTransport<Sink> transport, byte[] request)
            {
                _record = record;
                _transport = transport;
                _request = request;
                SpinWait.SpinUntil(() => transport.IsReady(0), Patience);
                Volatile.Write(ref _isBeginning, true);
                Send();
                Volatile.Write(ref _isBeginning, false);
            }

            public void Answered()
            {
                _record!.Add((long)Stopwatch.GetElapsedTime(_sentAt).TotalNanoseconds);
                // The first send is another thread's and may not have returned yet; a connection is sent on by one thread at a time.
                while (Volatile.Read(ref _isBeginning))
                    Thread.SpinWait(1);
                if (!_record.IsDone)
                    Send();
            }

            private void Send()
            {
                _sentAt = Stopwatch.GetTimestamp();
                SendStatus status = _transport!.Send(0, _request, token: 1).Status;
                if (status != SendStatus.Sent)
                    throw new InvalidOperationException($"The send was {status}.");
            }
        }

        private readonly struct Sink(Turn turn) : IAnswerSink
        {
            public void OnAnswer(in OrderAnswer answer)
            {
                if (!answer.Accepted)
                    throw new InvalidOperationException($"The answer was HTTP {answer.HttpStatus}.");
                turn.Answered();
            }

            public void OnReady(int connection, long atNs)
            {
            }

            public void OnBroken(int connection, long pendingToken, BreakReason reason, long atNs)
            {
                if (reason != BreakReason.Stopped)
                    throw new InvalidOperationException($"The connection broke: {reason}.");
            }
        }
    }

    /// <summary>HttpClient over SocketsHttpHandler; the answer is read as bytes and not looked at.</summary>
    internal sealed class Client : OrderLane
    {
        private readonly HttpClient _client;

        public Client(Uri address)
            : base("HttpClient")
        {
            var handler = new SocketsHttpHandler { MaxConnectionsPerServer = 1 };
            handler.SslOptions.RemoteCertificateValidationCallback = LoopbackCertificate.TakeAny;
            _client = new HttpClient(handler) { BaseAddress = address };
        }

        protected override long Post(LatencyRecord record)
        {
            long before = GC.GetTotalAllocatedBytes(precise: true);
            Task.Run(() => PostAsync(record)).GetAwaiter().GetResult();
            return GC.GetTotalAllocatedBytes(precise: true) - before;
        }

        private async Task PostAsync(LatencyRecord record)
        {
            var type = new MediaTypeHeaderValue("application/json");
            while (!record.IsDone)
            {
                long sentAt = Stopwatch.GetTimestamp();
                using var content = new ByteArrayContent(Body);
                content.Headers.ContentType = type;
                using HttpResponseMessage response = await _client.PostAsync(Path, content);
                await response.Content.ReadAsByteArrayAsync();
                record.Add((long)Stopwatch.GetElapsedTime(sentAt).TotalNanoseconds);
                response.EnsureSuccessStatusCode();
            }
        }

        public override void Dispose() => _client.Dispose();
    }
}
