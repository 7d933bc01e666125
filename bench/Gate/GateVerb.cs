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

    /// <summary>Processes at first; a gate that is red then has as many chances more, which only a real regression does not survive.</summary>
    private const int FewProcesses = 3;
    private const int MostProcesses = 9;
    private const int BaselineProcesses = 15;

    /// <summary>The lowest of three processes lies as often below this quantile of all as above it: 1 − ½^⅓.</summary>
    private const double LowestOfFew = 0.2063;

    public static Command Create()
    {
        Option<bool> selfTest = new("--self-test")
        {
            Description = $"Inject {InjectedPercent} % of slowdown, then an allocation: every gate must turn red. Exit code 0 if they do.",
        };
        Option<string> baseline = new("--baseline") { Description = "The baseline to compare with.", HelpName = "FILE", DefaultValueFactory = _ => Baseline.UsualPath };
        Option<string?> write = new("--write-baseline") { Description = "Write a new baseline from this machine instead of comparing.", HelpName = "FILE" };
        Option<string?> reason = new("--reason") { Description = "Why the baseline changes; needed with --write-baseline.", HelpName = "TEXT" };
        Option<bool> json = BenchOptions.Json();
        var command = new Command("gate", "Pass or fail: allocation and relative speed of the hot path.") { selfTest, baseline, write, reason, json };
        command.Validators.Add(result =>
        {
            if (result.GetValue(write) is not null && string.IsNullOrWhiteSpace(result.GetValue(reason)))
                result.AddError("--write-baseline needs --reason TEXT.");
        });
        command.SetAction(parsed =>
        {
            if (parsed.GetValue(write) is { } file)
                return WriteBaseline(file, parsed.GetValue(reason)!);
            var judge = new GateJudge(Baseline.Read(parsed.GetValue(baseline)!), MachineFingerprint.Current());
            return parsed.GetValue(selfTest) ? SelfTest(judge, parsed.GetValue(json)) : Check(judge, parsed.GetValue(json));
        });
        return command;
    }

    private static int Check(GateJudge judge, bool asJson)
    {
        List<GateMeasurement> processes = [];
        IReadOnlyList<GateVerdict> verdicts;
        do
        {
            Measure(processes, FewProcesses, slowdownPercent: 0, allocates: false);
            verdicts = [.. judge.Times(processes), .. GateJudge.Allocations(processes)];
        }
        while (processes.Count < MostProcesses && verdicts.Any(verdict => !verdict.Passed && double.IsFinite(verdict.Limit)));

        var report = new Report();
        Add(report, verdicts);
        report.Set("processes", processes.Count);
        report.Set("baselineOfThisMachine", judge.IsHome);
        report.Set("bandPercent", judge.IsHome ? GateJudge.BandPercent : GateJudge.ForeignBandPercent);
        report.Set("gen0Collections", processes.Sum(process => process.Collections));
        int failed = verdicts.Count(verdict => !verdict.Passed) + processes.Sum(process => process.Collections);
        report.Set("passed", failed == 0);
        report.Write(asJson);
        foreach (GateVerdict verdict in verdicts.Where(verdict => !verdict.Passed))
            Console.Error.WriteLine($"llmm-bench: gate failed: {verdict.Name}: {verdict.Complaint}.");
        return failed == 0 ? ExitCode.Ok : GateFailed;
    }

    /// <summary>The gates tested: what they must find is put in, and none may overlook it.</summary>
    private static int SelfTest(GateJudge judge, bool asJson)
    {
        var report = new Report();
        List<GateMeasurement> slow = [];
        Measure(slow, FewProcesses, InjectedPercent, allocates: false);
        List<GateMeasurement> allocating = [];
        Measure(allocating, 1, slowdownPercent: 0, allocates: true);
        // On another machine than the baseline's the band is too wide for the injected slowdown.
        IReadOnlyList<GateVerdict> verdicts = [.. judge.IsHome ? judge.Times(slow) : [], .. GateJudge.Allocations(allocating)];
        Add(report, verdicts);
        int green = verdicts.Count(verdict => verdict.Passed);
        report.Set("baselineOfThisMachine", judge.IsHome);
        report.Set("gates", verdicts.Count);
        report.Set("red", verdicts.Count - green);
        report.Write(asJson);
        foreach (GateVerdict verdict in verdicts.Where(verdict => verdict.Passed))
            Console.Error.WriteLine($"llmm-bench: gate overlooks a regression: {verdict.Name}.");
        return green == 0 ? ExitCode.Ok : GateFailed;
    }

    private static int WriteBaseline(string file, string reason)
    {
        List<GateMeasurement> processes = [];
        Measure(processes, BaselineProcesses, slowdownPercent: 0, allocates: false);
        SortedDictionary<string, double> ratios = new(StringComparer.Ordinal);
        foreach (string name in processes[0].Times.Keys)
            ratios[name] = Math.Round(Median.Quantile([.. processes.Select(process => process.Times[name].Ratio)], LowestOfFew), 4);
        new Baseline(MachineFingerprint.Current(), reason, processes.Count, ratios).Write(file);
        return ExitCode.Ok;
    }

    private static void Measure(List<GateMeasurement> processes, int count, int slowdownPercent, bool allocates)
    {
        GateProcess own = GateProcess.Own();
        for (int i = 0; i < count; i++)
            processes.Add(own.Measure(slowdownPercent, allocates));
    }

    private static void Add(Report report, IReadOnlyList<GateVerdict> verdicts)
    {
        foreach (GateVerdict verdict in verdicts)
            report.Add(verdict.Name, ("found", verdict.Found), ("limit", verdict.Limit), ("noisePercent", verdict.NoisePercent), ("passed", verdict.Passed));
    }
}
