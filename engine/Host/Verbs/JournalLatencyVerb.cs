using System.CommandLine;
using LowLatencyMM.Host.Display;
using LowLatencyMM.Host.Measurement;

namespace LowLatencyMM.Host.Verbs;

/// <summary><c>journal latency</c>: where the time between a frame and its orders went, from the stamps in a session's journal.</summary>
internal static class JournalLatencyVerb
{
    public static Command Create()
    {
        Argument<string> directory = JournalVerb.DirectoryArgument();
        var session = new Option<string?>("--session") { Description = "A session in DIR, instead of the newest.", HelpName = "NAME" };
        Option<long> from = JournalVerb.From();
        Option<long> to = JournalVerb.To();
        var histogram = new Option<string?>("--histogram")
        {
            Description = "Also write all histograms, as text that can be read back and added up, to this file.",
            HelpName = "FILE",
        };
        Option<bool> json = Options.Json();
        var command = new Command("latency", "Tell where the time between a frame and its orders went, stage by stage.")
        {
            directory, session, from, to, histogram, json,
        };
        command.SetAction(parsed =>
        {
            JournalVerb.RequireRange(parsed.GetValue(from), parsed.GetValue(to));
            string path = SessionFolder(parsed.GetRequiredValue(directory), parsed.GetValue(session));
            JournalLatency latency = JournalErrors.Translate(() => JournalLatency.Read(path, parsed.GetValue(from), parsed.GetValue(to)));
            if (parsed.GetValue(histogram) is { } file)
                Write(latency, file);
            if (parsed.GetValue(json))
                LatencyReport.PrintJson(latency);
            else
                LatencyReport.Print(latency);
            return ExitCode.Ok;
        });
        return command;
    }

    private static string SessionFolder(string directory, string? session)
    {
        if (session is null)
            return directory;
        if (session.Length == 0 || session != Path.GetFileName(session))
            throw new UserErrorException(ExitCode.Usage, $"--session is '{session}', expected the name of a session's folder in {directory}.");
        return Path.Combine(directory, session);
    }

    /// <summary>Whole or not at all.</summary>
    private static void Write(JournalLatency latency, string file)
    {
        string temporary = file + ".tmp";
        using (var output = new StreamWriter(temporary))
            LatencyHistogramText.Write(output, LatencyReport.Histograms(latency));
        File.Move(temporary, file, overwrite: true);
    }
}
