using System.Globalization;

namespace LowLatencyMM.Bench.Gate;

/// <summary>
/// Compares what processes measured with the baseline. Only slices count during which the machine was calm, and of the processes the
/// second lowest: a regression is in all of them, what made a process slow by itself is not; and one that was fast by itself does not hide
/// a regression. No gate of either may be missing in the other.
/// </summary>
/// <remarks>
/// Tried with recorded processes, 29 unchanged and 28 with 30 % more work, on two cores under a load of 1 to 10: 4,000 times, a baseline of 15
/// drawn from the first, then nine processes from either. Wrongly red never, the unchanged came to 0.964 of the limit at most; overlooked never, the
/// slowed came to 1.067 of it at least; green as a rule after three processes. Of 17 and 17 processes compiled with the runtime's profile the second
/// lowest of nine was wrongly red in 4 % and overlooked a slowdown in 13 % of the draws; the lowest, which was judged before, in 1 and 35 %.
/// </remarks>
/// <param name="baseline">What is expected.</param>
/// <param name="machine">Where it was measured.</param>
internal sealed class GateJudge(Baseline baseline, MachineFingerprint machine)
{
    /// <summary>How much slower than the baseline still passes, percent. An injected slowdown of 30 % must not.</summary>
    public const int BandPercent = 14;

    /// <summary>The same on another machine than the baseline's, where the ratios themselves differ, or on one that was never calm: only gross regressions are seen.</summary>
    public const int RoughBandPercent = 150;

    /// <summary>Fewer processes that were calm enough do not tell 14 % from chance.</summary>
    public const int LeastProcesses = 3;

    /// <summary>A process with fewer calm slices of a piece has not measured it.</summary>
    public const int LeastCalmSlices = 24;

    /// <summary>Whether the baseline was made on a machine like this one.</summary>
    public bool IsHome { get; } = baseline.Machine == machine;

    /// <summary>What the probe saw in the calmest tenth of the slices.</summary>
    public static double CalmLevel(IReadOnlyList<GateMeasurement> processes) =>
        CalmProbe.Level([.. processes.SelectMany(process => process.Times.Values).SelectMany(slices => slices).Select(slice => slice.Crowding)]);

    /// <summary>A process's ratio: the median of its calm slices; NaN if these are too few.</summary>
    public static double Figure(Slice[] slices, double calm)
    {
        double[] ratios = [.. slices.Where(slice => CalmProbe.IsCalm(slice.Crowding, calm)).Select(slice => slice.Ratio)];
        return ratios.Length < LeastCalmSlices ? double.NaN : Median.Of(ratios);
    }

    /// <summary>The time gates.</summary>
    public IReadOnlyList<GateVerdict> Times(IReadOnlyList<GateMeasurement> processes)
    {
        SortedSet<string> measured = [.. processes.SelectMany(process => process.Times.Keys)];
        double calm = IsHome ? baseline.Calm : CalmLevel(processes);
        return [.. baseline.Ratios.Keys.Union(measured).Order(StringComparer.Ordinal).Select(name => Time(name, processes, calm))];
    }

    /// <summary>The allocation gates: the most bytes that any process saw.</summary>
    public static IReadOnlyList<GateVerdict> Allocations(IReadOnlyList<GateMeasurement> processes) =>
    [
        .. processes.SelectMany(process => process.AllocatedBytes).GroupBy(gate => gate.Key, gate => gate.Value).Select(gate =>
        {
            long most = gate.Max();
            return new GateVerdict(
                gate.Key, most == 0, most, 0, 0, 0, false, most == 0 ? "" : FormattableString.Invariant($"{most} bytes allocated, 0 expected"));
        }),
    ];

    private GateVerdict Time(string name, IReadOnlyList<GateMeasurement> processes, double calm)
    {
        Slice[][] slices = [.. processes.Where(process => process.Times.ContainsKey(name)).Select(process => process.Times[name])];
        if (!baseline.Ratios.TryGetValue(name, out double expected))
            return Unknown(name, "measured, but not in the baseline: was it added or renamed?");
        if (slices.Length < processes.Count)
            return Unknown(name, "in the baseline, but not measured: was it removed or renamed?");
        double[] calmRatios = [.. slices.Select(process => Figure(process, calm)).Where(double.IsFinite)];
        bool isRough = !IsHome || calmRatios.Length < LeastProcesses;
        double[] ratios = calmRatios.Length >= LeastProcesses ? calmRatios : [.. slices.Select(process => Figure(process, double.PositiveInfinity))];
        double found = SecondLowest(ratios);
        double limit = expected * (1 + ((isRough ? RoughBandPercent : BandPercent) / 100.0));
        bool passed = found <= limit;
        string complaint = passed ? "" : string.Create(CultureInfo.InvariantCulture, $"{found:0.000} times its kernel, at most {limit:0.000} expected (baseline {expected:0.000})");
        return new GateVerdict(name, passed, found, limit, 100 * (Median.Of(ratios) - found) / found, calmRatios.Length, isRough, complaint);
    }

    /// <summary>The lowest if there is no other; sorts them.</summary>
    private static double SecondLowest(double[] ratios)
    {
        ratios.AsSpan().Sort();
        return ratios[Math.Min(1, ratios.Length - 1)];
    }

    private static GateVerdict Unknown(string name, string complaint) => new(name, false, double.NaN, double.NaN, 0, 0, false, complaint);
}
