using System.CommandLine;
using System.Diagnostics;
using LowLatencyMM.Host;

namespace LowLatencyMM.Bench.Gate;

/// <summary>
/// <c>gate</c>: exactly no allocation on the hot path, and no piece of it much slower beside its reference than it was. Quick, and
/// green on a busy machine.
/// </summary>
internal static class GateVerb
{
    private const int GateFailed = 8;
    private const int LeastWarmRounds = 10;
    private const int MostWarmRounds = 50;
    private const int LeastRounds = 5;
    private const int MostRounds = 20;
    private const int CalmRounds = 4;
    private const double Calm = 0.95;

    // Between rounds the runtime compiles what it has seen to be hot; on a busy machine that takes many rounds.
    private static readonly TimeSpan CompilationPause = TimeSpan.FromMilliseconds(120);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    public static Command Create()
    {
        Option<bool> doubled = new("--double-work")
        {
            Description = "Run each measured piece twice: every time gate must turn red. Tests the gates themselves; exit code 0 if they do.",
        };
        Option<bool> json = BenchOptions.Json();
        var command = new Command("gate", "Pass or fail: allocation and relative speed of the hot path.") { doubled, json };
        command.SetAction(parsed => Run(parsed.GetValue(doubled), parsed.GetValue(json)));
        return command;
    }

    private static int Run(bool doubled, bool asJson)
    {
        using var gates = new Gates();
        var report = new Report();
        int failed = CheckTimes(gates, report, doubled ? 2 : 1);
        if (doubled)
        {
            report.Set("timeGates", gates.Times.Length);
            report.Set("redWithDoubleWork", failed);
            report.Write(asJson);
            return failed == gates.Times.Length ? ExitCode.Ok : GateFailed;
        }
        failed += CheckAllocations(gates, report);
        report.Set("failed", failed);
        report.Set("passed", failed == 0);
        report.Write(asJson);
        return failed == 0 ? ExitCode.Ok : GateFailed;
    }

    /// <summary>A gate passes when one of several rounds is within its limit: a regression is in all of them, a disturbance is not.</summary>
    private static int CheckTimes(Gates gates, Report report, int repetitions)
    {
        TimeGate[] times = gates.Times;
        WarmUp(times);
        TimeRatio[] best = [.. times.Select(_ => new TimeRatio(double.PositiveInfinity, 0, 0))];
        int rounds = 0;
        for (; rounds < LeastRounds || (rounds < MostRounds && HasRed(times, best)); rounds++)
        {
            for (int i = 0; i < best.Length; i++)
            {
                TimeRatio round = times[i].Measure(repetitions);
                if (round.Ratio < best[i].Ratio)
                    best[i] = round;
            }
        }

        int failed = 0;
        for (int i = 0; i < best.Length; i++)
        {
            TimeGate gate = times[i];
            bool passed = best[i].Ratio <= gate.Limit;
            report.Add(
                gate.Name, ("ratio", best[i].Ratio), ("limit", gate.Limit), ("passed", passed),
                ("subjectMicros", best[i].SubjectMicros), ("referenceMicros", best[i].ReferenceMicros));
            if (passed)
                continue;
            failed++;
            if (repetitions == 1)
                Console.Error.WriteLine(FormattableString.Invariant($"llmm-bench: gate failed: {gate.Name}: {best[i].Ratio:0.000} in the best of {rounds} rounds, at most {gate.Limit} expected."));
        }
        return failed;
    }

    /// <summary>Until no measured piece and no reference has become faster for some rounds: a ratio to cold code says nothing.</summary>
    private static void WarmUp(TimeGate[] gates)
    {
        double[] subjects = [.. gates.Select(_ => double.PositiveInfinity)];
        double[] references = [.. subjects];
        var elapsed = Stopwatch.StartNew();
        int calm = 0;
        for (int round = 0; round < LeastWarmRounds || (round < MostWarmRounds && calm < CalmRounds && elapsed.Elapsed < Patience); round++)
        {
            calm++;
            for (int i = 0; i < gates.Length; i++)
            {
                TimeRatio slice = gates[i].Measure(repetitions: 1);
                if (slice.SubjectMicros < Calm * subjects[i] || slice.ReferenceMicros < Calm * references[i])
                    calm = 0;
                subjects[i] = Math.Min(subjects[i], slice.SubjectMicros);
                references[i] = Math.Min(references[i], slice.ReferenceMicros);
            }
            Thread.Sleep(CompilationPause);
        }
    }

    private static bool HasRed(TimeGate[] gates, TimeRatio[] best) => gates.Where((gate, i) => best[i].Ratio > gate.Limit).Any();

    /// <summary>Before the code is compiled for good, it may allocate now and then; afterwards a round must be without a byte.</summary>
    private static int CheckAllocations(Gates gates, Report report)
    {
        int failed = 0;
        foreach (AllocationGate gate in gates.Allocations)
        {
            long bytes = gate.Bytes();
            for (int round = 1; round < LeastWarmRounds && bytes != 0; round++)
            {
                Thread.Sleep(CompilationPause);
                bytes = gate.Bytes();
            }
            report.Add(gate.Name, ("allocatedBytes", bytes), ("limit", 0), ("passed", bytes == 0));
            if (bytes == 0)
                continue;
            failed++;
            Console.Error.WriteLine($"llmm-bench: gate failed: {gate.Name}: {bytes} bytes allocated, 0 expected.");
        }
        return failed;
    }
}
