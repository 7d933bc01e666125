using System.Net.WebSockets;
using LowLatencyMM.Feed.Frames;
using LowLatencyMM.Feed.Orders;
using LowLatencyMM.Feed.Sockets;
using LowLatencyMM.Feed.Streams;
using LowLatencyMM.Feed.Tests.Support;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Logging;

namespace LowLatencyMM.Feed.Tests;

/// <summary>Our WebSocket client and order connections against a server that others wrote.</summary>
[Collection(SocketTests.Name)]
public sealed class KestrelInteropTests
{
    [Fact]
    public async Task Kestrel_and_we_understand_each_others_streams_and_orders()
    {
        var closed = new TaskCompletionSource<WebSocketCloseStatus?>();
        await using WebApplication app = await StartAsync(context => Handle(context, closed));
        var clock = new WallClock();
        var seen = new Seen();
        var streamOptions = new StreamOptions { BaseAddress = new Uri(app.Urls.First().Replace("http", "ws", StringComparison.Ordinal) + "/v1") };
        ExtendedStream stream = ExtendedStreams.MarketData(StreamKind.OrderBook, Samples.Btc, new SeenSink(seen), streamOptions, clock);
        var answers = new TaskCompletionSource<OrderAnswer>();
        using var transport = new OrderTransport<OneAnswer>(
            new OrderTransportOptions { BaseAddress = new Uri(app.Urls.First()), Connections = 1 }, new OneAnswer(answers), clock);

        using (var thread = new StreamThread("interop", WaitMode.Blocking, [stream]))
        {
            thread.Start();
            seen.Await(s => s.Lines.Count == 2);
        }
        transport.Start();
        Assert.True(SpinWait.SpinUntil(() => transport.IsReady(0), TimeSpan.FromSeconds(30)));
        Assert.Equal(
            SendStatus.Sent,
            transport.Send(0, "POST /api/v1/user/order HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\n\r\n{}"u8, token: 11).Status);

        OrderAnswer answer = await answers.Task.WaitAsync(TimeSpan.FromSeconds(30));
        Assert.Equal((11, 200, AnswerOutcome.Accepted, 5), (answer.Token, answer.HttpStatus, answer.Outcome, answer.OrderId));
        Assert.Equal(WebSocketCloseStatus.NormalClosure, await closed.Task.WaitAsync(TimeSpan.FromSeconds(30)));
    }

    [Theory]
    [InlineData(WaitMode.Blocking)]
    [InlineData(WaitMode.Spinning)]
    public async Task Kestrel_keeps_a_connection_whose_pings_we_answer_between_fragments(WaitMode mode)
    {
        await using WebApplication app = await StartAsync(async context =>
        {
            // It pings every 20 ms and gives up on a client that does not answer for 2 s.
            using WebSocket socket = await context.WebSockets.AcceptWebSocketAsync(new WebSocketAcceptContext
            {
                KeepAliveInterval = TimeSpan.FromMilliseconds(20),
                KeepAliveTimeout = TimeSpan.FromSeconds(2),
            });
            byte[] snapshot = Samples.Wire("ws-orderbook-snapshot");
            Task<WebSocketReceiveResult> reading = socket.ReceiveAsync(new byte[100], CancellationToken.None);
            int part = Math.Max(1, snapshot.Length / 40);
            for (int at = 0; at < snapshot.Length; at += part)
            {
                int length = Math.Min(part, snapshot.Length - at);
                await socket.SendAsync(snapshot.AsMemory(at, length), WebSocketMessageType.Text, at + length == snapshot.Length, CancellationToken.None);
                await Task.Delay(5);
            }
            await Task.Delay(2_500);
            await socket.SendAsync(Samples.Wire("ws-orderbook-delta"), WebSocketMessageType.Text, endOfMessage: true, CancellationToken.None);
            await reading;
            await socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, CancellationToken.None);
        });
        var seen = new Seen();

        using (Run(app, seen, mode))
            seen.Await(s => s.Lines.Count == 2);

        Assert.StartsWith("book snapshot", seen.Lines[0], StringComparison.Ordinal);
        Assert.StartsWith("book delta", seen.Lines[1], StringComparison.Ordinal);
        Assert.All(seen.Headers, header => Assert.Equal(1, header.Epoch));
    }

    public static TheoryData<string, byte[], DisconnectReason, int> Faults => new()
    {
        { "masked", [0x81, 0x82, 1, 2, 3, 4, 0x7A, 0x7F], DisconnectReason.ProtocolError, 1002 },
        { "reserved bit", [0xA1, 2, (byte)'{', (byte)'}'], DisconnectReason.ProtocolError, 1002 },
        { "opcode", [0x87, 0], DisconnectReason.ProtocolError, 1002 },
        { "control opcode", [0x8F, 0], DisconnectReason.ProtocolError, 1002 },
        { "oversize", [0x81, 127, 0, 0, 0, 0, 0, 0x20, 0, 1], DisconnectReason.MessageTooLarge, 1009 },
        { "negative length", [0x81, 127, 0x80, 0, 0, 0, 0, 0, 0, 1], DisconnectReason.ProtocolError, 1002 },
        { "length not minimal", [0x81, 127, 0, 0, 0, 0, 0, 0, 0, 2, (byte)'{', (byte)'}'], DisconnectReason.ProtocolError, 1002 },
        { "invalid UTF-8", [0x81, 4, (byte)'"', 0xC0, 0xAF, (byte)'"'], DisconnectReason.ProtocolError, 1007 },
        { "surrogate in UTF-8", [0x81, 5, (byte)'"', 0xED, 0xA0, 0x80, (byte)'"'], DisconnectReason.ProtocolError, 1007 },
        { "close reason not UTF-8", [0x88, 4, 0x03, 0xE8, 0xC3, 0x28], DisconnectReason.ProtocolError, 1007 },
        { "abrupt", [0x81, 126, 2], DisconnectReason.ClosedByPeer, 0 },
    };

    [Theory]
    [MemberData(nameof(Faults))]
    public async Task What_a_server_does_wrong_is_told_to_it_with_the_right_code(string fault, byte[] bytes, DisconnectReason reason, int closeCode)
    {
        var told = new TaskCompletionSource<int>();
        int visits = 0;
        await using WebApplication app = await StartAsync(async context =>
        {
            await using Stream stream = await UpgradeAsync(context);
            if (Interlocked.Increment(ref visits) > 1)
            {
                await stream.WriteAsync(WireServer.Peer.Frame(1, Samples.Wire("ws-orderbook-snapshot")));
                await ReadCloseCodeAsync(stream);
                return;
            }
            await stream.WriteAsync(bytes);
            if (closeCode != 0)
                told.SetResult(await ReadCloseCodeAsync(stream));
        });
        var seen = new Seen();

        using (Run(app, seen, WaitMode.Blocking))
            seen.Await(s => s.Lines.Count == 1);

        Assert.True(reason == seen.Changes.First(change => change.State == ConnectionState.Disconnected).Reason, fault);
        Assert.Equal(2, seen.Headers[0].Epoch);
        if (closeCode != 0)
            Assert.Equal(closeCode, await told.Task.WaitAsync(TimeSpan.FromSeconds(30)));
    }

    [Fact]
    public async Task Bytes_one_at_a_time_through_kestrel_make_whole_frames()
    {
        await using WebApplication app = await StartAsync(async context =>
        {
            await using Stream stream = await UpgradeAsync(context);
            byte[] snapshot = Samples.Wire("ws-orderbook-snapshot");
            byte[] all =
            [
                .. WireServer.Peer.Frame(1, snapshot.AsSpan(0, 200), final: false), .. WireServer.Peer.Frame(9, "ping"u8),
                .. WireServer.Peer.Frame(0, snapshot.AsSpan(200)), .. WireServer.Peer.Frame(1, Samples.Wire("ws-orderbook-delta")),
            ];
            foreach (byte one in all)
            {
                await stream.WriteAsync(new[] { one });
                await stream.FlushAsync();
            }
            await ReadCloseCodeAsync(stream);
        });
        var seen = new Seen();

        using (Run(app, seen, WaitMode.Spinning))
            seen.Await(s => s.Lines.Count == 2);

        Assert.StartsWith("book snapshot b[ 84077=40182", seen.Lines[0], StringComparison.Ordinal);
        Assert.StartsWith("book delta b[ 84070=50500", seen.Lines[1], StringComparison.Ordinal);
    }

    private static StreamThread Run(WebApplication app, Seen seen, WaitMode mode)
    {
        var options = new StreamOptions
        {
            BaseAddress = new Uri(app.Urls.First().Replace("http", "ws", StringComparison.Ordinal) + "/v1"),
            FirstRetry = TimeSpan.FromMilliseconds(10),
        };
        ExtendedStream stream = ExtendedStreams.MarketData(StreamKind.OrderBook, Samples.Btc, new SeenSink(seen), options, new WallClock());
        var thread = new StreamThread("interop", mode, [stream]);
        thread.Start();
        return thread;
    }

    /// <summary>Kestrel's side of an upgraded connection as plain bytes, to be misused.</summary>
    private static async Task<Stream> UpgradeAsync(HttpContext context)
    {
        string key = context.Request.Headers.SecWebSocketKey.ToString();
        context.Response.Headers.Upgrade = "websocket";
        context.Response.Headers.Connection = "Upgrade";
        context.Response.Headers.SecWebSocketAccept = WebSocketHandshake.AcceptFor(key);
        return await context.Features.GetRequiredFeature<IHttpUpgradeFeature>().UpgradeAsync();
    }

    /// <summary>Reads the client's frames up to a close frame and gives its code.</summary>
    private static async Task<int> ReadCloseCodeAsync(Stream stream)
    {
        byte[] head = new byte[6];
        while (true)
        {
            await stream.ReadExactlyAsync(head);
            byte[] payload = new byte[head[1] & 0x7F];
            await stream.ReadExactlyAsync(payload);
            if (head[0] == 0x88)
                return ((payload[0] ^ head[2]) << 8) | (payload[1] ^ head[3]);
        }
    }

    private static async Task<WebApplication> StartAsync(RequestDelegate handle)
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        WebApplication app = builder.Build();
        app.UseWebSockets();
        app.Run(handle);
        await app.StartAsync();
        return app;
    }

    private static async Task Handle(HttpContext context, TaskCompletionSource<WebSocketCloseStatus?> closed)
    {
        if (!context.WebSockets.IsWebSocketRequest)
        {
            // Without a length Kestrel answers in chunks.
            await context.Response.WriteAsync("{\"status\":\"OK\",");
            await context.Response.Body.FlushAsync();
            await context.Response.WriteAsync("\"data\":{\"id\":5}}");
            return;
        }
        using WebSocket socket = await context.WebSockets.AcceptWebSocketAsync();
        byte[] snapshot = Samples.Wire("ws-orderbook-snapshot");
        await socket.SendAsync(snapshot.AsMemory(0, 50), WebSocketMessageType.Text, endOfMessage: false, CancellationToken.None);
        await socket.SendAsync(snapshot.AsMemory(50), WebSocketMessageType.Text, endOfMessage: true, CancellationToken.None);
        await socket.SendAsync(Samples.Wire("ws-orderbook-delta"), WebSocketMessageType.Text, endOfMessage: true, CancellationToken.None);
        WebSocketReceiveResult result = await socket.ReceiveAsync(new byte[100], CancellationToken.None);
        await socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, CancellationToken.None);
        closed.SetResult(result.CloseStatus);
    }

    private readonly struct OneAnswer(TaskCompletionSource<OrderAnswer> answers) : IAnswerSink
    {
        public void OnAnswer(in OrderAnswer answer) => answers.TrySetResult(answer);

        public void OnReady(int connection, long atNs)
        {
        }

        public void OnBroken(int connection, long pendingToken, BreakReason reason, long atNs)
        {
        }
    }
}
