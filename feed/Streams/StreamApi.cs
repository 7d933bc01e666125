namespace LowLatencyMM.Feed.Streams;

/// <summary>Which of the exchange's stream services is spoken.</summary>
public enum StreamApi : byte
{
    /// <summary>v1: a connection a stream, chosen by its path.</summary>
    V1,

    /// <summary>v2: one connection, on which topics are subscribed to by JSON-RPC.</summary>
    V2,
}
