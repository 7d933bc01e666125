using System.Net.Sockets;
using System.Net.WebSockets;
using LowLatencyMM.Simulator.Faulting;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http;

namespace LowLatencyMM.Simulator.Wire;

/// <summary>
/// Accepts stream connections under <c>/stream.extended.exchange</c> and keeps them until either side ends them: v1 with one topic
/// a connection, named by the path, and v2 (<c>/v2/rpc</c>), whose client names its topics.
/// </summary>
internal sealed class StreamEndpoint(
    SimulationLoop loop, StreamHub hub, FaultPlan plan, FaultLog log, FeedLog? feedLog, CancellationToken stopping)
{
    /// <summary>Path that all streams start with.</summary>
    public const string RootPath = "/stream.extended.exchange";

    /// <summary>Path that v1 streams start with.</summary>
    public const string BasePath = RootPath + "/v1";

    /// <summary>Path of v2 connections.</summary>
    public const string RpcPath = RootPath + "/v2/rpc";

    private readonly StreamPath _paths = new(hub.Exchange.FindMarket);
    private readonly RpcRequests _requests = new(hub.Exchange.FindMarket);
    private int _connections;

    /// <summary>Answers a request whose path starts with <see cref="RootPath"/>.</summary>
    public async Task HandleAsync(HttpContext context)
    {
        bool isRpc = context.Request.Path == RpcPath;
        StreamTopic? topic = isRpc ? null : _paths.Parse(context.Request);
        if (!context.WebSockets.IsWebSocketRequest || (topic is null && !isRpc))
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }
        if (string.IsNullOrEmpty(context.Request.Headers.UserAgent))
        {
            context.Response.StatusCode = StatusCodes.Status403Forbidden;
            return;
        }
        if (topic?.Kind == StreamKind.Account && context.Request.Headers["X-Api-Key"] != DemoAccount.ApiKey)
        {
            context.Response.StatusCode = StatusCodes.Status401Unauthorized;
            return;
        }
        using WebSocket socket = await context.WebSockets.AcceptWebSocketAsync().ConfigureAwait(false);
        int number = Interlocked.Increment(ref _connections);
        Socket? transport = context.Features.Get<IConnectionSocketFeature>()?.Socket;
        StreamConnection connection = new(socket, transport, number, firstSeq: isRpc ? 0 : 1, plan.ForConnection(number), log, feedLog);
        string path = context.Request.Path.Value![(isRpc ? RootPath.Length : BasePath.Length + 1)..] + context.Request.QueryString;
        await ServeAsync(socket, connection, topic, path).ConfigureAwait(false);
    }

    private async Task ServeAsync(WebSocket socket, StreamConnection connection, StreamTopic? topic, string path)
    {
        RpcSession? session = topic is null ? new RpcSession(connection, hub, _requests) : null;
        Subscription? subscription = topic is { } wanted ? new Subscription(connection, wanted, path) : null;
        await InvokeAsync(() =>
        {
            hub.Add(connection, path);
            if (subscription is not null)
                hub.Subscribe(subscription);
        }).ConfigureAwait(false);
        try
        {
            await ReadUntilClosedAsync(socket, connection, session).ConfigureAwait(false);
        }
        catch (Exception e) when (e is WebSocketException or IOException or OperationCanceledException or ObjectDisposedException)
        {
            // The client vanished, its pong was late, or the simulator stops: nothing is left to say on this connection.
        }
        if (!stopping.IsCancellationRequested)
        {
            await InvokeAsync(() =>
            {
                hub.Remove(connection);
                session?.Close();
                if (subscription is not null)
                    hub.Unsubscribe(subscription);
            }).ConfigureAwait(false);
        }
        connection.Abort();
    }

    /// <summary>What a client says on v1 is ignored; on v2 it is answered in order.</summary>
    private async Task ReadUntilClosedAsync(WebSocket socket, StreamConnection connection, RpcSession? session)
    {
        using CancellationTokenSource end = CancellationTokenSource.CreateLinkedTokenSource(stopping, connection.Closed);
        SocketReader reader = new(socket);
        while (await reader.NextAsync(end.Token).ConfigureAwait(false) is { } message)
        {
            if (session is not null)
                await InvokeAsync(() => session.Answer(message)).ConfigureAwait(false);
        }
    }

    private Task InvokeAsync(Action action) => loop.InvokeAsync((_, _) =>
    {
        action();
        return true;
    });
}
