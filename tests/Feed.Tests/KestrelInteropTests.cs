using System.Net.WebSockets;
using LowLatencyMM.Feed.Orders;
using LowLatencyMM.Feed.Streams;
using LowLatencyMM.Feed.Tests.Support;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
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
        ExtendedStream stream = ExtendedStreams.MarketData(Feed.Frames.StreamKind.OrderBook, Samples.Btc, new SeenSink(seen), streamOptions, clock);
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
