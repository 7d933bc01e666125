namespace LowLatencyMM.Feed.Sockets;

/// <summary>Takes whole messages. Implemented by a struct, so that the JIT removes the interface.</summary>
internal interface IWebSocketHandler
{
    /// <summary>A whole message; the span is valid during the call only. False stops the reading: the connection is no longer wanted.</summary>
    bool OnMessage(ReadOnlySpan<byte> payload, bool isText, long receiveNs);
}
