using LowLatencyMM.Feed.Frames;
using LowLatencyMM.Feed.Parsing;
using LowLatencyMM.Feed.Sockets;

namespace LowLatencyMM.Feed.Streams;

/// <summary>Hands a stream's messages to a sink that reads them itself; <c>seq</c> is then the sink's business too.</summary>
internal struct RawFrameReader<TSink>(StreamKind kind, int market, TSink sink) : IFrameReader
    where TSink : struct, IRawFrameSink
{
    private readonly TSink _sink = sink;

    public readonly StreamKind Kind { get; } = kind;

    public readonly int Market { get; } = market;

    public readonly FeedCounters Counters { get; } = new();

    public readonly void Restart()
    {
        // The sink sees the epoch.
    }

    public DisconnectReason Read(ReadOnlySpan<byte> message, bool isText, int epoch, long receiveNs) =>
        _sink.OnFrame(message, isText, epoch, receiveNs);

    public void OnConnection(in ConnectionChange change) => _sink.OnConnection(in change);

    public readonly void Opened(WebSocketConnection socket)
    {
    }

    public readonly long Touch(ReadOnlySpan<byte> last) => 0;

    public readonly void Work(long nowNs)
    {
    }
}
