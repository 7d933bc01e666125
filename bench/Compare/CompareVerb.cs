using System.CommandLine;
using LowLatencyMM.Bench.Gate;
using LowLatencyMM.Host;

namespace LowLatencyMM.Bench.Compare;

/// <summary><c>compare A B</c>: is build B slower than build A? Processes of both in turns, each piece beside its kernel, ratios with intervals.</summary>
internal static class CompareVerb
{
    private const int GateFailed = 8;

    public static Command Create()
    {
        Argument<string> before = new("A") { Description = "The build before: a folder with llmm-bench.dll, or that file." };
        Argument<string> after = new("B") { Description = "The build after." };
        Option<int> pairs = BenchOptions.Count("--pairs", "Processes of each build", 10, PairedRatio.LeastPairs, 1_000);
        Option<int> band = BenchOptions.Count("--band", "Percent that B may be slower", 5, 0, 1_000);
        Option<bool> json = BenchOptions.Json();
        var command = new Command("compare", "Compare two builds; exit code 8 if the second is slower beyond the band.") { before, after, pairs, band, json };
        command.SetAction(parsed => Run(
            GateProcess.Of(parsed.GetValue(before)!), GateProcess.Of(parsed.GetValue(after)!),
            parsed.GetValue(pairs), parsed.GetValue(band), parsed.GetValue(json)));
        return command;
    }

    private static int Run(GateProcess before, GateProcess after, int pairs, int bandPercent, bool asJson)
    {
        var measured = new (GateMeasurement Before, GateMeasurement After)[pairs];
        for (int i = 0; i < pairs; i++)
        {
            // Every other pair the other way round: a drift of the machine favours neither.
            GateMeasurement first = (i % 2 == 0 ? before : after).All();
            GateMeasurement second = (i % 2 == 0 ? after : before).All();
            measured[i] = i % 2 == 0 ? (first, second) : (second, first);
        }

        IReadOnlyList<Comparison> pieces = Comparison.Of(measured, bandPercent);
        var report = new Report();
        foreach (Comparison piece in pieces)
        {
            PairedRatio ratio = piece.AfterOverBefore;
            report.Add(piece.Name, ("afterOverBefore", ratio.Median), ("low", ratio.Low), ("high", ratio.High), ("slower", piece.IsSlower));
            if (double.IsNaN(ratio.Median))
                Console.Error.WriteLine($"llmm-bench: '{piece.Name}' is measured by one of the builds only.");
        }
        int slower = pieces.Count(piece => piece.IsSlower);
        report.Set("pairs", pairs);
        report.Set("confidence", PairedRatio.Of(new double[pairs]).Confidence);
        report.Set("bandPercent", bandPercent);
        report.Set("slower", slower);
        report.Write(asJson);
        return slower == 0 ? ExitCode.Ok : GateFailed;
    }
}
