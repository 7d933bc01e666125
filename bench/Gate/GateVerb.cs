using System.CommandLine;
using LowLatencyMM.Host;

namespace LowLatencyMM.Bench.Gate;

/// <summary>
/// <c>gate</c>: exactly no allocation on the hot path, and no piece of it slower beside its frozen kernel than the baseline says. Quick, and
/// green on a busy machine.
/// </summary>
internal static class GateVerb
{
    private const int GateFailed = 8;
    private const int InjectedPercent = 30;

    /// <summary>Processes at most: a gate that is red, or was not measured in calm, has as many more chances as that leaves.</summary>
    private const int MostProcesses = 9;
    private const int BaselineProcesses = 15;

    /// <summary>Between what the second lowest of three is on average, the median, and the second lowest of nine.</summary>
    private const double BaselineQuantile = 0.25;

    public static Command Create()
    {
        Option<bool> selfTest = new("--self-test")
        {
            Description = $"Inject {InjectedPercent} % of slowdown, then an allocation: every gate must turn red. Exit code 0 if they do.",
        };
        Option<string> baseline = new("--baseline") { Description = "The baseline to compare with.", HelpName = "FILE", DefaultValueFactory = _ => Baseline.UsualPath };
        Option<string?> write = new("--write-baseline") { Description = "Write a new baseline from this machine instead of comparing, and tell what changes.", HelpName = "FILE" };
        Option<string?> reason = new("--reason") { Description = "Why the baseline changes; needed with --write-baseline.", HelpName = "TEXT" };
        Option<int> repeat = BenchOptions.Count("--repeat", "Times in a row; ends at the first that fails", 1, 1, 1_000);
        Option<bool> json = BenchOptions.Json();
        var command = new Command("gate", "Pass or fail: allocation and relative speed of the hot path.") { selfTest, baseline, write, reason, repeat, json };
        command.Validators.Add(result =>
        {
            if (result.GetValue(write) is not null && string.IsNullOrWhiteSpace(result.GetValue(reason)))
                result.AddError("--write-baseline needs --reason TEXT.");
            if (result.GetValue(repeat) > 1 && result.GetValue(json))
                result.AddError("--json prints one object: not with --repeat.");
        });
        command.SetAction(parsed =>
        {
            if (parsed.GetValue(write) is { } file)
                return WriteBaseline(file, parsed.GetValue(reason)!, parsed.GetValue(json));
            var judge = new GateJudge(Baseline.Read(parsed.GetValue(baseline)!), MachineFingerprint.Current());
            bool tests = parsed.GetValue(selfTest);
            bool asJson = parsed.GetValue(json);
            return Repeat(parsed.GetValue(repeat), () => tests ? SelfTest(judge, asJson) : Check(judge, asJson));
        });
        return command;
    }

    private static int Repeat(int times, Func<int> run)
    {
        int exitCode = ExitCode.Ok;
        for (int i = 1; i <= times && exitCode == ExitCode.Ok; i++)
        {
            exitCode = run();
            if (times > 1)
                Console.Error.WriteLine($"llmm-bench: run {i} of {times}: {(exitCode == ExitCode.Ok ? "passed" : "failed")}.");
        }
        return exitCode;
    }

    private static int Check(GateJudge judge, bool asJson)
    {
        List<GateMeasurement> processes = [];
        GateMeasurement allocations = GateProcess.Own().Allocations(injects: false);
        IReadOnlyList<GateVerdict> verdicts = [.. Times(judge, processes, slowdownPercent: 0), .. GateJudge.Allocations([allocations])];
        var report = new Report();
        Add(report, judge, verdicts);
        report.Set("processes", processes.Count + 1);
        report.Set("gen0Collections", allocations.Collections);
        int failed = verdicts.Count(verdict => !verdict.Passed) + allocations.Collections;
        report.Set("passed", failed == 0);
        report.Write(asJson);
        foreach (GateVerdict verdict in verdicts.Where(verdict => !verdict.Passed))
            Console.Error.WriteLine($"llmm-bench: gate failed: {verdict.Name}: {verdict.Complaint}.");
        return failed == 0 ? ExitCode.Ok : GateFailed;
    }

    /// <summary>The gates tested: what they must find is put in, and none may overlook it.</summary>
    private static int SelfTest(GateJudge judge, bool asJson)
    {
        List<GateMeasurement> slow = [];
        IReadOnlyList<GateVerdict> times = Times(judge, slow, InjectedPercent);
        GateMeasurement allocating = GateProcess.Own().Allocations(injects: true);
        // With the wide band the injected slowdown cannot be seen: then nothing is said about that gate.
        GateVerdict[] verdicts = [.. times.Where(verdict => !verdict.IsRough), .. GateJudge.Allocations([allocating])];
        var report = new Report();
        Add(report, judge, verdicts);
        int green = verdicts.Count(verdict => verdict.Passed);
        report.Set("processes", slow.Count + 1);
        report.Set("gates", verdicts.Length);
        report.Set("red", verdicts.Length - green);
        report.Set("notTested", times.Count(verdict => verdict.IsRough));
        report.Write(asJson);
        foreach (GateVerdict verdict in verdicts.Where(verdict => verdict.Passed))
            Console.Error.WriteLine($"llmm-bench: gate overlooks a regression: {verdict.Name}.");
        return green == 0 ? ExitCode.Ok : GateFailed;
    }

    /// <summary>
    /// Measures until all gates are green by enough calm processes. One that is red has all the chances there are, which only a real regression
    /// does not survive.
    /// </summary>
    private static IReadOnlyList<GateVerdict> Times(GateJudge judge, List<GateMeasurement> processes, int slowdownPercent)
    {
        IReadOnlyList<GateVerdict> verdicts;
        do
        {
            processes.Add(GateProcess.Own().Times(slowdownPercent));
            verdicts = judge.Times(processes);
        }
        while (processes.Count < MostProcesses && !verdicts.Any(IsUnknown) && (processes.Count < GateJudge.LeastProcesses || verdicts.Any(IsOpen)));
        return verdicts;
    }

    /// <summary>More processes may still change it.</summary>
    private static bool IsOpen(GateVerdict verdict) => !verdict.Passed || verdict.CalmProcesses < GateJudge.LeastProcesses;

    private static bool IsUnknown(GateVerdict verdict) => double.IsNaN(verdict.Limit);

    private static int WriteBaseline(string file, string reason, bool asJson)
    {
        List<GateMeasurement> processes = [];
        for (int i = 0; i < BaselineProcesses; i++)
            processes.Add(GateProcess.Own().Times(slowdownPercent: 0));
        double calm = GateJudge.CalmLevel(processes);
        Baseline? before = File.Exists(file) ? Baseline.Read(file) : null;
        SortedDictionary<string, double> ratios = new(StringComparer.Ordinal);
        var report = new Report();
        foreach (string name in processes[0].Times.Keys.Order(StringComparer.Ordinal))
        {
            double[] figures = [.. processes.Select(process => GateJudge.Figure(process.Times[name], calm)).Where(double.IsFinite)];
            if (figures.Length < GateJudge.LeastProcesses)
            {
                throw new UserErrorException(GateFailed, FormattableString.Invariant(
                    $"{figures.Length} of {processes.Count} processes had the core for themselves while they measured '{name}', expected at least {GateJudge.LeastProcesses}: no baseline is written."));
            }
            ratios[name] = Math.Round(Median.Quantile(figures, BaselineQuantile), 4);
            double was = before?.Ratios.GetValueOrDefault(name, double.NaN) ?? double.NaN;
            report.Add(name, ("before", was), ("now", ratios[name]), ("changePercent", 100 * (ratios[name] - was) / was), ("calmProcesses", figures.Length));
        }
        new Baseline(MachineFingerprint.Current(), reason, processes.Count, Math.Round(calm, 4), ratios).Write(file);
        report.Set("calmBefore", before?.Calm ?? double.NaN);
        report.Set("calm", calm);
        report.Write(asJson);
        return ExitCode.Ok;
    }

    private static void Add(Report report, GateJudge judge, IReadOnlyList<GateVerdict> verdicts)
    {
        foreach (GateVerdict verdict in verdicts)
        {
            report.Add(
                verdict.Name, ("found", verdict.Found), ("limit", verdict.Limit), ("noisePercent", verdict.NoisePercent),
                ("calmProcesses", verdict.CalmProcesses), ("rough", verdict.IsRough), ("passed", verdict.Passed));
        }
        report.Set("baselineOfThisMachine", judge.IsHome);
        report.Set("bandPercent", judge.IsHome ? GateJudge.BandPercent : GateJudge.RoughBandPercent);
    }
}
