using LowLatencyMM.Core.Events;

namespace LowLatencyMM.Gateway;

/// <summary>Where finished requests go, and the gateway's only clock.</summary>
/// <remarks>Implemented by a struct, so that the gateway's calls are direct. Called by one thread.</remarks>
public interface IRequestSink
{
    /// <summary>Gives a whole HTTP/1.1 request to a connection at once.</summary>
    /// <param name="connection">0 for buys, 1 for sells.</param>
    /// <param name="request">Head and body. Holds the API key, and is valid only during the call: never keep, log or copy it elsewhere.</param>
    /// <param name="ownId">The order that the answer will be about.</param>
    /// <param name="kind">Create, replace or cancel.</param>
    SendResult Send(int connection, ReadOnlySpan<byte> request, long ownId, RequestKind kind);

    /// <summary>Passes on a request that is executed elsewhere, over the control connection: a query or a mass cancel.</summary>
    /// <returns><see cref="SendOutcome.Sent"/> if it was taken, else <see cref="SendOutcome.NotSent"/>.</returns>
    SendOutcome Control(in Event orderSent);

    /// <summary>Nanoseconds since 1970, never backwards.</summary>
    long NowNs();

    /// <summary>The same clock's time at a moment that was noted as <see cref="System.Diagnostics.Stopwatch.GetTimestamp"/>.</summary>
    long NsOf(long timestamp);
}
