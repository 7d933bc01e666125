using LowLatencyMM.Core.Events;
using LowLatencyMM.Journal;

namespace LowLatencyMM.EndToEnd.Tests.Support;

/// <summary>A session as an engine that measures nothing would have written it.</summary>
internal static class UntimedCopy
{
    /// <summary>Writes the session into a new folder without <see cref="EventKind.OrderTiming"/>; what comes after moves up.</summary>
    public static string Make(JournalLog session, string root)
    {
        var moved = new Dictionary<long, long>();
        using JournalWriter writer = JournalWriter.Create(root, session.Header);
        foreach ((long sequence, Event recorded) in session.Events)
        {
            if (recorded.Kind == EventKind.OrderTiming)
                continue;
            Event e = recorded;
            moved.Add(sequence, writer.NextSequence);
            if (HasCause(e.Kind))
                e.QuoteDecision.CauseSequence = moved[e.QuoteDecision.CauseSequence];
            writer.Append(in e, writer.NextSequence);
        }
        writer.Close();
        return writer.Folder;
    }

    /// <summary>The first word of every decision.</summary>
    private static bool HasCause(EventKind kind) => kind is EventKind.QuoteDecision or EventKind.OrderSent or EventKind.RiskVerdict
        or EventKind.StateHash or EventKind.Alert or EventKind.StreamDistrusted or EventKind.Estimates;
}
