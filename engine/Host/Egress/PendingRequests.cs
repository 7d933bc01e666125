using LowLatencyMM.Core.Events;

namespace LowLatencyMM.Host.Egress;

/// <summary>
/// What each order connection is waiting for: written by the gateway's thread before it sends, read by the connection's reader
/// when the answer is there. One request a connection, so one cell is enough; the socket's round trip orders the two.
/// </summary>
public sealed class PendingRequests(int connections)
{
    private readonly long[] _kinds = new long[connections];

    /// <summary>Notes what is about to be sent.</summary>
    public void Set(int connection, RequestKind kind) => Volatile.Write(ref _kinds[connection], (long)kind);

    /// <summary>What was sent last.</summary>
    public RequestKind Get(int connection) => (RequestKind)Volatile.Read(ref _kinds[connection]);
}
