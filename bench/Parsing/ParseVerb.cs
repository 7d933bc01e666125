using System.CommandLine;
using System.Diagnostics;

namespace LowLatencyMM.Bench.Parsing;

/// <summary><c>parse</c>: frames to numbers, in short turns beside Utf8JsonReader by hand and System.Text.Json's generated deserializer.</summary>
internal static class ParseVerb
{
    private const double LeastTimesFasterThanHand = 3;
    private const double LeastTimesFasterThanGenerated = 8;
    private const int WarmRounds = 12;
    private static readonly TimeSpan CompilationPause = TimeSpan.FromMilliseconds(120);
    private static readonly TimeSpan Slice = TimeSpan.FromMilliseconds(0.5);

    public static Command Create()
    {
        Option<int> slices = BenchOptions.Count("--slices", "Slices of about half a millisecond of each way to read", 200, 5, 10_000);
        Option<bool> json = BenchOptions.Json();
        var command = new Command("parse", "Frame bytes to numbers, beside System.Text.Json.") { slices, json };
        command.SetAction(parsed => Run(parsed.GetValue(slices), parsed.GetValue(json)));
        return command;
    }

    private static int Run(int slices, bool asJson)
    {
        var report = new Report();
        bool allFast = true, noBytes = true;
        foreach (ParseCase one in ParseCase.All())
        {
            one.Check();
            ParseFigures figures = Measure(one, slices);
            noBytes &= figures.AllocatedBytes == 0;
            if (one.IsJudged)
                allFast &= figures.TimesFasterThanHand >= LeastTimesFasterThanHand && figures.TimesFasterThanGenerated >= LeastTimesFasterThanGenerated;
            Add(report, one, figures);
        }
        report.Set("goalAtLeast3TimesFasterThanHandAnd8ThanGenerated", allFast);
        report.Set("goalNoAllocation", noBytes);
        report.Write(asJson);
        return Host.ExitCode.Ok;
    }

    private static ParseFigures Measure(ParseCase one, int slices)
    {
        Func<long>[] ways = one.IsBook ? [one.Ours, one.Tokens, one.ByHand, one.Generated] : [one.Ours, one.Tokens];
        int[] passes = new int[ways.Length];
        for (int round = 0; round < WarmRounds; round++)
        {
            for (int i = 0; i < ways.Length; i++)
                passes[i] = PassesPerSlice(ways[i]);
            Thread.Sleep(CompilationPause);
        }
        var ns = new double[ways.Length][];
        for (int i = 0; i < ways.Length; i++)
            ns[i] = new double[slices];
        long allocated = 0;
        for (int slice = 0; slice < slices; slice++)
        {
            for (int i = 0; i < ways.Length; i++)
            {
                long before = GC.GetAllocatedBytesForCurrentThread();
                ns[i][slice] = NsPerFrame(ways[i], passes[i], one.Frames);
                if (i == 0)
                    allocated += GC.GetAllocatedBytesForCurrentThread() - before;
            }
        }
        return ParseFigures.From(ns, allocated);
    }

    private static int PassesPerSlice(Func<long> way)
    {
        int passes = 0;
        long begin = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(begin) < Slice)
        {
            way();
            passes++;
        }
        return passes;
    }

    private static double NsPerFrame(Func<long> way, int passes, int frames)
    {
        long begin = Stopwatch.GetTimestamp();
        for (int pass = 0; pass < passes; pass++)
            way();
        return Stopwatch.GetElapsedTime(begin).TotalNanoseconds / ((double)passes * frames);
    }

    private static void Add(Report report, ParseCase one, ParseFigures figures)
    {
        List<(string, object)> row = [("bytes", one.MeanBytes), ("oursNs", figures.OursNs), ("tokensNs", figures.TokensNs)];
        if (one.IsBook)
        {
            row.AddRange(
            [
                ("handNs", figures.HandNs), ("generatedNs", figures.GeneratedNs),
                ("timesFasterThanHand", figures.TimesFasterThanHand), ("timesFasterThanGenerated", figures.TimesFasterThanGenerated),
            ]);
        }
        row.AddRange([("timesFasterThanTokens", figures.TimesFasterThanTokens), ("allocatedBytes", figures.AllocatedBytes)]);
        report.Add(one.Name, [.. row]);
    }
}
