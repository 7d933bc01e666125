using BenchmarkDotNet.Attributes;
using LowLatencyMM.Bench.Parsing;

namespace LowLatencyMM.Bench.Suites;

/// <summary>
/// From a book frame's bytes to numbers: the feed's parser, Utf8JsonReader by hand and bare, and System.Text.Json's generated deserializer. And on
/// to events: through the engine's sink and ring, and through a channel. The frames of a kind all differ; figures are a frame.
/// </summary>
public class ParseBenchmarks
{
    // A multiple of every kind's number of frames.
    private const int Operations = 256;

    private FrameEvents _events = null!;

    /// <summary>The kinds of frames.</summary>
    public static IEnumerable<object> Kinds => ParseCase.All().Where(one => one.IsBook);

    [ParamsSource(nameof(Kinds))]
    public object Kind { get; set; } = null!;

    [GlobalSetup]
    public void SetUp()
    {
        Case.Check();
        _events = Case.Events();
    }

    [Benchmark(OperationsPerInvoke = Operations)]
    public long Feed() => Run(Case.Ours);

    [Benchmark(OperationsPerInvoke = Operations)]
    public long ReaderTokens() => Run(Case.Tokens);

    [Benchmark(Baseline = true, OperationsPerInvoke = Operations)]
    public long ReaderByHand() => Run(Case.ByHand);

    [Benchmark(OperationsPerInvoke = Operations)]
    public long SourceGenerated() => Run(Case.Generated);

    [Benchmark(OperationsPerInvoke = Operations)]
    public long FeedToEventsInRing() => Run(_events.ToRing);

    [Benchmark(OperationsPerInvoke = Operations)]
    public long SourceGeneratedToChannel() => Run(_events.ToChannel);

    [GlobalCleanup]
    public void CleanUp() => _events.Dispose();

    private ParseCase Case => (ParseCase)Kind;

    private long Run(Func<long> all)
    {
        long sum = 0;
        for (int done = 0; done < Operations; done += Case.Frames)
            sum += all();
        return sum;
    }
}
