using LowLatencyMM.Core.Events;
using LowLatencyMM.Journal;

namespace LowLatencyMM.Replay;

/// <summary>Explains from a journal why an order went out and what became of it, or what was wanted at a moment and why.</summary>
public static class JournalWhy
{
    /// <summary>Explains an order; null if the journal has none of this number.</summary>
    /// <param name="path">A session's folder, or a root whose newest session is taken.</param>
    /// <param name="ownId">Our number, from <see cref="Gateway.ExternalId.TryParse(ReadOnlySpan{char}, out long)"/>.</param>
    /// <exception cref="JournalException">There is no journal, or it is corrupt, or of another version.</exception>
    public static OrderExplanation? Order(string path, long ownId)
    {
        if (CauseOf(path, ownId) is not { } found)
            return null;
        (long cause, ushort market) = found;
        var tracker = new SituationTracker(cause, market);
        var history = new OrderHistory(ownId);
        using JournalReader journal = JournalReader.Open(path);
        while (journal.TryRead(out Event e, out long sequence))
        {
            tracker.Take(e, sequence);
            if (sequence > cause)
                history.Take(e, sequence);
        }
        if (history.Order is not { } order || tracker.Situation is not { } situation)
            return null;
        OrderSentPayload sent = order.Event.OrderSent;
        bool wasSent = sent.BeforeSendNs != 0;
        return new OrderExplanation(
            ownId,
            order,
            situation,
            history.Signed,
            history.Timed,
            wasSent ? sent.BeforeSendNs - situation.Event.Event.ReceiveNs : null,
            wasSent ? sent.AfterSendNs - sent.BeforeSendNs : null,
            history.Events,
            history.FilledSteps);
    }

    /// <summary>The situation right after an event; null if the journal does not have it.</summary>
    /// <inheritdoc cref="Order"/>
    public static Situation? AtSequence(string path, long sequence)
    {
        var tracker = new SituationTracker(sequence, market: null);
        using JournalReader journal = JournalReader.Open(path);
        while (!tracker.IsComplete && journal.TryRead(out Event e, out long at))
            tracker.Take(e, at);
        return tracker.Situation;
    }

    /// <summary>
    /// The situation at a moment: right after the last event before engine time passed it. Engine time is the largest receive time so
    /// far. Null if the journal begins later.
    /// </summary>
    /// <param name="path">A session's folder, or a root whose newest session is taken.</param>
    /// <param name="ns">Nanoseconds since 1970.</param>
    public static Situation? AtTime(string path, long ns)
    {
        long? last = null;
        using (JournalReader journal = JournalReader.Open(path))
        {
            while (journal.TryRead(out Event e, out long sequence) && e.ReceiveNs <= ns)
                last = sequence;
        }
        return last is { } found ? AtSequence(path, found) : null;
    }

    private static (long Cause, ushort Market)? CauseOf(string path, long ownId)
    {
        using JournalReader journal = JournalReader.Open(path);
        while (journal.TryRead(out Event e, out _))
        {
            if (OrderHistory.IsOrderOf(e, ownId))
                return (e.OrderSent.CauseSequence, e.Market);
        }
        return null;
    }
}
