using System.CommandLine;
using System.Globalization;
using LowLatencyMM.Core.Settings;
using LowLatencyMM.Host.Estimates;

namespace LowLatencyMM.Host.Verbs;

/// <summary>The recorded market data that a verb reads: a journal, a collector's folder, or a recording.</summary>
internal sealed class PastData
{
    public Argument<string> Path { get; } = new("DATA")
    {
        Description = "A journal's folder, a collector's folder, or a recording (.jsonl, .jsonl.gz).",
    };

    public Option<string?> Market { get; } = new("--market") { Description = "The market; a journal's first if it is left out.", HelpName = "NAME" };

    public Option<string?> Tick { get; } = new("--tick") { Description = "Price grid; a journal knows its own.", HelpName = "DECIMAL" };

    public Option<string?> Step { get; } = new("--step") { Description = "Size grid; a journal knows its own.", HelpName = "DECIMAL" };

    public void AddTo(Command command)
    {
        command.Add(Path);
        command.Add(Market);
        command.Add(Tick);
        command.Add(Step);
    }

    /// <summary>Opens the data.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="configured">The market of a configuration, if there is one.</param>
    /// <exception cref="UserErrorException">They are not there, cannot be read, or more must be known.</exception>
    public MarketHistory Open(ParseResult parsed, string? configured)
    {
        string path = parsed.GetRequiredValue(Path);
        string? market = parsed.GetValue(Market) ?? configured;
        if (!File.Exists(path) && !Directory.Exists(path))
            throw new UserErrorException(ExitCode.Failure, $"{path} is not there; expected a journal's folder, a collector's folder or a recording.");
        if (File.Exists(path))
        {
            (string name, Grid tick, Grid step) = Known(parsed, market, path);
            return RecordingHistory.Open(path, name, tick, step, parsed.GetValue(Tick)!, parsed.GetValue(Step)!);
        }
        if (CollectedFolder(path, market) is { } folder)
        {
            (string name, Grid tick, Grid step) = Known(parsed, market, path);
            return CollectedHistory.Open(folder, name, tick, step, parsed.GetValue(Tick)!, parsed.GetValue(Step)!);
        }
        return JournalErrors.Translate(() => JournalHistory.Open(path, market));
    }

    private static string? CollectedFolder(string path, string? market)
    {
        if (CollectedHistory.IsIn(path))
            return path;
        return market is not null && CollectedHistory.FolderOf(path, market) is var folder && CollectedHistory.IsIn(folder) ? folder : null;
    }

    private (string Market, Grid Tick, Grid Step) Known(ParseResult parsed, string? market, string path) => (
        market ?? throw new UserErrorException(ExitCode.Usage, $"{path} does not tell which market is meant: give --market."),
        GridOf(parsed.GetValue(Tick), "--tick", path), GridOf(parsed.GetValue(Step), "--step", path));

    private static Grid GridOf(string? text, string option, string path)
    {
        if (text is null)
            throw new UserErrorException(ExitCode.Usage, $"{path} does not tell its grid: give {option}.");
        if (!decimal.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out decimal unit) || unit <= 0)
            throw new UserErrorException(ExitCode.Usage, $"{option} is '{text}', expected a positive decimal number such as 0.1.");
        int scale = 0;
        for (; unit != decimal.Truncate(unit); unit *= 10)
            scale++;
        return new Grid((long)unit, scale);
    }
}
