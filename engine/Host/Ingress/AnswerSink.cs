using LowLatencyMM.Core.Events;
using LowLatencyMM.Core.Ring;
using LowLatencyMM.Feed.Orders;
using LowLatencyMM.Gateway;
using LowLatencyMM.Host.Egress;
using AnswerOutcome = LowLatencyMM.Core.Events.AnswerOutcome;

namespace LowLatencyMM.Host.Ingress;

/// <summary>
/// Writes the exchange's answers to orders and cancels into the ring. Runs on the reader threads of the order connections;
/// allocates only when a connection breaks.
/// </summary>
/// <param name="ring">The engine's ring.</param>
/// <param name="stamps">Notes when each answer was read and published.</param>
/// <param name="pending">What each connection has been asked.</param>
public readonly struct AnswerSink(RingBuffer<Event> ring, ArrivalStamps stamps, PendingRequests pending) : IAnswerSink
{
    /// <inheritdoc/>
    public void OnAnswer(in OrderAnswer answer)
    {
        try
        {
            PublishAnswer(in answer);
        }
        catch (RingHaltedException)
        {
            // The engine has ended; its end asks the exchange for all open orders.
        }
    }

    /// <inheritdoc/>
    public void OnReady(int connection, long atNs)
    {
        try
        {
            StreamEvents.PublishConnection(ring, OrderConnections.StreamOf(connection), OrderConnections.MarketOf(connection), ConnectionState.Connected, 0, atNs, reason: null);
        }
        catch (RingHaltedException)
        {
            // As above.
        }
    }

    /// <inheritdoc/>
    public void OnBroken(int connection, long pendingToken, BreakReason reason, long atNs)
    {
        try
        {
            if (pendingToken != 0)
                PublishUnknown(connection, pendingToken, atNs);
            StreamEvents.PublishConnection(ring, OrderConnections.StreamOf(connection), OrderConnections.MarketOf(connection), ConnectionState.Disconnected, 0, atNs, reason.ToString());
        }
        catch (RingHaltedException)
        {
            // As above.
        }
    }

    private void PublishAnswer(in OrderAnswer answer)
    {
        AnswerOutcome outcome = answer.Outcome switch
        {
            Feed.Orders.AnswerOutcome.Accepted => AnswerOutcome.Accepted,
            Feed.Orders.AnswerOutcome.Rejected => AnswerOutcome.Rejected,
            _ => AnswerOutcome.Unknown,
        };
        long sequence = stamps.Next(1, out long parsed);
        ref Event e = ref ring[sequence];
        e.Begin(EventKind.OrderAnswer, EventFlags.None, OrderConnections.MarketOf(answer.Connection), OrderConnections.StreamOf(answer.Connection), answer.ReceivedNs);
        ref OrderAnswerPayload payload = ref e.OrderAnswer;
        payload.OwnId = answer.Token;
        payload.Request = pending.Get(answer.Connection);
        payload.Outcome = outcome;
        payload.HttpStatus = answer.HttpStatus;
        payload.ErrorCode = answer.ErrorCode;
        payload.OrderId = answer.OrderId;
        payload.RetryAfterMs = answer.RetryAfterMs;
        stamps.Publish(sequence, parsed);
    }

    private void PublishUnknown(int connection, long token, long atNs)
    {
        long sequence = ring.Next(1);
        ref Event e = ref ring[sequence];
        e.Begin(EventKind.OrderAnswer, EventFlags.None, OrderConnections.MarketOf(connection), OrderConnections.StreamOf(connection), atNs);
        e.OrderAnswer.OwnId = token;
        e.OrderAnswer.Request = pending.Get(connection);
        e.OrderAnswer.Outcome = AnswerOutcome.Unknown;
        ring.Publish(sequence);
    }
}
