using System.CommandLine;
using LowLatencyMM.Host;
using LowLatencyMM.Journal;
using LowLatencyMM.Replay;

namespace LowLatencyMM.Bench.Replay;

/// <summary><c>replay</c>: how fast a session is replayed and compared, and whether memory stays flat while it is.</summary>
internal static class ReplayVerb
{
    private const double LeastEventsPerSecond = 1_000_000;
    private const long EventsForGoal = 5_000_000;
    private const double MiB = 1024 * 1024;

    public static Command Create()
    {
        Argument<string> path = new("DIR") { Description = "A session's folder, or a root whose newest session is taken." };
        Option<int> runs = BenchOptions.Count("--runs", "Replays", 5, 1, 1_000);
        Option<bool> json = BenchOptions.Json();
        var command = new Command("replay", "Events per second and memory of a replay.") { path, runs, json };
        command.SetAction(parsed => Run(parsed.GetRequiredValue(path), parsed.GetValue(runs), parsed.GetValue(json)));
        return command;
    }

    private static int Run(string path, int runs, bool asJson)
    {
        ReplayResult result = Replay(path);
        var rates = new double[runs];
        long allocated = GC.GetTotalAllocatedBytes(precise: true);
        long growth, first;
        using (var memory = new WorkingSetWatch())
        {
            for (int run = 0; run < runs; run++)
            {
                result = Replay(path);
                rates[run] = result.EventsPerSecond;
            }
            first = memory.FirstBytes;
            growth = memory.PeakBytes - first;
        }
        allocated = GC.GetTotalAllocatedBytes(precise: true) - allocated;
        var report = new Report();
        report.Set("events", result.Events);
        report.Set("decisions", result.Decisions);
        report.Set("compared", result.Compared);
        report.Set("identical", result.Identical);
        report.Set("runs", runs);
        report.Set("eventsPerSecond", Median.Of(rates));
        report.Set("slowestEventsPerSecond", rates.Min());
        report.Set("fastestEventsPerSecond", rates.Max());
        report.Set("workingSetMiB", first / MiB);
        report.Set("workingSetGrowthMiB", growth / MiB);
        report.Set("allocatedBytesPerEvent", allocated / (double)Math.Max(1, result.Events * runs));
        report.Set("isLongEnoughForGoal", result.Events >= EventsForGoal);
        report.Set("goalAtLeast1000000EventsPerSecond", Median.Of(rates) >= LeastEventsPerSecond);
        report.Write(asJson);
        if (result.Identical)
            return ExitCode.Ok;
        Console.Error.WriteLine($"llmm-bench: {path}: the replay differs from its journal; see 'llmm replay'.");
        return ExitCode.ReplayDiverged;
    }

    private static ReplayResult Replay(string path)
    {
        try
        {
            return JournalReplay.Run(path);
        }
        catch (Exception e) when (e is JournalException or InvalidDataException)
        {
            throw new UserErrorException(ExitCode.JournalCorrupt, e.Message, e);
        }
    }
}
