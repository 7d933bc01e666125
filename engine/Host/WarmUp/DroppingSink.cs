using LowLatencyMM.Core.Events;
using LowLatencyMM.Gateway;

namespace LowLatencyMM.Host.WarmUp;

/// <summary>A transport that drops every finished request and says that it was sent. Its clock is the chain's.</summary>
public readonly struct DroppingSink(ChainClock clock) : IRequestSink
{
    /// <inheritdoc/>
    public SendResult Send(int connection, ReadOnlySpan<byte> request, long ownId, RequestKind kind) =>
        new(SendOutcome.Sent, clock.NowNs, clock.NowNs);

    /// <inheritdoc/>
    public SendOutcome Control(in Event orderSent) => SendOutcome.NotSent;

    /// <inheritdoc/>
    public long NowNs() => clock.NowNs;
}
