using System.Net;
using System.Net.Sockets;
using LowLatencyMM.Core.Ring;

namespace LowLatencyMM.Bench.Frames;

/// <summary>As many connections as an engine has streams, on which nothing ever comes, polled one at a time as the engine polls.</summary>
internal sealed class SilentSockets : IEventSource, IDisposable
{
    private const int Streams = 6;

    private readonly Socket[] _sockets = new Socket[Streams];
    private readonly Socket[] _peers = new Socket[Streams];
    private readonly byte[] _buffer = new byte[4096];
    private int _next;

    public SilentSockets()
    {
        using var listener = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        listener.Listen(Streams);
        for (int i = 0; i < Streams; i++)
        {
            _sockets[i] = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            _sockets[i].Connect(listener.LocalEndPoint!);
            _sockets[i].Blocking = false;
            _peers[i] = listener.Accept();
        }
    }

    /// <inheritdoc/>
    public bool Poll()
    {
        _next = (_next + 1) % Streams;
        return _sockets[_next].Receive(_buffer, 0, _buffer.Length, SocketFlags.None, out _) > 0;
    }

    /// <inheritdoc/>
    public void Rest() => throw new NotSupportedException("The engine that is measured spins.");

    /// <inheritdoc/>
    public void Wake() => throw new NotSupportedException("The engine that is measured spins.");

    public void Dispose()
    {
        foreach (Socket socket in _sockets.Concat(_peers))
            socket.Dispose();
    }
}
