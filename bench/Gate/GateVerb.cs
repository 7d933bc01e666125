using System.CommandLine;
using LowLatencyMM.Host;

namespace LowLatencyMM.Bench.Gate;

/// <summary>
/// <c>gate</c>: exactly no allocation on the hot path, and no piece of it much slower beside its reference than it was. Quick, and
/// green on a busy machine.
/// </summary>
internal static class GateVerb
{
    private const int GateFailed = 8;
    private const int LeastRounds = 3;
    private const int MostRounds = 10;

    // Between rounds the runtime compiles what it has seen to be hot; on a busy machine that takes several rounds.
    private static readonly TimeSpan CompilationPause = TimeSpan.FromMilliseconds(120);

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
        var best = new double[gates.Times.Length];
        Array.Fill(best, double.PositiveInfinity);
        int rounds = 0;
        do
        {
            for (int i = 0; i < best.Length; i++)
                best[i] = Math.Min(best[i], gates.Times[i].Ratio(repetitions));
            rounds++;
            Thread.Sleep(CompilationPause);
        }
        while (rounds < LeastRounds || (rounds < MostRounds && gates.Times.Where((gate, i) => best[i] > gate.Limit).Any()));

        int failed = 0;
        for (int i = 0; i < best.Length; i++)
        {
            TimeGate gate = gates.Times[i];
            bool passed = best[i] <= gate.Limit;
            report.Add(gate.Name, ("ratio", best[i]), ("limit", gate.Limit), ("passed", passed));
            if (passed)
                continue;
            failed++;
            if (repetitions == 1)
                Console.Error.WriteLine(FormattableString.Invariant($"llmm-bench: gate failed: {gate.Name}: {best[i]:0.000} in the best of {rounds} rounds, at most {gate.Limit} expected."));
        }
        return failed;
    }

    /// <summary>Before the code is compiled for good, it may allocate now and then; afterwards a round must be without a byte.</summary>
    private static int CheckAllocations(Gates gates, Report report)
    {
        int failed = 0;
        foreach (AllocationGate gate in gates.Allocations)
        {
            long bytes = gate.Bytes();
            for (int round = 1; round < MostRounds && bytes != 0; round++)
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
