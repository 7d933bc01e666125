using System.Globalization;

namespace LowLatencyMM.Bench.Gate;

/// <summary>
/// Compares what processes measured with the baseline. The lowest of the processes counts, as it does for the baseline: a regression is in
/// all of them, a busy neighbour or an unlucky compilation is not. No gate of either may be missing in the other.
/// </summary>
/// <param name="baseline">What is expected.</param>
/// <param name="machine">Where it was measured.</param>
internal sealed class GateJudge(Baseline baseline, MachineFingerprint machine)
{
    /// <summary>How much slower than the baseline still passes, percent. An injected slowdown of 30 % must not.</summary>
    public const int BandPercent = 13;

    /// <summary>The same on another machine than the baseline's, where the ratios themselves differ: only gross regressions are seen.</summary>
    public const int ForeignBandPercent = 150;

    /// <summary>Whether the baseline was made on a machine like this one.</summary>
    public bool IsHome { get; } = baseline.Machine == machine;

    private double Allowed => 1 + ((IsHome ? BandPercent : ForeignBandPercent) / 100.0);

    /// <summary>The time gates.</summary>
    public IReadOnlyList<GateVerdict> Times(IReadOnlyList<GateMeasurement> processes)
    {
        SortedSet<string> measured = [.. processes.SelectMany(process => process.Times.Keys)];
        return [.. baseline.Ratios.Keys.Union(measured).Order(StringComparer.Ordinal).Select(name => Time(name, processes))];
    }

    /// <summary>The allocation gates: the most bytes that any process saw.</summary>
    public static IReadOnlyList<GateVerdict> Allocations(IReadOnlyList<GateMeasurement> processes) =>
    [
        .. processes.SelectMany(process => process.AllocatedBytes).GroupBy(gate => gate.Key, gate => gate.Value).Select(gate =>
        {
            long most = gate.Max();
            return new GateVerdict(gate.Key, most == 0, most, 0, 0, most == 0 ? "" : FormattableString.Invariant($"{most} bytes allocated, 0 expected"));
        }),
    ];

    private GateVerdict Time(string name, IReadOnlyList<GateMeasurement> processes)
    {
        double[] ratios = [.. processes.Where(process => process.Times.ContainsKey(name)).Select(process => process.Times[name].Ratio)];
        if (!baseline.Ratios.TryGetValue(name, out double expected))
            return new GateVerdict(name, false, ratios.Min(), double.NaN, 0, "measured, but not in the baseline: was it added or renamed?");
        if (ratios.Length < processes.Count)
            return new GateVerdict(name, false, double.NaN, expected * Allowed, 0, "in the baseline, but not measured: was it removed or renamed?");
        Array.Sort(ratios);
        double found = ratios[0];
        double limit = expected * Allowed;
        bool passed = found <= limit;
        string complaint = passed ? "" : string.Create(CultureInfo.InvariantCulture, $"{found:0.000} times its kernel, at most {limit:0.000} expected (baseline {expected:0.000})");
        return new GateVerdict(name, passed, found, limit, 100 * (Median.Of(ratios) - found) / found, complaint);
    }
}
