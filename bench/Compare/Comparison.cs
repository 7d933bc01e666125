using LowLatencyMM.Bench.Gate;

namespace LowLatencyMM.Bench.Compare;

/// <summary>One timed piece in two builds.</summary>
/// <param name="Name">The piece.</param>
/// <param name="AfterOverBefore">How long it takes in the second build beside its kernel, by the same of the first; not a number if one of them lacks it.</param>
/// <param name="IsSlower">The whole interval lies above the band, or the piece is measured by one of the builds only.</param>
internal sealed record Comparison(string Name, PairedRatio AfterOverBefore, bool IsSlower)
{
    /// <summary>Compares all pieces.</summary>
    /// <param name="pairs">Processes of both builds, as they followed each other.</param>
    /// <param name="bandPercent">How much slower the second build may be.</param>
    public static IReadOnlyList<Comparison> Of(IReadOnlyList<(GateMeasurement Before, GateMeasurement After)> pairs, int bandPercent)
    {
        GateMeasurement[] all = [.. pairs.Select(pair => pair.Before), .. pairs.Select(pair => pair.After)];
        double calm = GateJudge.CalmLevel(all);
        return
        [
            .. all.SelectMany(process => process.Times.Keys).Distinct().Select(name =>
            {
                if (!all.All(process => process.Times.ContainsKey(name)))
                    return new Comparison(name, new PairedRatio(double.NaN, double.NaN, double.NaN, double.NaN), IsSlower: true);
                PairedRatio ratio = PairedRatio.Of([.. pairs.Select(pair => Ratio(pair.Before.Times[name], pair.After.Times[name], calm))]);
                return new Comparison(name, ratio, ratio.Low > 1 + (bandPercent / 100.0));
            }),
        ];
    }

    /// <summary>By the calm slices; by all if one of the two has too few, for then both stood much the same noise.</summary>
    private static double Ratio(Slice[] before, Slice[] after, double calm)
    {
        double ratio = GateJudge.Figure(after, calm) / GateJudge.Figure(before, calm);
        return double.IsFinite(ratio) ? ratio : GateJudge.Figure(after, double.PositiveInfinity) / GateJudge.Figure(before, double.PositiveInfinity);
    }
}
