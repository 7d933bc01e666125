using LowLatencyMM.Core.Events;

namespace LowLatencyMM.Core.Orders;

/// <summary>
/// One HTTP connection as the events show it: up or down, and the one request that is on its way. Requests are never pipelined, so
/// it is busy from the decision until the answer, the news that nothing was sent, or the connection's end.
/// </summary>
public struct RequestLine
{
    private bool _isDown;

    /// <summary>The request on its way; none if the line is free.</summary>
    public RequestKind Request { get; private set; }

    /// <summary>The order that it is about.</summary>
    public long OwnId { get; private set; }

    /// <summary>When it was decided.</summary>
    public long SinceNs { get; private set; }

    /// <summary>Whether a request may be decided.</summary>
    public readonly bool IsFree => Request == RequestKind.None && !_isDown;

    /// <summary>A request was decided.</summary>
    public void Begin(RequestKind request, long ownId, long nowNs)
    {
        Request = request;
        OwnId = ownId;
        SinceNs = nowNs;
    }

    /// <summary>Whether this very request is on its way.</summary>
    public readonly bool Carries(RequestKind request, long ownId) => Request == request && OwnId == ownId;

    /// <summary>The request has its answer, or will never have one.</summary>
    public void End()
    {
        Request = RequestKind.None;
        OwnId = 0;
    }

    /// <summary>The connection changed its state. Until a first word about it, it is taken to be up.</summary>
    public void OnConnection(ConnectionState state) => _isDown = state is ConnectionState.Disconnected or ConnectionState.Connecting;

    /// <summary>Adds the state to a hash.</summary>
    public readonly void AddTo(ref StateHasher hash)
    {
        hash.Add(_isDown);
        hash.Add((long)Request);
        hash.Add(OwnId);
        hash.Add(SinceNs);
    }
}
