using LowLatencyMM.Feed.Frames;
using LowLatencyMM.Feed.Parsing;
using LowLatencyMM.Feed.Sockets;

namespace LowLatencyMM.Feed.Streams.Messages;

/// <summary>Lets a <see cref="MessagePipe{T}"/> read a connection's messages.</summary>
internal readonly struct MessageReader<T>(MessagePipe<T> pipe, string? market) : IFrameReader
    where T : class
{
    public StreamKind Kind => pipe.Kind;

    public int Market => market is null ? -1 : 0;

    public FeedCounters Counters => pipe.Counters;

    public void Restart() => pipe.Restart();

    public DisconnectReason Read(ReadOnlySpan<byte> message, bool isText, int epoch, long receiveNs) =>
        pipe.Read(message, isText, epoch, receiveNs);

    public void OnConnection(in ConnectionChange change) => pipe.OnConnection(in change);

    public void Opened(WebSocketConnection socket)
    {
    }

    public long Touch(ReadOnlySpan<byte> last) => 0;

    public void Work(long nowNs)
    {
    }
}
