using System.Net.WebSockets;
using LowLatencyMM.Simulator.Matching;
using Microsoft.AspNetCore.Http;

namespace LowLatencyMM.Simulator.Wire;

/// <summary>Accepts stream connections under <c>/stream.extended.exchange/v1</c> and keeps them until either side ends them.</summary>
internal sealed class StreamEndpoint(SimulationLoop loop, StreamHub hub, MarketRules rules, CancellationToken stopping)
{
    /// <summary>Path that all streams start with.</summary>
    public const string BasePath = "/stream.extended.exchange/v1";

    /// <summary>Answers a request whose path starts with <see cref="BasePath"/>.</summary>
    public async Task HandleAsync(HttpContext context)
    {
        if (!context.WebSockets.IsWebSocketRequest || FindStream(context.Request) is not { } kind)
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }
        if (string.IsNullOrEmpty(context.Request.Headers.UserAgent))
        {
            context.Response.StatusCode = StatusCodes.Status403Forbidden;
            return;
        }
        if (kind == StreamKind.Account && context.Request.Headers["X-Api-Key"] != DemoAccount.ApiKey)
        {
            context.Response.StatusCode = StatusCodes.Status401Unauthorized;
            return;
        }
        using WebSocket socket = await context.WebSockets.AcceptWebSocketAsync().ConfigureAwait(false);
        await ServeAsync(socket, kind).ConfigureAwait(false);
    }

    private async Task ServeAsync(WebSocket socket, StreamKind kind)
    {
        StreamConnection connection = new(socket, kind);
        await InvokeAsync(() => hub.Subscribe(connection)).ConfigureAwait(false);
        try
        {
            await ReadUntilClosedAsync(socket, connection).ConfigureAwait(false);
        }
        catch (Exception e) when (e is WebSocketException or IOException or OperationCanceledException or ObjectDisposedException)
        {
            // The client vanished, its pong was late, or the simulator stops: nothing is left to say on this connection.
        }
        if (!stopping.IsCancellationRequested)
            await InvokeAsync(() => hub.Unsubscribe(connection)).ConfigureAwait(false);
        connection.Abort();
    }

    /// <summary>Reads on so that pings, pongs and the closing handshake are served; what a client says is ignored.</summary>
    private async Task ReadUntilClosedAsync(WebSocket socket, StreamConnection connection)
    {
        using CancellationTokenSource end = CancellationTokenSource.CreateLinkedTokenSource(stopping, connection.Closed);
        byte[] ignored = new byte[256];
        while (true)
        {
            ValueWebSocketReceiveResult received = await socket.ReceiveAsync(ignored.AsMemory(), end.Token).ConfigureAwait(false);
            if (received.MessageType != WebSocketMessageType.Close)
                continue;
            await socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, end.Token).ConfigureAwait(false);
            return;
        }
    }

    private Task InvokeAsync(Action action) => loop.InvokeAsync((_, _) =>
    {
        action();
        return true;
    });

    private StreamKind? FindStream(HttpRequest request)
    {
        string[] path = request.Path.Value![BasePath.Length..].Split('/', StringSplitOptions.RemoveEmptyEntries);
        return path switch
        {
            ["account"] => StreamKind.Account,
            ["orderbooks", .. string[] rest] when IsMarket(rest) => request.Query["depth"] == "1" ? StreamKind.BestBidAsk : StreamKind.Book,
            ["publicTrades", .. string[] rest] when IsMarket(rest) => StreamKind.Trades,
            ["funding", .. string[] rest] when IsMarket(rest) => StreamKind.Funding,
            ["prices", "mark", .. string[] rest] when IsMarket(rest) => StreamKind.MarkPrice,
            ["prices", "index", .. string[] rest] when IsMarket(rest) => StreamKind.IndexPrice,
            ["candles", string market, "trades"] when market == rules.Name => StreamKind.Candles,
            _ => null,
        };
    }

    /// <summary>The rest of a path: nothing (all markets) or the one market.</summary>
    private bool IsMarket(string[] rest) => rest.Length == 0 || (rest.Length == 1 && rest[0] == rules.Name);
}
