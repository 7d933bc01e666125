using System.Text.Json;
using BenchmarkDotNet.Attributes;
using BenchmarkDotNet.Configs;
using LowLatencyMM.Bench.Frames;
using LowLatencyMM.Bench.Parsing;

namespace LowLatencyMM.Bench.Suites;

/// <summary>From a frame's bytes to numbers: the feed's parser, System.Text.Json's bare tokens, and its generated deserializer.</summary>
[GroupBenchmarksBy(BenchmarkLogicalGroupRule.ByCategory)]
[CategoriesColumn]
public class ParseBenchmarks
{
    private const int Operations = 100;
    private const string Best = "best bid/ask";
    private const string Delta = "5-level delta";

    private readonly ParsedFrame _best = new(MarketFrames.BestBidAsk(BenchMarket.BidTicks));
    private readonly ParsedFrame _delta = new(MarketFrames.DeltaBehindTouch(90_000));

    [Benchmark(OperationsPerInvoke = Operations), BenchmarkCategory(Best)]
    public void BestBidAsk() => _best.Parse(Operations);

    [Benchmark(OperationsPerInvoke = Operations), BenchmarkCategory(Best)]
    public long BestBidAskTokens() => _best.Tokenise(Operations);

    [Benchmark(Baseline = true), BenchmarkCategory(Best)]
    public long BestBidAskSourceGenerated() => Deserialize(_best);

    [Benchmark(OperationsPerInvoke = Operations), BenchmarkCategory(Delta)]
    public void DeltaOf5() => _delta.Parse(Operations);

    [Benchmark(OperationsPerInvoke = Operations), BenchmarkCategory(Delta)]
    public long DeltaOf5Tokens() => _delta.Tokenise(Operations);

    [Benchmark(Baseline = true), BenchmarkCategory(Delta)]
    public long DeltaOf5SourceGenerated() => Deserialize(_delta);

    private static long Deserialize(ParsedFrame frame) => JsonSerializer.Deserialize(frame.Bytes, WireBookContext.Default.WireBook)!.Seq;
}
