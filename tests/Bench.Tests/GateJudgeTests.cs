using FsCheck;
using FsCheck.Fluent;
using LowLatencyMM.Bench.Gate;

namespace LowLatencyMM.Bench.Tests;

public class GateJudgeTests
{
    private const double Calm = 1.5;
    private static readonly MachineFingerprint Here = new("Vendor 1 2", 2, 256, "X64", "10.0", "default");

    [Fact]
    public void What_takes_as_long_as_in_the_baseline_passes()
    {
        GateVerdict verdict = Assert.Single(Judge(("parse", 1.5)).Times(Processes(1.5, 1.5, 1.5)));
        Assert.True(verdict is { Passed: true, IsRough: false, CalmProcesses: 3 });
    }

    [Fact]
    public void Thirty_percent_slower_fails_and_the_complaint_names_found_limit_and_baseline()
    {
        GateVerdict verdict = Assert.Single(Judge(("parse", 1)).Times(Processes(1.3, 1.3, 1.3)));
        Assert.False(verdict.Passed);
        Assert.Contains("1.300", verdict.Complaint, StringComparison.Ordinal);
        Assert.Contains("1.140", verdict.Complaint, StringComparison.Ordinal);
        Assert.Contains("1.000", verdict.Complaint, StringComparison.Ordinal);
    }

    [Fact]
    public void Processes_that_were_slow_by_themselves_do_not_fail_a_gate_beside_two_that_were_not()
    {
        GateVerdict verdict = Assert.Single(Judge(("parse", 1)).Times(Processes(9, 1, 2, 1.05, 2)));
        Assert.True(verdict.Passed);
        Assert.Equal(1.05, verdict.Found, 6);
        Assert.Equal(100 * (2 - 1.05) / 1.05, verdict.NoisePercent, 6);
    }

    [Fact]
    public void One_process_that_was_fast_by_itself_does_not_hide_a_regression()
    {
        GateVerdict verdict = Assert.Single(Judge(("parse", 1)).Times(Processes(1.3, 1.3, 0.8, 1.3, 1.3, 1.3, 1.3, 1.3, 1.3)));
        Assert.False(verdict.Passed);
        Assert.Equal(1.3, verdict.Found, 6);
    }

    [Fact]
    public void The_verdict_does_not_depend_on_the_order_of_the_processes()
    {
        Check.One(Config.QuickThrowOnFailure.WithReplay(20_261_122, 7), Prop.ForAll(Gen.Choose(700, 1_600).ListOf(9).ToArbitrary(), permille =>
        {
            double[] ratios = [.. permille.Select(value => value / 1_000.0)];
            GateJudge judge = Judge(("parse", 1));
            GateVerdict forward = Assert.Single(judge.Times(Processes(ratios)));
            GateVerdict backward = Assert.Single(judge.Times(Processes([.. ratios.Reverse()])));
            double secondLowest = ratios.Order().ElementAt(1);
            return forward == backward && forward.Passed == (secondLowest <= 1 + (GateJudge.BandPercent / 100.0));
        }));
    }

    [Fact]
    public void A_process_more_that_is_no_slower_turns_no_green_gate_red()
    {
        Check.One(Config.QuickThrowOnFailure.WithReplay(20_261_122, 9), Prop.ForAll(Gen.Choose(700, 1_600).ListOf(4).ToArbitrary(), permille =>
        {
            double[] ratios = [.. permille.Select(value => value / 1_000.0)];
            GateJudge judge = Judge(("parse", 1));
            bool before = Assert.Single(judge.Times(Processes(ratios[..3]))).Passed;
            return !before || Assert.Single(judge.Times(Processes(ratios))).Passed;
        }));
    }

    [Theory]
    [InlineData(0.5)]
    [InlineData(2)]
    public void What_was_measured_while_another_thread_shared_the_core_does_not_count_whether_too_low_or_too_high(double crowded)
    {
        Slice[] slices = [.. Slices(1.3, GateJudge.LeastCalmSlices, Calm), .. Slices(crowded, 1_000, 1.3 * Calm)];

        GateMeasurement process = new(new() { ["parse"] = slices }, [], 0);

        GateVerdict verdict = Assert.Single(Judge(("parse", 1)).Times([process, process, process]));

        Assert.Equal(1.3, verdict.Found, 6);
        Assert.False(verdict.Passed);
    }

    [Fact]
    public void Where_it_was_never_calm_only_a_gross_regression_fails()
    {
        GateJudge judge = Judge(("parse", 1));

        GateVerdict mild = Assert.Single(judge.Times([Crowded(1.6)]));
        GateVerdict gross = Assert.Single(judge.Times([Crowded(2.6)]));

        Assert.True(mild is { Passed: true, IsRough: true, CalmProcesses: 0 });
        Assert.True(gross is { Passed: false, IsRough: true });
    }

    [Fact]
    public void A_process_with_too_few_calm_slices_is_left_out_beside_enough_others()
    {
        GateVerdict verdict = Assert.Single(Judge(("parse", 1)).Times([Crowded(0.2), Crowded(0.2), .. Processes(1.3, 1.3, 1.3)]));
        Assert.Equal(3, verdict.CalmProcesses);
        Assert.False(verdict.Passed);
    }

    [Fact]
    public void Fewer_calm_processes_than_three_are_judged_only_roughly()
    {
        GateVerdict mild = Assert.Single(Judge(("parse", 1)).Times([Crowded(1.2), Crowded(1.2), .. Processes(1.3, 1.3)]));
        GateVerdict gross = Assert.Single(Judge(("parse", 1)).Times([Crowded(2.6), Crowded(2.6), .. Processes(2.6, 2.6)]));

        Assert.True(mild is { Passed: true, IsRough: true, CalmProcesses: 2 });
        Assert.True(gross is { Passed: false, IsRough: true });
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
    public void Another_machine_than_the_baselines_is_judged_only_roughly_and_by_its_own_calm()
    {
        var judge = new GateJudge(Expected(("parse", 1)), Here with { Processor = "Vendor 1 3" });
        Assert.False(judge.IsHome);
        Assert.True(Assert.Single(judge.Times([Crowded(1.3)])) is { Passed: true, IsRough: true, CalmProcesses: 1 });
        Assert.False(Assert.Single(judge.Times([Crowded(2.6)])).Passed);
    }

    private static GateJudge Judge(params (string Name, double Ratio)[] expected) => new(Expected(expected), Here);

    private static Baseline Expected(params (string Name, double Ratio)[] expected) =>
        new(Here, "test", 3, Calm, new SortedDictionary<string, double>(expected.ToDictionary(gate => gate.Name, gate => gate.Ratio)));

    private static GateMeasurement Measured(params (string Name, double Ratio)[] found) =>
        new(found.ToDictionary(gate => gate.Name, gate => Slices(gate.Ratio, 100, Calm)), [], 0);

    private static GateMeasurement[] Processes(params double[] ratios) => [.. ratios.Select(ratio => Measured(("parse", ratio)))];

    private static GateMeasurement Crowded(double ratio) =>
        new(new() { ["parse"] = [.. Slices(1, GateJudge.LeastCalmSlices - 1, Calm), .. Slices(ratio, 1_000, 1.3 * Calm)] }, [], 0);

    private static Slice[] Slices(double ratio, int count, double crowding) =>
        [.. Enumerable.Repeat(new Slice((long)(1_000_000 * ratio), 1_000_000, crowding), count)];

    private static GateMeasurement Allocated(long bytes) => new([], new Dictionary<string, long> { ["path"] = bytes }, 0);
}
