using LowLatencyMM.Feed.Frames;
using LowLatencyMM.Feed.Streams;
using LowLatencyMM.Feed.Tests.Support;

namespace LowLatencyMM.Feed.Tests;

[Collection(SocketTests.Name)]
public sealed class StreamPollerTests
{
    private static readonly WallClock Clock = new();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task One_thread_reads_several_streams_rests_between_and_closes_them_in_order(bool tls)
    {
        var closed = new TaskCompletionSource<int>();
        using var server = new WireServer(
            (peer, _) =>
            {
                string head = peer.Upgrade();
                for (int seq = 1; seq <= 50; seq++)
                    peer.SendText(head.Contains("depth=1", StringComparison.Ordinal) ? Bbo(seq) : Trade(seq));
                closed.TrySetResult(peer.ReadFrame().Opcode);
            },
            tls);
        var seen = new Seen();
        using var poller = new StreamPoller();
        poller.Begin([Stream(server, StreamKind.BestBidAsk, seen), Stream(server, StreamKind.PublicTrades, seen)]);

        PollUntil(poller, () => seen.Headers.Count == 100);
        poller.Close();

        foreach (StreamKind kind in new[] { StreamKind.BestBidAsk, StreamKind.PublicTrades })
            Assert.Equal(Enumerable.Range(1, 50).Select(seq => (long)seq), seen.Headers.Where(header => header.Stream == kind).Select(header => header.Seq));
        Assert.Equal(8, await closed.Task.WaitAsync(TimeSpan.FromSeconds(30)));
        Assert.Equal(2, seen.Changes.Count(change => change is { State: ConnectionState.Disconnected, Reason: DisconnectReason.Stopped }));
        Assert.False(poller.Poll());
    }

    [Fact]
    public void A_stream_that_is_being_opened_keeps_no_other_waiting()
    {
        using var answer = new ManualResetEventSlim();
        using var silent = new WireServer((peer, _) =>
        {
            // Connected, but the upgrade is not answered.
            answer.Wait();
            peer.Upgrade();
            peer.SendText(Trade(1));
            peer.AwaitEnd();
        });
        using var live = new WireServer((peer, _) =>
        {
            peer.Upgrade();
            for (int seq = 1; seq <= 20; seq++)
                peer.SendText(Bbo(seq));
            peer.AwaitEnd();
        });
        var seen = new Seen();
        using var poller = new StreamPoller();
        poller.Begin([Stream(silent, StreamKind.PublicTrades, seen), Stream(live, StreamKind.BestBidAsk, seen)]);

        PollUntil(poller, () => seen.Headers.Count == 20);
        Assert.Equal([ConnectionState.Connecting], seen.Changes.Where(change => change.Stream == StreamKind.PublicTrades).Select(change => change.State));
        answer.Set();
        PollUntil(poller, () => seen.Headers.Count == 21);
        poller.Close();

        Assert.Equal(StreamKind.PublicTrades, seen.Headers[^1].Stream);
    }

    [Fact]
    public void A_stream_that_ends_is_connected_anew_beside_one_that_goes_on()
    {
        using var server = new WireServer((peer, connection) =>
        {
            peer.Upgrade();
            for (int seq = 1; seq <= 5; seq++)
                peer.SendText(Bbo(seq));
            if (connection > 1)
                peer.AwaitEnd();
        });
        var seen = new Seen();
        using var poller = new StreamPoller();
        poller.Begin([Stream(server, StreamKind.BestBidAsk, seen)]);

        PollUntil(poller, () => seen.Headers.Count == 10);
        poller.Close();

        Assert.Equal([1, 2], seen.Headers.Select(header => header.Epoch).Distinct().Order());
    }

    [Fact]
    public void Streams_that_were_released_are_closed_by_another_thread_while_the_first_rests()
    {
        using var server = new WireServer((peer, _) =>
        {
            peer.Upgrade();
            peer.SendText(Bbo(1));
            peer.AwaitEnd();
        });
        var seen = new Seen();
        using var poller = new StreamPoller(restMs: 2_000_000);
        poller.Begin([Stream(server, StreamKind.BestBidAsk, seen)]);
        while (seen.Headers.Count == 0)
            poller.Poll();
        poller.Release();
        var closing = new Thread(() =>
        {
            poller.Close();
            poller.Wake();
        });

        closing.Start();
        poller.Rest();
        closing.Join();

        Assert.False(poller.Poll());
        Assert.Equal(DisconnectReason.Stopped, seen.Changes[^1].Reason);
    }

    [Fact]
    public void A_wake_from_another_thread_ends_the_rest_and_one_before_it_the_next()
    {
        using var poller = new StreamPoller(restMs: 2_000_000);
        poller.Wake();
        poller.Rest();
        using var resting = new ManualResetEventSlim();
        Thread thread = new(() =>
        {
            resting.Set();
            poller.Rest();
        });
        thread.Start();
        resting.Wait();

        poller.Wake();

        // Only to end a test that hangs.
        Assert.True(thread.Join(TimeSpan.FromSeconds(60)));
    }

    private static void PollUntil(StreamPoller poller, Func<bool> condition)
    {
        // Only to end a test that hangs.
        long deadline = Environment.TickCount64 + 60_000;
        while (!condition())
        {
            Assert.True(Environment.TickCount64 < deadline, "The condition never came true.");
            for (int polls = 0; polls < 4 && !poller.Poll(); polls++)
            {
            }
            poller.Rest();
        }
    }

    private static ExtendedStream Stream(WireServer server, StreamKind kind, Seen seen) =>
        ExtendedStreams.MarketData(kind, Samples.Btc, new SeenSink(seen), Options(server), Clock);

    private static StreamOptions Options(WireServer server) => new()
    {
        BaseAddress = server.WebSocket,
        FirstRetry = TimeSpan.FromMilliseconds(10),
        CertificateValidation = static (_, _, _, _) => true,
    };

    private static byte[] Bbo(int seq) => Samples.Utf8(
        $$"""{"type":"SNAPSHOT","data":{"t":"SNAPSHOT","m":"BTC-USD","b":[{"q":"0.00001","p":"84077"}],"a":[{"q":"0.00002","p":"84078"}],"d":"1"},"ts":5,"seq":{{seq}}}""");

    private static byte[] Trade(int seq) => Samples.Utf8(
        $$"""{"data":[{"m":"BTC-USD","S":"BUY","tT":"TRADE","T":1,"p":"84077","q":"0.00001","i":{{seq}}}],"ts":5,"seq":{{seq}}}""");
}
