using LowLatencyMM.Feed.Frames;
using LowLatencyMM.Feed.Parsing;
using LowLatencyMM.Feed.Sockets;

namespace LowLatencyMM.Feed.Streams;

/// <summary>From a stream's message to its sink. Implemented by structs, so that the JIT removes the interface.</summary>
internal interface IFrameReader
{
    StreamKind Kind { get; }

    int Market { get; }

    FeedCounters Counters { get; }

    /// <summary>A new connection: any <c>seq</c> may come first.</summary>
    void Restart();

    /// <summary>Parses, checks and delivers one message. Anything but None: the connection is no longer good.</summary>
    DisconnectReason Read(ReadOnlySpan<byte> message, bool isText, int epoch, long receiveNs);

    void OnConnection(in ConnectionChange change);

    /// <summary>A socket has opened, told before the connection's change: for readers that have something to say.</summary>
    void Opened(WebSocketConnection socket);

    /// <summary>Reads what the next message will need, so that it is in the caches, and changes nothing.</summary>
    /// <param name="last">The last message, or nothing.</param>
    long Touch(ReadOnlySpan<byte> last);

    /// <summary>Nothing arrived just now: time for what is due besides messages.</summary>
    void Work(long nowNs);
}
