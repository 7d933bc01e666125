using System.CommandLine;
using LowLatencyMM.Host;
using LowLatencyMM.Simulator;
using LowLatencyMM.Simulator.Matching;
using LowLatencyMM.Simulator.Recording;

namespace LowLatencyMM.Bench.Ladder;

/// <summary>
/// <c>ladder</c>: how often the orders of a recorded market would have been planned and signed before they were wanted, in simulated time.
/// </summary>
internal static class LadderVerb
{
    private const double LeastHitRate = 0.8;
    private const int MostBps = 1_000;
    private const long NsPerUs = 1_000;
    private const long NsPerMs = 1_000_000;

    public static Command Create()
    {
        Argument<string[]> data = new("DATA")
        {
            Description = "Recordings (.jsonl, .jsonl.gz), or a folder of them; the bundled minute if there is none.",
            Arity = ArgumentArity.ZeroOrMore,
        };
        LadderOptions usual = new();
        Option<int> sign = BenchOptions.Count("--sign-us", "Microseconds of one signature", (int)(usual.SignNs / NsPerUs), 1, 10_000_000);
        Option<int> wake = BenchOptions.Count("--wake-us", "Microseconds to wake the signing thread", (int)(usual.WakeNs / NsPerUs), 0, 10_000_000);
        Option<int> trip = BenchOptions.Count("--round-trip-us", "Microseconds from request to answer", (int)(usual.RoundTripNs / NsPerUs), 2, 10_000_000);
        Option<int> refresh = BenchOptions.Count("--refresh-ms", "Milliseconds between two looks at an order", (int)(usual.RefreshNs / NsPerMs), 10, 60_000);
        Option<int> force = BenchOptions.Count("--force-ms", "Age that replaces an order, milliseconds", (int)(usual.ForceReplaceNs / NsPerMs), 10, 3_600_000);
        Option<double> threshold = BasisPoints("--threshold-bps", "Move that replaces an order; 0 for one tick", usual.ThresholdBps);
        Option<double> tolerance = BasisPoints("--tolerance-bps", "How far behind the wanted price a planned order may be taken", usual.ToleranceBps);
        Option<int> loops = BenchOptions.Count("--loops", "Times that each recording is played", 1, 1, 1_000);
        Option<bool> json = BenchOptions.Json();
        var command = new Command("ladder", "Orders signed before they are wanted, on recorded markets.")
        {
            data, sign, wake, trip, refresh, force, threshold, tolerance, loops, json,
        };
        command.SetAction(parsed =>
        {
            var options = new LadderOptions
            {
                SignNs = parsed.GetValue(sign) * NsPerUs,
                WakeNs = parsed.GetValue(wake) * NsPerUs,
                RoundTripNs = parsed.GetValue(trip) * NsPerUs,
                RefreshNs = parsed.GetValue(refresh) * NsPerMs,
                ForceReplaceNs = parsed.GetValue(force) * NsPerMs,
                ThresholdBps = parsed.GetValue(threshold),
                ToleranceBps = parsed.GetValue(tolerance),
                Loops = parsed.GetValue(loops),
            };
            return Run(parsed.GetValue(data) ?? [], options, parsed.GetValue(json));
        });
        return command;
    }

    private static Option<double> BasisPoints(string name, string description, double usual)
    {
        var option = new Option<double>(name) { Description = $"{description} (0 to {MostBps})", HelpName = "NUMBER", DefaultValueFactory = _ => usual };
        option.Validators.Add(result =>
        {
            if (!result.Errors.Any() && !(result.GetValueOrDefault<double>() is >= 0 and <= MostBps))
                result.AddError(FormattableString.Invariant($"{name} is {result.GetValueOrDefault<double>()}, expected 0 to {MostBps}."));
        });
        return option;
    }

    private static int Run(string[] data, LadderOptions options, bool asJson)
    {
        var report = new Report();
        var tallies = new List<LadderTally>();
        if (data.Length == 0)
            Play(report, tallies, "bundled", LadderSimulation.Bundled(), options);
        foreach (string file in data.SelectMany(FilesOf))
        {
            if (Read(file) is { } markets)
                Play(report, tallies, Path.GetFileName(file).Split('.')[0], markets, options);
        }
        if (tallies.Count == 0)
            throw new UserErrorException(ExitCode.Failure, "None of the recordings has a book; expected lines of streams such as orderbooks/BTC-USD.");
        double lowest = tallies.Min(tally => tally.ReplaceHitRate);
        report.Set("orders", tallies.Sum(tally => tally.Orders));
        report.Set("lowestReplaceHitRate", lowest);
        report.Set("goalReplaceHitRateAtLeast80Percent", lowest >= LeastHitRate);
        report.Write(asJson);
        return ExitCode.Ok;
    }

    private static IEnumerable<string> FilesOf(string path)
    {
        if (File.Exists(path))
            return [path];
        if (Directory.Exists(path))
            return Directory.EnumerateFiles(path, "*.jsonl*").Order(StringComparer.Ordinal);
        throw new UserErrorException(ExitCode.Failure, $"{path} is not there; expected a recording (.jsonl, .jsonl.gz) or a folder of recordings.");
    }

    /// <summary>All markets of a recording; null, and a word on standard error, if it cannot be played.</summary>
    private static List<(MarketRules Rules, MarketRecording Recording)>? Read(string file)
    {
        try
        {
            var markets = new List<(MarketRules Rules, MarketRecording Recording)>();
            foreach (MarketOptions market in RecordingSurvey.Read(file))
            {
                var rules = new MarketRules(market.Name, market.Tick, market.Step);
                markets.Add((rules, RecordingReader.ReadFile(file, market.Name, rules.Prices, rules.Sizes)));
            }
            return markets;
        }
        catch (SimulatorException error)
        {
            Console.Error.WriteLine($"llmm-bench: left out: {error.Message}");
            return null;
        }
    }

    private static void Play(
        Report report, List<LadderTally> all, string name, IReadOnlyList<(MarketRules Rules, MarketRecording Recording)> markets, LadderOptions options)
    {
        using var simulation = new LadderSimulation(markets, options);
        long lengthNs = options.Loops * markets.Max(market => market.Recording.LoopLength);
        simulation.Run(lengthNs);
        for (int i = 0; i < markets.Count; i++)
        {
            LadderTally tally = simulation.Tallies[i];
            all.Add(tally);
            report.Add($"{name} {markets[i].Rules.Name}", tally.Figures(simulation.SignaturesOf(i)));
        }
    }
}
