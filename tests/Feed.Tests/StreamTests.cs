using System.Text;
using LowLatencyMM.Feed.Frames;
using LowLatencyMM.Feed.Streams;
using LowLatencyMM.Feed.Tests.Support;
using LowLatencyMM.Signing;
using Peer = LowLatencyMM.Feed.Tests.Support.WireServer.Peer;

namespace LowLatencyMM.Feed.Tests;

[Collection(SocketTests.Name)]
public sealed class StreamTests
{
    private static readonly WallClock Clock = new();

    [Theory]
    [InlineData(WaitMode.Blocking, false)]
    [InlineData(WaitMode.Spinning, false)]
    [InlineData(WaitMode.Yielding, false)]
    [InlineData(WaitMode.Blocking, true)]
    [InlineData(WaitMode.Spinning, true)]
    public async Task Frames_arrive_in_order_stamped_and_the_stream_ends_with_a_close_handshake(WaitMode mode, bool tls)
    {
        var closed = new TaskCompletionSource<(int, byte[])>();
        string head = "";
        using var server = new WireServer(
            (peer, _) =>
            {
                head = peer.Upgrade();
                for (int seq = 1; seq <= 100; seq++)
                    peer.SendText(Bbo(seq));
                closed.TrySetResult(peer.ReadFrame());
            },
            tls);
        var seen = new Seen();
        long before = Clock.NowNs();

        using (var thread = Start(server, StreamKind.BestBidAsk, seen, mode))
            seen.Await(s => s.Lines.Count == 100);

        Assert.Equal("bbo 84077x1 84078x2", seen.Lines[0]);
        Assert.Equal(Enumerable.Range(1, 100).Select(seq => (long)seq), seen.Headers.Select(header => header.Seq));
        Assert.All(seen.Headers, header => Assert.InRange(header.ReceiveNs, before, Clock.NowNs()));
        (int opcode, byte[] code) = await closed.Task.WaitAsync(TimeSpan.FromSeconds(30));
        Assert.Equal((8, 1000), (opcode, code[0] * 256 + code[1]));
        Assert.StartsWith("GET /stream/v1/orderbooks/BTC-USD?depth=1 HTTP/1.1\r\n", head, StringComparison.Ordinal);
        Assert.Contains("\r\nUser-Agent: LowLatencyMM/", head, StringComparison.Ordinal);
        Assert.DoesNotContain("X-Api-Key", head, StringComparison.Ordinal);
        Assert.Equal(
            [ConnectionState.Connecting, ConnectionState.Connected, ConnectionState.Disconnected], seen.Changes.Select(change => change.State));
        Assert.Equal(DisconnectReason.Stopped, seen.Changes[^1].Reason);
    }

    [Fact]
    public void The_account_stream_sends_its_key_and_nothing_shows_it()
    {
        const string Key = "0123456789abcdef-the-key";
        string head = "";
        using var server = new WireServer((peer, _) =>
        {
            head = peer.Upgrade();
            peer.SendText(Samples.Wire("ws-account-balance"));
            peer.AwaitEnd();
        });
        var seen = new Seen();
        using var key = new SecretText(Key);
        ExtendedStream stream = ExtendedStreams.Account([Samples.Btc], new SeenSink(seen), Options(server) with { ApiKey = key }, Clock);

        using (var thread = new StreamThread("account", WaitMode.Blocking, [stream]))
        {
            thread.Start();
            seen.Await(s => s.Lines.Count == 1);
        }

        Assert.Contains($"\r\nX-Api-Key: {Key}\r\n", head, StringComparison.Ordinal);
        Assert.StartsWith("GET /stream/v1/account HTTP/1.1", head, StringComparison.Ordinal);
        Assert.All(seen.Changes, change => Assert.DoesNotContain(Key, change.ToString(), StringComparison.Ordinal));
        Assert.Throws<ArgumentException>(() => ExtendedStreams.Account([Samples.Btc], new SeenSink(seen), Options(server), Clock));
    }

    [Fact]
    public void Fragments_control_frames_between_them_and_bytes_one_by_one_make_whole_messages()
    {
        byte[] snapshot = Samples.Wire("ws-orderbook-snapshot");
        var pongs = new List<(int, byte[])>();
        using var server = new WireServer((peer, _) =>
        {
            byte[] first = Peer.Frame(1, snapshot.AsSpan(0, 10), final: false);
            byte[] ping = Peer.Frame(9, "are you there"u8);
            byte[] middle = Peer.Frame(0, snapshot.AsSpan(10, 100), final: false);
            byte[] last = Peer.Frame(0, snapshot.AsSpan(110));
            // The first frame comes with the upgrade's answer, in one packet.
            peer.Upgrade(Encoding.Latin1.GetString(first));
            peer.Send(ping);
            lock (pongs)
                pongs.Add(peer.ReadFrame());
            foreach (byte b in middle)
                peer.Send([b]);
            peer.Send([.. Peer.Frame(10, "unasked"u8), .. last, .. Peer.Frame(9, []), .. Peer.Frame(1, Samples.Wire("ws-orderbook-delta"))]);
            lock (pongs)
                pongs.Add(peer.ReadFrame());
            peer.AwaitEnd();
        });
        var seen = new Seen();

        using (var thread = Start(server, StreamKind.OrderBook, seen, WaitMode.Blocking))
            seen.Await(s => s.Lines.Count == 2);

        Assert.StartsWith("book snapshot b[ 84077=40182", seen.Lines[0], StringComparison.Ordinal);
        Assert.StartsWith("book delta b[ 84070=50500", seen.Lines[1], StringComparison.Ordinal);
        lock (pongs)
        {
            Assert.Equal((10, "are you there"), (pongs[0].Item1, Encoding.ASCII.GetString(pongs[0].Item2)));
            Assert.Equal((10, 0), (pongs[1].Item1, pongs[1].Item2.Length));
        }
    }

    [Fact]
    public void A_snapshot_of_several_segments_is_delivered_whole()
    {
        const int Levels = 20_000;
        using var server = new WireServer((peer, _) =>
        {
            peer.Upgrade();
            var bids = string.Join(',', Enumerable.Range(0, Levels).Select(i => $$"""{"q":"0.12345","p":"{{100_000 - i}}"}"""));
            peer.SendText(Samples.Utf8($$"""{"type":"SNAPSHOT","data":{"t":"SNAPSHOT","m":"BTC-USD","b":[{{bids}}],"a":[]},"ts":1,"seq":1}"""));
            peer.SendText(Samples.Utf8("""{"type":"DELTA","data":{"t":"DELTA","m":"BTC-USD","b":[],"a":[]},"ts":1,"seq":2}"""));
            peer.AwaitEnd();
        });
        var seen = new Seen();

        using (var thread = Start(server, StreamKind.OrderBook, seen, WaitMode.Blocking))
            seen.Await(s => s.Lines.Count == 2);

        Assert.Equal(Levels, seen.Lines[0].Count(c => c == '='));
        Assert.Contains($" {100_000 - Levels + 1}=12345]", seen.Lines[0], StringComparison.Ordinal);
    }

    [Fact]
    public void After_a_hole_in_seq_the_stream_closes_and_connects_anew_with_the_next_epoch()
    {
        using var server = new WireServer((peer, number) =>
        {
            peer.Upgrade();
            peer.SendText(Bbo(1));
            if (number == 1)
                peer.SendText(Bbo(3));
            peer.AwaitEnd();
        });
        var seen = new Seen();

        using (var thread = Start(server, StreamKind.BestBidAsk, seen, WaitMode.Blocking))
            seen.Await(s => s.Lines.Count == 2);

        Assert.Equal([1, 2], seen.Headers.Select(header => header.Epoch));
        var rejection = Assert.Single(seen.Rejections);
        Assert.Equal((RejectionReason.SequenceGap, 2, 3), (rejection.Reason, rejection.Expected, rejection.Actual));
        ConnectionChange lost = seen.Changes.First(change => change.State == ConnectionState.Disconnected);
        Assert.Equal((DisconnectReason.Sequence, 1), (lost.Reason, lost.Epoch));
        Assert.InRange(lost.RetryInMs, 0, 15);
    }

    [Fact]
    public void A_connection_without_any_bytes_is_dead_after_the_idle_timeout_but_pings_keep_it()
    {
        using var server = new WireServer((peer, number) =>
        {
            peer.Upgrade();
            for (int i = 0; number == 1 && i < 10; i++)
            {
                peer.Send(Peer.Frame(9, []));
                peer.ReadFrame();
                Thread.Sleep(60);
            }
            peer.SendText(Bbo(1));
            peer.AwaitEnd();
        });
        var seen = new Seen();

        using (var thread = Start(server, StreamKind.BestBidAsk, seen, WaitMode.Blocking, o => o with { IdleTimeout = TimeSpan.FromMilliseconds(400) }))
            seen.Await(s => s.Lines.Count == 2);

        Assert.Equal([1, 2], seen.Headers.Select(header => header.Epoch));
        Assert.Equal(DisconnectReason.IdleTimeout, seen.Changes.First(change => change.State == ConnectionState.Disconnected).Reason);
    }

    [Theory]
    [InlineData("close", DisconnectReason.ClosedByPeer)]
    [InlineData("end", DisconnectReason.ClosedByPeer)]
    [InlineData("masked", DisconnectReason.ProtocolError)]
    [InlineData("reserved", DisconnectReason.ProtocolError)]
    [InlineData("opcode", DisconnectReason.ProtocolError)]
    [InlineData("long ping", DisconnectReason.ProtocolError)]
    [InlineData("orphan", DisconnectReason.ProtocolError)]
    [InlineData("interleaved", DisconnectReason.ProtocolError)]
    [InlineData("huge", DisconnectReason.MessageTooLarge)]
    [InlineData("huge in parts", DisconnectReason.MessageTooLarge)]
    [InlineData("bad frame", DisconnectReason.FrameRejected)]
    [InlineData("binary", DisconnectReason.FrameRejected)]
    public void What_ends_a_connection_is_told_and_the_stream_comes_back(string fault, DisconnectReason reason)
    {
        byte[] bytes = fault switch
        {
            "close" => Peer.Frame(8, [0x03, 0xE9]),
            "end" => [],
            "masked" => [0x81, 0x81, 0, 0, 0, 0, 0],
            "reserved" => [0xC1, 0x01, 0x20],
            "opcode" => Peer.Frame(3, "x"u8),
            "long ping" => Peer.Frame(9, new byte[126]),
            "orphan" => Peer.Frame(0, "x"u8),
            "interleaved" => [.. Peer.Frame(1, "x"u8, final: false), .. Peer.Frame(1, "y"u8)],
            "huge" => [0x81, 127, 0, 0, 0, 0, 0, 0x20, 0, 1],
            "huge in parts" => [.. Peer.Frame(1, new byte[1_500_000], final: false), .. Peer.Frame(0, new byte[1_000_000])],
            "bad frame" => Peer.Frame(1, "{]"u8),
            _ => Peer.Frame(2, Samples.Wire("ws-orderbook-snapshot")),
        };
        using var server = new WireServer((peer, number) =>
        {
            peer.Upgrade();
            if (number == 1)
            {
                peer.Send(bytes);
                if (bytes.Length == 0)
                    return;
            }
            else
            {
                peer.SendText(Samples.Wire("ws-orderbook-snapshot"));
            }
            peer.AwaitEnd();
        });
        var seen = new Seen();

        using (var thread = Start(server, StreamKind.OrderBook, seen, WaitMode.Blocking))
            seen.Await(s => s.Lines.Count == 1);

        Assert.Equal(2, seen.Headers[0].Epoch);
        ConnectionChange lost = seen.Changes.First(change => change.State == ConnectionState.Disconnected);
        Assert.Equal(reason, lost.Reason);
        if (fault == "close")
            Assert.Equal(1001, lost.CloseCode);
    }

    [Theory]
    [InlineData("HTTP/1.1 401 Unauthorized\r\nContent-Length: 0\r\n\r\n", DisconnectReason.Authentication, 401)]
    [InlineData("HTTP/1.1 503 Busy\r\n\r\n", DisconnectReason.ConnectFailed, 503)]
    [InlineData("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: nonsense\r\n\r\n", DisconnectReason.ConnectFailed, 0)]
    [InlineData("SSH-2.0-OpenSSH_9.2\r\n\r\n", DisconnectReason.ConnectFailed, 0)]
    [InlineData("", DisconnectReason.ConnectFailed, 0)]
    public void A_refused_upgrade_is_told_with_its_status_and_tried_again(string answer, DisconnectReason reason, int code)
    {
        using var server = new WireServer((peer, number) =>
        {
            if (number == 1)
            {
                peer.ReadHead();
                peer.Send(answer);
                return;
            }
            peer.Upgrade();
            peer.SendText(Bbo(1));
            peer.AwaitEnd();
        });
        var seen = new Seen();

        using (var thread = Start(server, StreamKind.BestBidAsk, seen, WaitMode.Spinning))
            seen.Await(s => s.Lines.Count == 1);

        ConnectionChange failed = seen.Changes.First(change => change.State == ConnectionState.Disconnected);
        Assert.Equal((reason, code), (failed.Reason, failed.CloseCode));
        Assert.NotNull(failed.Detail);
    }

    [Fact]
    public void A_certificate_that_is_not_trusted_makes_no_connection()
    {
        using var server = new WireServer((peer, _) => peer.Upgrade(), tls: true);
        var seen = new Seen();

        using (var thread = Start(server, StreamKind.BestBidAsk, seen, WaitMode.Blocking, o => o with { CertificateValidation = null }))
            seen.Await(s => s.Changes.Any(change => change.State == ConnectionState.Disconnected));

        Assert.Equal(DisconnectReason.ConnectFailed, seen.Changes[1].Reason);
        Assert.DoesNotContain(seen.Changes, change => change.State == ConnectionState.Connected);
    }

    [Fact]
    public void One_spinning_thread_serves_several_streams_and_a_blocking_one_refuses_to()
    {
        using var server = new WireServer((peer, _) =>
        {
            string head = peer.Upgrade();
            peer.SendText(head.Contains("depth=1", StringComparison.Ordinal) ? Bbo(1) : Samples.Wire("ws-public-trades"));
            peer.AwaitEnd();
        });
        var seen = new Seen();
        ExtendedStream[] streams =
        [
            ExtendedStreams.MarketData(StreamKind.BestBidAsk, Samples.Btc, new SeenSink(seen), Options(server), Clock),
            ExtendedStreams.AllMarkets(StreamKind.PublicTrades, [Samples.Btc], new SeenSink(seen), Options(server), Clock),
        ];

        using (var thread = new StreamThread("both", WaitMode.Yielding, streams))
        {
            thread.Start();
            seen.Await(s => s.Lines.Count == 2);
        }

        Assert.Equal([StreamKind.BestBidAsk, StreamKind.PublicTrades], seen.Headers.Select(header => header.Stream).Order());
        Assert.Throws<ArgumentException>(() => new StreamThread("both", WaitMode.Blocking, streams));
    }

    [Fact]
    public void A_stream_that_never_connects_stops_at_once()
    {
        var seen = new Seen();
        StreamOptions options = new() { BaseAddress = new Uri("ws://127.0.0.1:1/"), FirstRetry = TimeSpan.FromMinutes(1), LastRetry = TimeSpan.FromMinutes(1) };
        ExtendedStream stream = ExtendedStreams.MarketData(StreamKind.OrderBook, Samples.Btc, new SeenSink(seen), options, Clock);
        var thread = new StreamThread("never", WaitMode.Blocking, [stream]);
        thread.Start();
        seen.Await(s => s.Changes.Any(change => change.State == ConnectionState.Disconnected));

        thread.Dispose();

        Assert.False(thread.IsRunning);
        Assert.Contains("refused", seen.Changes[1].Detail, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public void Pauses_between_attempts_double_with_jitter_up_to_the_limit_and_start_over()
    {
        var backoff = new Backoff(TimeSpan.FromMilliseconds(250), TimeSpan.FromSeconds(30), seed: 1);
        int[] pauses = [.. Enumerable.Range(0, 12).Select(_ => backoff.NextMs())];

        for (int i = 0; i < pauses.Length; i++)
        {
            double middle = Math.Min(250 * Math.Pow(2, i), 30_000);
            Assert.InRange(pauses[i], middle * 0.5 - 1, Math.Min(middle * 1.5, 30_000));
        }
        Assert.NotEqual(pauses[10], pauses[11]);
        backoff.Reset();
        Assert.InRange(backoff.NextMs(), 124, 375);
        var other = new Backoff(TimeSpan.FromMilliseconds(250), TimeSpan.FromSeconds(30), seed: 1);
        Assert.Equal(pauses, Enumerable.Range(0, 12).Select(_ => other.NextMs()));
    }

    private static byte[] Bbo(int seq) => Samples.Utf8(
        $$"""{"type":"SNAPSHOT","data":{"t":"SNAPSHOT","m":"BTC-USD","b":[{"q":"0.00001","p":"84077"}],"a":[{"q":"0.00002","p":"84078"}],"d":"1"},"ts":5,"seq":{{seq}}}""");

    private static StreamOptions Options(WireServer server) => new()
    {
        BaseAddress = server.WebSocket,
        FirstRetry = TimeSpan.FromMilliseconds(10),
        CertificateValidation = static (_, _, _, _) => true,
    };

    [Fact]
    public void What_a_stream_without_a_connection_is_given_is_handled_as_if_it_had_received_it()
    {
        var seen = new Seen();
        var options = new StreamOptions { BaseAddress = new Uri("ws://localhost") };
        ExtendedStream stream = ExtendedStreams.MarketData(StreamKind.BestBidAsk, Samples.Btc, new SeenSink(seen), options, Clock);
        long before = Clock.NowNs();

        stream.Take([.. Frame(Bbo(1)), .. Frame(Bbo(2))[..50]]);
        Assert.Single(seen.Lines);
        stream.Take([.. Frame(Bbo(2))[50..], .. Frame(Bbo(3))]);

        Assert.Equal([1L, 2L, 3L], seen.Headers.Select(header => header.Seq));
        Assert.All(seen.Headers, header => Assert.InRange(header.ReceiveNs, before, Clock.NowNs()));
        Assert.All(seen.Headers, header => Assert.Equal(1, header.Epoch));
        Assert.Equal("bbo 84077x1 84078x2", seen.Lines[2]);
        Assert.Empty(seen.Changes);

        static byte[] Frame(byte[] text) => [0x81, 126, (byte)(text.Length >> 8), (byte)text.Length, .. text];
    }

    private static StreamThread Start(
        WireServer server, StreamKind kind, Seen seen, WaitMode mode, Func<StreamOptions, StreamOptions>? change = null)
    {
        StreamOptions options = Options(server);
        ExtendedStream stream = ExtendedStreams.MarketData(kind, Samples.Btc, new SeenSink(seen), change?.Invoke(options) ?? options, Clock);
        var thread = new StreamThread("test stream", mode, [stream]);
        thread.Start();
        return thread;
    }
}
