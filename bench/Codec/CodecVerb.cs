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
        bool encodes = true, decodes = true, noBytes = true;
        foreach (CodecCase one in CodecCase.All())
        {
            one.Check();
            (double encodeNs, double decodeNs, long allocated) = Add(report, one, slices);
            noBytes &= allocated == 0;
            encodes &= !one.IsJudged || encodeNs <= MostEncodeNs;
            decodes &= !one.IsJudged || decodeNs <= MostDecodeNs;
        }
        (double appendNs, long appended) = AddAppend(report, slices);
        report.Set("usesAvx512", Journal.VectorTable.IsSupported);
        report.Set("goalEncodeAtMost10Ns", encodes);
        report.Set("goalDecodeAtMost20Ns", decodes);
        report.Set("goalAppendAtMost25Ns", appendNs <= MostAppendNs);
        report.Set("goalNoAllocation", noBytes && appended == 0);
        report.Write(asJson);
        return Host.ExitCode.Ok;
    }

    private static (double EncodeNs, double DecodeNs, long AllocatedBytes) Add(Report report, CodecCase one, int slices)
    {
        (string Name, Func<long> Way)[] ways =
        [
            ("encodeNs", one.Encode), ("decodeNs", one.Decode), ("encodeCheckedNs", one.EncodeChecked), ("decodeCheckedNs", one.DecodeChecked),
            ("encodePlainlyNs", one.EncodePlainly), ("decodePlainlyNs", one.DecodePlainly), ("checksumNs", one.Checksum), ("copyNs", one.Copy),
            ("writeJsonNs", one.WriteJson), ("readJsonNs", one.ReadJson),
        ];
        const int Ours = 6;
        const int WithoutJson = 8;
        Action<int>[] actions = [.. ways.Select(way => (Action<int>)(events => Repeat(way.Way, events / CodecEvents.Count)))];
        int[] operations = [.. ways.Select((_, i) => CodecEvents.Count * (i < WithoutJson ? Passes : 1))];
        (double[][] ns, long[] allocated) = Turns.Measure(actions, operations, slices);
        long bytes = allocated[..Ours].Sum();
        report.Add(one.Name,
        [
            ("integers", one.Fields), ("bytes", one.MeanBytes), ("jsonBytes", one.MeanJsonBytes),
            .. ways.Select((way, i) => (way.Name, (object)MedianOf(ns[i]))),
            ("timesFasterThanWriteJson", Ratio(ns[WithoutJson], ns[0])), ("timesFasterThanReadJson", Ratio(ns[WithoutJson + 1], ns[1])),
            ("allocatedBytes", bytes),
        ]);
        return (MedianOf(ns[0]), MedianOf(ns[1]), bytes);
    }

    private static (double AppendNs, long AllocatedBytes) AddAppend(Report report, int slices)
    {
        using var ways = new AppendWays();
        (string Name, Action<int> Way, int Operations)[] all =
        [
            ("append: journal", ways.Journal, AppendsPerSlice), ("append: FileStream, 64 KiB buffer", ways.LargeBuffer, AppendsPerSlice),
            ("append: FileStream, default buffer", ways.DefaultBuffer, AppendsPerSlice),
            ("append: FileStream, no buffer", ways.Unbuffered, 100), ("append: RandomAccess.Write", ways.Direct, 100),
        ];
        (double[][] ns, long[] allocated) = Turns.Measure([.. all.Select(one => one.Way)], [.. all.Select(one => one.Operations)], slices);
        for (int i = 0; i < all.Length; i++)
        {
            report.Add(
                all[i].Name, ("medianNs", MedianOf(ns[i])), ("p99Ns", Median.Quantile([.. ns[i]], 0.99)), ("timesTheJournal", Ratio(ns[i], ns[0])),
                ("allocatedBytes", allocated[i]));
        }
        return (MedianOf(ns[0]), allocated[0]);
    }

    private static void Repeat(Func<long> way, int passes)
    {
        for (int pass = 0; pass < passes; pass++)
            way();
    }

    /// <summary>Leaves the order of the slices.</summary>
    private static double MedianOf(double[] samples) => Median.Of([.. samples]);

    /// <summary>The median of the ratios of neighbouring slices.</summary>
    private static double Ratio(double[] above, double[] below)
    {
        double[] ratios = new double[above.Length];
        for (int i = 0; i < ratios.Length; i++)
            ratios[i] = above[i] / below[i];
        return Median.Of(ratios);
    }
}
