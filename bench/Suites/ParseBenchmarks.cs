using BenchmarkDotNet.Attributes;
using LowLatencyMM.Bench.Parsing;

namespace LowLatencyMM.Bench.Suites;

/// <summary>
/// From a book frame's bytes to numbers: the feed's parser, Utf8JsonReader by hand and bare, and System.Text.Json's generated deserializer. The frames
/// of a kind all differ; figures are a frame.
/// </summary>
public class ParseBenchmarks
{
    // A multiple of every kind's number of frames.
    private const int Operations = 256;

    /// <summary>The kinds of frames.</summary>
    public static IEnumerable<object> Kinds => ParseCase.All().Where(one => one.IsBook);

    [ParamsSource(nameof(Kinds))]
    public object Kind { get; set; } = null!;

    [GlobalSetup]
    public void Check() => Case.Check();

    [Benchmark(OperationsPerInvoke = Operations)]
    public long Feed() => Run(Case.Ours);

    [Benchmark(OperationsPerInvoke = Operations)]
    public long ReaderTokens() => Run(Case.Tokens);

    [Benchmark(Baseline = true, OperationsPerInvoke = Operations)]
    public long ReaderByHand() => Run(Case.ByHand);

    [Benchmark(OperationsPerInvoke = Operations)]
    public long SourceGenerated() => Run(Case.Generated);

    private ParseCase Case => (ParseCase)Kind;

    private long Run(Func<long> all)
    {
        long sum = 0;
        for (int done = 0; done < Operations; done += Case.Frames)
            sum += all();
        return sum;
    }
}
