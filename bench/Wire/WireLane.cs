using System.Net.WebSockets;
using LowLatencyMM.Feed;
using LowLatencyMM.Feed.Frames;
using LowLatencyMM.Feed.Streams;
using LowLatencyMM.Host;

namespace LowLatencyMM.Bench.Wire;

/// <summary>One way to read frames from a socket, and what its rounds found. Every round has a connection of its own, so that lanes never share the cores.</summary>
/// <param name="Name">The way.</param>
/// <param name="Wait">How the feed's thread waits; null for ClientWebSocket.</param>
internal sealed record WireLane(string Name, WaitMode? Wait)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private static readonly WallClock Clock = new();

    public List<double> Medians { get; } = [];

    public List<double> P99s { get; } = [];

    /// <summary>Bytes that the feed's thread allocated in measured rounds after its first frames.</summary>
    public long AllocatedBytes { get; private set; }

    /// <summary>Runs one round; it is not counted when the lane is still warming up.</summary>
    public void Run(int port, bool tls, int paceNs, int frames, bool isCounted)
    {
        int unmeasured = Math.Max(10, frames / 10);
        using var record = new LatencyRecord(unmeasured, frames);
        var address = new Uri($"{(tls ? "wss" : "ws")}://127.0.0.1:{port}/{paceNs}/{unmeasured + frames}");
        long allocated = Wait is { } mode ? ReadOwn(address, mode, record) : ReadClientWebSocket(address, record);
        if (!isCounted)
            return;
        (double median, double p99) = record.Figures();
        Medians.Add(median);
        P99s.Add(p99);
        AllocatedBytes += allocated;
    }

    private static long ReadOwn(Uri address, WaitMode mode, LatencyRecord record)
    {
        var options = new StreamOptions { BaseAddress = address, CertificateValidation = LoopbackCertificate.TakeAny };
        ExtendedStream stream = ExtendedStreams.MarketData(StreamKind.OrderBook, BenchMarket.Feed(), new LatencyRecord.Sink(record), options, Clock);
        using var thread = new StreamThread("wire", mode, [stream]);
        thread.Start();
        // The thread's count after its first frame, to be compared with the last one; it looks before it takes the second.
        SpinWait.SpinUntil(() => record.Taken >= 2, Patience);
        long before = thread.AllocatedBytes;
        if (!record.Await(Patience))
            throw new UserErrorException(ExitCode.Failure, "The frames did not arrive within a minute.");
        return thread.AllocatedBytes - before;
    }

    private static long ReadClientWebSocket(Uri address, LatencyRecord record)
    {
        Task.Run(() => ReadClientWebSocketAsync(new Uri(address + "/orderbooks/BTC-USD"), record)).GetAwaiter().GetResult();
        return 0;
    }

    private static async Task ReadClientWebSocketAsync(Uri address, LatencyRecord record)
    {
        using var socket = new ClientWebSocket();
        socket.Options.RemoteCertificateValidationCallback = LoopbackCertificate.TakeAny;
        await socket.ConnectAsync(address, CancellationToken.None);
        var messages = new MarketDataMessages<LatencyRecord.Sink>(StreamKind.OrderBook, BenchMarket.Feed(), new LatencyRecord.Sink(record));
        byte[] buffer = new byte[64 * 1024];
        int length = 0;
        while (!record.IsDone)
        {
            ValueWebSocketReceiveResult result = await socket.ReceiveAsync(buffer.AsMemory(length), CancellationToken.None);
            length += result.Count;
            if (!result.EndOfMessage)
                continue;
            messages.Read(buffer.AsSpan(0, length), epoch: 1, receiveNs: Clock.NowNs());
            length = 0;
        }
        socket.Abort();
    }
}
