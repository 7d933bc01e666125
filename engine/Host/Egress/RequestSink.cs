using LowLatencyMM.Core.Events;
using LowLatencyMM.Core.Ring;
using LowLatencyMM.Feed;
using LowLatencyMM.Feed.Orders;
using LowLatencyMM.Gateway;
using LowLatencyMM.Host.Ingress;
using SendResult = LowLatencyMM.Gateway.SendResult;

namespace LowLatencyMM.Host.Egress;

/// <summary>
/// Where the gateway's requests go: orders and cancels straight to their connection, on the gateway's own thread; queries to the
/// control calls' ring. Allocates nothing.
/// </summary>
public readonly struct RequestSink(
    OrderTransport<AnswerSink> transport, PendingRequests pending, RingBuffer<Event> controlRing, WallClock clock) : IRequestSink
{
    /// <inheritdoc/>
    public SendResult Send(int connection, ReadOnlySpan<byte> request, long ownId, RequestKind kind)
    {
        pending.Set(connection, kind);
        RequestPriority priority = kind == RequestKind.Cancel ? RequestPriority.Cancel : RequestPriority.Ordinary;
        Feed.Orders.SendResult result = transport.Send(connection, request, ownId, priority);
        // Busy, broken or over budget: the exchange has no complete request, so the order does not exist.
        SendOutcome outcome = result.Status == SendStatus.Sent ? SendOutcome.Sent : SendOutcome.NotSent;
        return new SendResult(outcome, result.BeforeSendNs, result.AfterSendNs);
    }

    /// <inheritdoc/>
    public SendOutcome Control(in Event orderSent)
    {
        if (!controlRing.TryNext(1, out long sequence))
            return SendOutcome.NotSent;
        controlRing[sequence] = orderSent;
        controlRing.Publish(sequence);
        return SendOutcome.Sent;
    }

    /// <inheritdoc/>
    public long NowNs() => clock.NowNs();

    /// <inheritdoc/>
    public long NsOf(long timestamp) => clock.NsOf(timestamp);
}
