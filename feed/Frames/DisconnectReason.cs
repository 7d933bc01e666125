namespace LowLatencyMM.Feed.Frames;

/// <summary>Why a connection ended or was not made.</summary>
public enum DisconnectReason : byte
{
    /// <summary>It did not end.</summary>
    None,

    /// <summary>Stopped by the owner.</summary>
    Stopped,

    /// <summary>No TCP or TLS connection, or no WebSocket upgrade.</summary>
    ConnectFailed,

    /// <summary>The exchange refused the key or the request (HTTP 401, 403).</summary>
    Authentication,

    /// <summary>The exchange closed the stream.</summary>
    ClosedByPeer,

    /// <summary>The connection broke.</summary>
    Broken,

    /// <summary>Nothing at all arrived for the idle timeout.</summary>
    IdleTimeout,

    /// <summary>The peer broke the WebSocket protocol.</summary>
    ProtocolError,

    /// <summary>A message exceeded the size limit.</summary>
    MessageTooLarge,

    /// <summary>A hole or step back in <c>seq</c>.</summary>
    Sequence,

    /// <summary>A frame of a stream that must be complete was refused.</summary>
    FrameRejected,

    /// <summary>The owner asked for a new connection.</summary>
    Distrusted,

    /// <summary>The exchange refused the subscription.</summary>
    SubscribeRefused,

    /// <summary>The exchange did not answer the subscription in time.</summary>
    SubscribeTimeout,
}
