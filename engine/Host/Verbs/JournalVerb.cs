using System.CommandLine;
using System.Globalization;
using LowLatencyMM.Core.Events;
using LowLatencyMM.Gateway;
using LowLatencyMM.Journal;
using LowLatencyMM.Replay;

namespace LowLatencyMM.Host.Verbs;

/// <summary>
/// <c>journal show</c>, <c>journal why</c> and <c>journal latency</c>: what happened, why an order went out, and where its time went.
/// </summary>
internal static class JournalVerb
{
    public static Command Create() => new("journal", "Look into a journal.") { CreateShow(), CreateWhy(), JournalLatencyVerb.Create() };

    internal static Argument<string> DirectoryArgument() =>
        new("DIR") { Description = "A session's folder, or the folder of sessions, of which the newest is taken." };

    internal static Option<long> From() => Options.Whole("--from", "First sequence.", "SEQUENCE", 0, long.MaxValue);

    internal static Option<long> To()
    {
        Option<long> to = Options.Whole("--to", "Last sequence.", "SEQUENCE", 0, long.MaxValue);
        to.DefaultValueFactory = _ => long.MaxValue;
        return to;
    }

    internal static void RequireRange(long from, long to)
    {
        if (from > to)
            throw new UserErrorException(ExitCode.Usage, $"--from is {from}, expected at most --to, which is {to}.");
    }

    private static Command CreateShow()
    {
        Argument<string> directory = DirectoryArgument();
        Option<long> from = From();
        Option<long> to = To();
        Option<EventKind> kind = Kind();
        Option<bool> json = Options.Json();
        var command = new Command("show", "Print a journal's events.") { directory, from, to, kind, json };
        command.SetAction(parsed =>
        {
            var filter = new ShowFilter
            {
                From = parsed.GetValue(from),
                To = parsed.GetValue(to),
                Kind = parsed.GetResult(kind) is not null ? parsed.GetValue(kind) : null,
            };
            RequireRange(filter.From, filter.To);
            return Show(parsed.GetRequiredValue(directory), filter, parsed.GetValue(json));
        });
        return command;
    }

    private static Option<EventKind> Kind()
    {
        string[] names = Enum.GetNames<EventKind>()[1..];
        var kind = new Option<EventKind>("--kind")
        {
            Description = "Only events of this kind.",
            HelpName = "KIND",
            CustomParser = result =>
            {
                string text = result.Tokens[0].Value;
                if (names.Contains(text, StringComparer.OrdinalIgnoreCase))
                    return Enum.Parse<EventKind>(text, ignoreCase: true);
                result.AddError($"--kind is '{text}', expected one of {string.Join(", ", names)}.");
                return default;
            },
        };
        kind.CompletionSources.Add(names);
        return kind;
    }

    private static int Show(string directory, ShowFilter filter, bool json) => JournalErrors.Translate(() =>
    {
        using var output = new StreamWriter(Console.OpenStandardOutput());
        if (!json)
        {
            JournalShow.Print(directory, filter, json: false, output);
            return ExitCode.Ok;
        }
        // One object, written as it is read: a journal can be larger than memory.
        using JournalReader journal = JournalReader.Open(directory);
        var formatter = new EventFormatter(journal.Header.Settings.MarketRules);
        output.Write("{\"events\":[");
        string separator = "\n";
        foreach (RecordedEvent recorded in JournalShow.Read(journal, filter))
        {
            output.Write(separator);
            output.Write(formatter.Json(recorded));
            separator = ",\n";
        }
        output.WriteLine("\n]}");
        return ExitCode.Ok;
    });

    private static Command CreateWhy()
    {
        Argument<string> directory = DirectoryArgument();
        var subject = new Argument<string>("WHAT")
        {
            Description = "An order's external id; or a moment: an event's sequence, or a UTC time such as 2026-01-31T12:00:00.5Z.",
        };
        Option<bool> json = Options.Json();
        var command = new Command("why", "Explain why an order went out and what became of it, or why there were no quotes at a moment.")
        {
            directory, subject, json,
        };
        command.SetAction(parsed => Why(parsed.GetRequiredValue(directory), parsed.GetRequiredValue(subject), parsed.GetValue(json)));
        return command;
    }

    private static int Why(string directory, string subject, bool json) => JournalErrors.Translate(() =>
    {
        WhyReport report;
        using (JournalReader journal = JournalReader.Open(directory))
            report = new WhyReport(journal.Header.Settings.MarketRules);
        if (ExternalId.TryParse(subject, out long ownId))
        {
            OrderExplanation why = JournalWhy.Order(directory, ownId) ?? throw NotThere(directory, $"order {subject}");
            if (json)
                Console.Out.WriteLine(report.Json(why));
            else
                report.PrintText(why, Console.Out);
            return ExitCode.Ok;
        }
        Situation situation = SituationAt(directory, subject);
        if (json)
            Console.Out.WriteLine(report.Json(situation));
        else
            report.PrintText(situation, Console.Out);
        return ExitCode.Ok;
    });

    private static Situation SituationAt(string directory, string subject)
    {
        if (long.TryParse(subject, NumberStyles.None, CultureInfo.InvariantCulture, out long sequence))
            return JournalWhy.AtSequence(directory, sequence) ?? throw NotThere(directory, $"event {subject}");
        const DateTimeStyles Utc = DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal;
        if (!DateTime.TryParse(subject, CultureInfo.InvariantCulture, Utc, out DateTime moment))
            throw new UserErrorException(ExitCode.Usage, $"\"{subject}\" is no external id of ours (mm and 16 hex digits), no sequence and no UTC time.");
        long nanoseconds = (moment - DateTime.UnixEpoch).Ticks * TimeSpan.NanosecondsPerTick;
        return JournalWhy.AtTime(directory, nanoseconds) ?? throw NotThere(directory, $"event at or before {subject}");
    }

    private static UserErrorException NotThere(string directory, string what) => new(ExitCode.Failure, $"{directory}: the journal has no {what}.");
}
