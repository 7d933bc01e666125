using LowLatencyMM.Feed.Frames;
using LowLatencyMM.Feed.Parsing;
using LowLatencyMM.Feed.Sockets;

namespace LowLatencyMM.Feed.Streams.Rpc;

/// <summary>Lets an <see cref="RpcSession"/> read a connection's messages.</summary>
internal readonly struct RpcReader(RpcSession session) : IFrameReader
{
    public StreamKind Kind => StreamKind.Rpc;

    public int Market => -1;

    public FeedCounters Counters => session.Counters;

    public void Restart() => session.Restart();

    public DisconnectReason Read(ReadOnlySpan<byte> message, bool isText, int epoch, long receiveNs) =>
        session.Read(message, isText, epoch, receiveNs);

    public void OnConnection(in ConnectionChange change) => session.OnConnection(in change);

    public void Opened(WebSocketConnection socket) => session.Opened(socket);

    public long Touch(ReadOnlySpan<byte> last) => session.Sequence.Expected;

    public void Work(long nowNs) => session.Work(nowNs);
}
