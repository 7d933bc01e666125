using LowLatencyMM.Bench.Gate;

namespace LowLatencyMM.Bench.Tests;

public class GateJudgeTests
{
    private static readonly MachineFingerprint Here = new("Vendor 1 2", 2, 256, "X64", "10.0", "default");

    [Fact]
    public void What_takes_as_long_as_in_the_baseline_passes()
    {
        GateVerdict verdict = Assert.Single(Judge(("parse", 1.5)).Times([Measured(("parse", 1.5))]));
        Assert.True(verdict.Passed);
    }

    [Fact]
    public void Thirty_percent_slower_fails_and_the_complaint_names_found_limit_and_baseline()
    {
        GateVerdict verdict = Assert.Single(Judge(("parse", 1)).Times([Measured(("parse", 1.3))]));
        Assert.False(verdict.Passed);
        Assert.Contains("1.300", verdict.Complaint, StringComparison.Ordinal);
        Assert.Contains("1.130", verdict.Complaint, StringComparison.Ordinal);
        Assert.Contains("1.000", verdict.Complaint, StringComparison.Ordinal);
    }

    [Fact]
    public void Disturbed_processes_beside_a_calm_one_do_not_fail_a_gate()
    {
        GateVerdict verdict = Assert.Single(Judge(("parse", 1)).Times([Measured(("parse", 1)), Measured(("parse", 9)), Measured(("parse", 2))]));
        Assert.True(verdict.Passed);
        Assert.Equal(100 * (2 - 1) / 1.0, verdict.NoisePercent, 6);
    }

    [Fact]
    public void A_gate_of_the_baseline_that_was_not_measured_fails()
    {
        IReadOnlyList<GateVerdict> verdicts = Judge(("parse", 1), ("sign", 2)).Times([Measured(("parse", 1))]);
        GateVerdict missing = Assert.Single(verdicts, verdict => !verdict.Passed);
        Assert.Equal("sign", missing.Name);
        Assert.Contains("removed or renamed", missing.Complaint, StringComparison.Ordinal);
    }

    [Fact]
    public void A_renamed_gate_fails_under_both_names()
    {
        IReadOnlyList<GateVerdict> verdicts = Judge(("parse", 1)).Times([Measured(("scan", 1))]);
        Assert.Equal(["parse", "scan"], verdicts.Select(verdict => verdict.Name));
        Assert.All(verdicts, verdict => Assert.False(verdict.Passed));
    }

    [Fact]
    public void A_gate_that_one_process_did_not_measure_fails() =>
        Assert.False(Assert.Single(Judge(("parse", 1)).Times([Measured(("parse", 1)), Measured()])).Passed);

    [Fact]
    public void A_single_byte_in_a_single_process_fails()
    {
        GateVerdict verdict = Assert.Single(GateJudge.Allocations([Allocated(0), Allocated(1), Allocated(0)]));
        Assert.False(verdict.Passed);
        Assert.Contains("1 bytes", verdict.Complaint, StringComparison.Ordinal);
    }

    [Fact]
    public void No_byte_passes() => Assert.True(Assert.Single(GateJudge.Allocations([Allocated(0), Allocated(0)])).Passed);

    [Fact]
    public void Another_machine_than_the_baselines_is_judged_only_roughly()
    {
        var judge = new GateJudge(Expected(("parse", 1)), Here with { Processor = "Vendor 1 3" });
        Assert.False(judge.IsHome);
        Assert.True(Assert.Single(judge.Times([Measured(("parse", 1.3))])).Passed);
        Assert.False(Assert.Single(judge.Times([Measured(("parse", 2.6))])).Passed);
    }

    private static GateJudge Judge(params (string Name, double Ratio)[] expected) => new(Expected(expected), Here);

    private static Baseline Expected(params (string Name, double Ratio)[] expected) =>
        new(Here, "test", 3, new SortedDictionary<string, double>(expected.ToDictionary(gate => gate.Name, gate => gate.Ratio)));

    private static GateMeasurement Measured(params (string Name, double Ratio)[] found) =>
        new(found.ToDictionary(gate => gate.Name, gate => new TimeRatio(gate.Ratio, gate.Ratio, 1)), [], 0);

    private static GateMeasurement Allocated(long bytes) => new([], new Dictionary<string, long> { ["path"] = bytes }, 0);
}
