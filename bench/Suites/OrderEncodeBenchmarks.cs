using BenchmarkDotNet.Attributes;
using LowLatencyMM.Bench.Orders;

namespace LowLatencyMM.Bench.Suites;

/// <summary>A signed replace as the request's bytes: the gateway's template, with its head; and the body alone with Utf8JsonWriter.</summary>
public class OrderEncodeBenchmarks
{
    private const int Operations = 1_000;

    private readonly OrderRequests _requests = new();

    [GlobalSetup]
    public void Check()
    {
        (byte[] template, byte[] written) = _requests.Bodies();
        if (!template.AsSpan().SequenceEqual(written))
            throw new InvalidOperationException("The two ways to encode an order disagree.");
    }

    [Benchmark(OperationsPerInvoke = Operations)]
    public long Template() => _requests.Encode(Operations);

    [Benchmark(OperationsPerInvoke = Operations, Baseline = true)]
    public long JsonWriter() => _requests.Write(Operations);

    [GlobalCleanup]
    public void CleanUp() => _requests.Dispose();
}
