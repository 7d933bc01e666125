namespace LowLatencyMM.Feed.Orders;

/// <summary>
/// Takes what order connections tell. Implemented by a struct, so that the JIT removes the interface; called on the reader thread of
/// the connection, several of which may call at once.
/// </summary>
public interface IAnswerSink
{
    /// <summary>An answer. The connection is free again.</summary>
    void OnAnswer(in OrderAnswer answer);

    /// <summary>A connection was made and is free.</summary>
    void OnReady(int connection, long atNs);

    /// <summary>
    /// A connection broke, or could not be made. A token other than 0 is of a request that was sent and will get no answer: whether it was
    /// executed is not known.
    /// </summary>
    void OnBroken(int connection, long pendingToken, BreakReason reason, long atNs);
}
