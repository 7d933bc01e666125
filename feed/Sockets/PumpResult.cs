namespace LowLatencyMM.Feed.Sockets;

/// <summary>What one step of reading a WebSocket brought.</summary>
internal enum PumpResult : byte
{
    /// <summary>Nothing was there.</summary>
    Idle,

    /// <summary>Bytes arrived; whole messages among them were handed on.</summary>
    Received,

    /// <summary>The handler wants no more.</summary>
    HandlerStopped,

    /// <summary>The peer closed, in the protocol's way or by ending the connection.</summary>
    Closed,

    /// <summary>The connection broke.</summary>
    Broken,

    /// <summary>The peer broke the protocol.</summary>
    ProtocolError,

    /// <summary>A message exceeded the limit.</summary>
    TooLarge,
}
