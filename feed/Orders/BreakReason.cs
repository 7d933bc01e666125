namespace LowLatencyMM.Feed.Orders;

/// <summary>Why an order connection broke.</summary>
public enum BreakReason : byte
{
    /// <summary>No connection could be made.</summary>
    ConnectFailed,

    /// <summary>The server closed it.</summary>
    ClosedByPeer,

    /// <summary>The connection broke.</summary>
    Broken,

    /// <summary>A send failed.</summary>
    SendFailed,

    /// <summary>No answer in time.</summary>
    AnswerTimeout,

    /// <summary>The server's bytes are no HTTP/1.1 answer, too long, or not asked for.</summary>
    ProtocolError,

    /// <summary>Stopped by the owner.</summary>
    Stopped,
}
