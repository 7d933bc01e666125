using LowLatencyMM.Feed.Sockets;

namespace LowLatencyMM.Feed.Orders;

/// <summary>
/// Carries finished HTTP requests (orders, replaces, cancels) over kept-alive connections and reads the answers. Requests are never
/// pipelined; a connection that is lost is made anew off the sender's thread.
/// </summary>
/// <remarks>
/// Hot path: <see cref="Send"/> makes one send call and allocates nothing; reading an answer allocates nothing. A connection is sent on by one thread
/// at a time.
/// </remarks>
public sealed class OrderTransport<TAnswerSink> : IDisposable
    where TAnswerSink : struct, IAnswerSink
{
    private readonly OrderConnection<TAnswerSink>[] _connections;

    /// <summary>Prepares the connections; <see cref="Start"/> makes them.</summary>
    /// <exception cref="ArgumentException">The address is not http or https, or the count of connections not positive.</exception>
    public OrderTransport(OrderTransportOptions options, TAnswerSink sink, WallClock clock)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(options.Connections);
        WireEndpoint endpoint = WireEndpoint.From(options.BaseAddress, options.CertificateValidation);
        HostHeader = endpoint.HostHeader;
        _connections = new OrderConnection<TAnswerSink>[options.Connections];
        for (int i = 0; i < _connections.Length; i++)
            _connections[i] = new OrderConnection<TAnswerSink>(i, options, endpoint, sink, clock);
    }

    /// <summary>Count of connections.</summary>
    public int Connections => _connections.Length;

    /// <summary>Value of the Host header that requests must carry.</summary>
    public string HostHeader { get; }

    /// <summary>Bytes that all reader threads have allocated since their start; see <see cref="AllocatedBytesOf"/>.</summary>
    public long AllocatedBytes => _connections.Sum(connection => connection.AllocatedBytes);

    /// <summary>Bytes that a connection's reader thread has allocated since its start, as it saw them itself after connecting, while waiting, and after its last answer.</summary>
    public long AllocatedBytesOf(int connection) => _connections[connection].AllocatedBytes;

    /// <summary>The connection is made and free. Readable from any thread.</summary>
    public bool IsReady(int connection) => _connections[connection].IsReady;

    /// <summary>Starts connecting.</summary>
    public void Start()
    {
        foreach (OrderConnection<TAnswerSink> connection in _connections)
            connection.Start();
    }

    /// <summary>
    /// Sends a whole request (head and body) on <paramref name="connection"/>. After <see cref="SendStatus.Sent"/> exactly one OnAnswer or OnBroken with
    /// <paramref name="token"/> follows; after any other status none.
    /// </summary>
    /// <param name="connection">0 to <see cref="Connections"/> - 1.</param>
    /// <param name="request">The request's bytes, with Content-Length and without Expect.</param>
    /// <param name="token">The sender's mark, not 0.</param>
    /// <param name="priority">Which part of the budget it may use.</param>
    public SendResult Send(int connection, ReadOnlySpan<byte> request, long token, RequestPriority priority = RequestPriority.Ordinary) =>
        _connections[connection].Send(request, token, priority);

    /// <summary>Reads what <see cref="Send"/> needs, so that it is in the caches. By the sender's thread.</summary>
    public long Touch()
    {
        long touched = 0;
        foreach (OrderConnection<TAnswerSink> connection in _connections)
            touched += connection.Touch();
        return touched;
    }

    /// <summary>Closes the connections and waits for their threads. A request under way is reported as broken.</summary>
    public void Stop()
    {
        foreach (OrderConnection<TAnswerSink> connection in _connections)
            connection.RequestStop();
        foreach (OrderConnection<TAnswerSink> connection in _connections)
            connection.Join();
    }

    /// <inheritdoc/>
    public void Dispose() => Stop();
}
