using LowLatencyMM.Core.Events;
using LowLatencyMM.Journal;
using LowLatencyMM.Replay;

namespace LowLatencyMM.EndToEnd.Tests.Support;

/// <summary>All of a session's events, as its journal has them.</summary>
internal sealed class JournalLog
{
    private JournalLog(SessionHeader header, IReadOnlyList<RecordedEvent> events, bool closedCleanly)
    {
        Header = header;
        Events = events;
        ClosedCleanly = closedCleanly;
    }

    public SessionHeader Header { get; }

    public IReadOnlyList<RecordedEvent> Events { get; }

    public bool ClosedCleanly { get; }

    public static JournalLog Read(string path)
    {
        using JournalReader journal = JournalReader.Open(path);
        var events = new List<RecordedEvent>();
        while (journal.TryRead(out Event e, out long sequence))
            events.Add(new RecordedEvent(sequence, e));
        return new JournalLog(journal.Header, events, journal.ClosedCleanly);
    }

    /// <summary>Events of a kind, in order.</summary>
    public IEnumerable<Event> Of(EventKind kind) => Events.Select(recorded => recorded.Event).Where(e => e.Kind == kind);

    /// <summary>Requests of the given kinds, in order.</summary>
    public IEnumerable<OrderSentPayload> Requests(params RequestKind[] kinds) =>
        Of(EventKind.OrderSent).Select(e => e.OrderSent).Where(sent => kinds.Contains(sent.Request));

    /// <summary>
    /// Requires that the journal has an event for each of <paramref name="steps"/>, in this order, with others in between.
    /// </summary>
    public void RequireInOrder(params (string What, Func<Event, bool> Is)[] steps)
    {
        int next = 0;
        foreach (RecordedEvent recorded in Events)
        {
            if (next < steps.Length && steps[next].Is(recorded.Event))
                next++;
        }
        Assert.True(next == steps.Length, next == steps.Length ? "" : $"The journal misses, after {next} steps: {steps[next].What}.");
    }
}
