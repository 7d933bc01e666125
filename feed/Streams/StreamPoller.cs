using System.Net;
using System.Net.Sockets;

namespace LowLatencyMM.Feed.Streams;

/// <summary>
/// Reads the sockets of several streams on a thread that has other work too, and steps in here when it has time: where a
/// <see cref="StreamThread"/> would be a thread more. All but <see cref="Wake"/> is for that one thread, unless said otherwise.
/// </summary>
/// <remarks>
/// A step never waits: name resolution, connecting, TLS handshake and upgrade happen on threads of their own, and the open connection
/// is handed over. What a step may cost beside reading is starting such a thread, answering a ping and closing a socket.
/// </remarks>
public sealed class StreamPoller : IDisposable
{
    private const int UsualRestMs = 100;

    // A connection that is being opened cannot wake whoever rests.
    private const int RestWhileConnectingMs = 5;

    private readonly Socket _wakeReader = NewWakeSocket();
    private readonly Socket _wakeWriter = NewWakeSocket();
    private readonly List<Socket> _readable = [];
    private readonly byte[] _wakeBytes = new byte[16];
    private readonly int _restMs;
    private ExtendedStream[] _streams = [];
    private ExtendedStream[] _polled = [];
    private int _next;

    /// <summary>A poller without streams.</summary>
    public StreamPoller() : this(UsualRestMs)
    {
    }

    internal StreamPoller(int restMs)
    {
        _restMs = restMs;
        _wakeReader.Connect(_wakeWriter.LocalEndPoint!);
        _wakeWriter.Connect(_wakeReader.LocalEndPoint!);
    }

    /// <summary>The streams are polled, and so connected, from here on.</summary>
    public void Begin(IReadOnlyList<ExtendedStream> streams)
    {
        _streams = [.. streams];
        _polled = _streams;
        _readable.Capacity = streams.Count + 1;
    }

    /// <summary>The streams are polled no more, so that another thread may <see cref="Close"/> them; resting still can be woken.</summary>
    public void Release() => _polled = [];

    /// <summary>Does what there is to do for the next stream, without waiting; true if bytes arrived. Sinks are called from here.</summary>
    public bool Poll()
    {
        ExtendedStream[] streams = _polled;
        if (streams.Length == 0)
            return false;
        if (_next >= streams.Length)
            _next = 0;
        return streams[_next++].Step();
    }

    /// <summary>Reads what the next messages will need, so that it is in the caches, and changes nothing.</summary>
    public long Touch()
    {
        long touched = 0;
        foreach (ExtendedStream stream in _polled)
            touched += stream.Touch();
        return touched;
    }

    /// <summary>Sleeps until a stream has something to do, at most a tenth of a second, or until <see cref="Wake"/>.</summary>
    public void Rest()
    {
        _readable.Clear();
        _readable.Add(_wakeReader);
        int restMs = _restMs;
        foreach (ExtendedStream stream in _polled)
        {
            if (stream.HasBacklog)
                return;
            if (stream.Socket is { } socket)
                _readable.Add(socket);
            else
                restMs = Math.Min(restMs, RestWhileConnectingMs);
        }
        Socket.Select(_readable, null, null, restMs * 1_000);
        while (_wakeReader.Receive(_wakeBytes, SocketFlags.None, out SocketError error) > 0 && error == SocketError.Success)
        {
        }
    }

    /// <summary>Ends a <see cref="Rest"/>, or the next one. From any thread; does not wait.</summary>
    public void Wake() => _wakeWriter.Send([1], SocketFlags.None, out _);

    /// <summary>
    /// Closes the streams in order, which may take a quarter of a second for each. By the polling thread, or by another one after
    /// <see cref="Release"/>.
    /// </summary>
    public void Close()
    {
        Release();
        foreach (ExtendedStream stream in _streams)
            stream.Close();
        _streams = [];
    }

    /// <summary>Drops the streams' connections without telling their sinks. By the same threads as <see cref="Close"/>.</summary>
    public void Abort()
    {
        Release();
        foreach (ExtendedStream stream in _streams)
            stream.Abort();
        _streams = [];
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Abort();
        _wakeReader.Dispose();
        _wakeWriter.Dispose();
    }

    private static Socket NewWakeSocket()
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp) { Blocking = false };
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return socket;
    }
}
