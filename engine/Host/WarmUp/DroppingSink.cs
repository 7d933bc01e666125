using System.Diagnostics;
using LowLatencyMM.Core.Events;
using LowLatencyMM.Gateway;

namespace LowLatencyMM.Host.WarmUp;

/// <summary>A transport that drops every finished request and says that it was sent. Its clock is the chain's.</summary>
public readonly struct DroppingSink(ChainClock clock) : IRequestSink
{
    /// <inheritdoc/>
    public SendResult Send(int connection, ReadOnlySpan<byte> request, long ownId, RequestKind kind)
    {
        long timestamp = Stopwatch.GetTimestamp();
        clock.NoteSend(timestamp);
        long now = clock.NsOf(timestamp);
        return new SendResult(SendOutcome.Sent, now, now);
    }

    /// <inheritdoc/>
    public SendOutcome Control(in Event orderSent) => SendOutcome.NotSent;

    /// <inheritdoc/>
    public long NowNs() => clock.NsOf(Stopwatch.GetTimestamp());

    /// <inheritdoc/>
    public long NsOf(long timestamp) => clock.NsOf(timestamp);
}
