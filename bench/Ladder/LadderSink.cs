using LowLatencyMM.Core.Events;
using LowLatencyMM.Gateway;
using LowLatencyMM.Host.WarmUp;

namespace LowLatencyMM.Bench.Ladder;

/// <summary>Takes every request for sent, and tells who watches when. What the exchange gets are the decided fields, after the batch.</summary>
internal readonly struct LadderSink(ChainClock clock, RequestHandler onRequest) : IRequestSink
{
    /// <inheritdoc/>
    public SendResult Send(int connection, ReadOnlySpan<byte> request, long ownId, RequestKind kind)
    {
        onRequest(request, kind);
        return new SendResult(SendOutcome.Sent, clock.NowNs, clock.NowNs);
    }

    /// <inheritdoc/>
    public SendOutcome Control(in Event orderSent) => SendOutcome.NotSent;

    /// <inheritdoc/>
    public long NowNs() => clock.NowNs;

    /// <inheritdoc/>
    public long NsOf(long timestamp) => timestamp;
}
