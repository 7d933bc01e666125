using LowLatencyMM.Core.Events;
using LowLatencyMM.Journal;

namespace LowLatencyMM.Replay;

/// <summary>Prints a journal's events.</summary>
public static class JournalShow
{
    /// <summary>Prints the events that a filter lets through, one a line, and gives their number.</summary>
    /// <param name="path">A session's folder, or a root whose newest session is taken.</param>
    /// <param name="filter">Which.</param>
    /// <param name="json">One JSON object a line instead of text.</param>
    /// <param name="output">Where to.</param>
    /// <exception cref="JournalException">There is no journal, or it is corrupt, or of another version.</exception>
    public static long Print(string path, ShowFilter filter, bool json, TextWriter output)
    {
        using JournalReader journal = JournalReader.Open(path);
        var formatter = new EventFormatter(journal.Header.Settings.MarketRules);
        long printed = 0;
        foreach (RecordedEvent recorded in Read(journal, filter))
        {
            output.WriteLine(json ? formatter.Json(recorded) : formatter.Line(recorded));
            printed++;
        }
        return printed;
    }

    /// <summary>The events that a filter lets through, in order.</summary>
    public static IEnumerable<RecordedEvent> Read(JournalReader journal, ShowFilter filter)
    {
        while (journal.TryRead(out Event e, out long sequence) && sequence <= filter.To)
        {
            if (sequence >= filter.From && (filter.Kind is null || filter.Kind == e.Kind))
                yield return new RecordedEvent(sequence, e);
        }
    }
}
