using System.CommandLine;

namespace LowLatencyMM.Bench.Codec;

/// <summary>
/// <c>codec</c>: events to records and back, and onto the disk, in short turns beside System.Text.Json's generated serializer, FileStream
/// and a bare copy.
/// </summary>
internal static class CodecVerb
{
    private const double MostEncodeNs = 10;
    private const double MostDecodeNs = 20;
    private const double MostAppendNs = 25;

    /// <summary>How often a slice goes over all events, some 50 µs; of JSON, once.</summary>
    private const int Passes = 20;

    /// <summary>How many of <see cref="Ways"/> are the engine's, and must not allocate; and how many are not JSON.</summary>
    private const int Ours = 6;
    private const int WithoutJson = 8;

    private const int AppendsPerSlice = 8 * CodecEvents.Count;

    public static Command Create()
    {
        Option<int> slices = BenchOptions.Count("--slices", "Slices of about 50 microseconds of each way", 300, 5, 10_000);
        Option<bool> json = BenchOptions.Json();
        var command = new Command("codec", "Events to records, onto the disk and back, beside System.Text.Json and FileStream.") { slices, json };
        command.SetAction(parsed => Run(parsed.GetValue(slices), parsed.GetValue(json)));
        return command;
    }

    private static int Run(int slices, bool asJson)
    {
        var report = new Report();
        CodecCase[] cases = CodecCase.All();
        foreach (CodecCase one in cases)
            one.Check();
        (string Name, Func<long> Way)[][] ways = [.. cases.Select(Ways)];
        (string Name, Func<long> Way)[] inTurns = [.. ways.SelectMany(ofOne => ofOne)];
        Action<int>[] actions = [.. inTurns.Select(way => (Action<int>)(events => Repeat(way.Way, events / CodecEvents.Count)))];
        int[] operations = [.. inTurns.Select((_, i) => CodecEvents.Count * (i % ways[0].Length < WithoutJson ? Passes : 1))];
        TurnFigures figures = Turns.Measure(actions, operations, slices);
        bool encodes = true, decodes = true, noBytes = true;
        for (int i = 0; i < cases.Length; i++)
        {
            int first = i * ways[0].Length;
            long bytes = Enumerable.Range(first, Ours).Sum(figures.AllocatedBytes);
            Add(report, cases[i], ways[i], figures, first, bytes);
            noBytes &= bytes == 0;
            encodes &= !cases[i].IsJudged || figures.Ns(first) <= MostEncodeNs;
            decodes &= !cases[i].IsJudged || figures.Ns(first + 1) <= MostDecodeNs;
        }
        (double appendNs, long appended) = AddAppend(report, slices);
        report.Set("usesAvx512", Journal.VectorTable.IsSupported);
        report.Set("calmPercent", figures.CalmPercent);
        report.Set("calmLevel", figures.CalmLevel);
        report.Set("goalEncodeAtMost10Ns", encodes);
        report.Set("goalDecodeAtMost20Ns", decodes);
        report.Set("goalAppendAtMost25Ns", appendNs <= MostAppendNs);
        report.Set("goalNoAllocation", noBytes && appended == 0);
        report.Write(asJson);
        return Host.ExitCode.Ok;
    }

    private static (string Name, Func<long> Way)[] Ways(CodecCase one) =>
    [
        ("encodeNs", one.Encode), ("decodeNs", one.Decode), ("encodeCheckedNs", one.EncodeChecked), ("decodeCheckedNs", one.DecodeChecked),
        ("encodePlainlyNs", one.EncodePlainly), ("decodePlainlyNs", one.DecodePlainly), ("checksumNs", one.Checksum), ("copyNs", one.Copy),
        ("writeJsonNs", one.WriteJson), ("readJsonNs", one.ReadJson),
    ];

    private static void Add(Report report, CodecCase one, (string Name, Func<long> Way)[] ways, TurnFigures figures, int first, long bytes) =>
        report.Add(one.Name,
        [
            ("integers", one.Fields), ("bytes", one.MeanBytes), ("jsonBytes", one.MeanJsonBytes),
            .. ways.Select((way, i) => (way.Name, (object)figures.Ns(first + i))),
            ("timesFasterThanWriteJson", figures.Ratio(first + WithoutJson, first)),
            ("timesFasterThanReadJson", figures.Ratio(first + WithoutJson + 1, first + 1)),
            ("allocatedBytes", bytes),
        ]);

    private static (double AppendNs, long AllocatedBytes) AddAppend(Report report, int slices)
    {
        using var ways = new AppendWays();
        (string Name, Action<int> Way, int Operations)[] all =
        [
            ("append: journal", ways.Journal, AppendsPerSlice), ("append: FileStream, 64 KiB buffer", ways.LargeBuffer, AppendsPerSlice),
            ("append: FileStream, default buffer", ways.DefaultBuffer, AppendsPerSlice),
            ("append: FileStream, no buffer", ways.Unbuffered, 100), ("append: RandomAccess.Write", ways.Direct, 100),
        ];
        TurnFigures figures = Turns.Measure([.. all.Select(one => one.Way)], [.. all.Select(one => one.Operations)], slices);
        for (int i = 0; i < all.Length; i++)
        {
            report.Add(
                all[i].Name, ("medianNs", figures.Ns(i)), ("p99Ns", figures.NsOfAll(i, 0.99)), ("timesTheJournal", figures.Ratio(i, 0)),
                ("allocatedBytes", figures.AllocatedBytes(i)));
        }
        return (figures.Ns(0), figures.AllocatedBytes(0));
    }

    private static void Repeat(Func<long> way, int passes)
    {
        for (int pass = 0; pass < passes; pass++)
            way();
    }
}
