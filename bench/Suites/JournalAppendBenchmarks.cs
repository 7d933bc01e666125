using BenchmarkDotNet.Attributes;
using LowLatencyMM.Bench.Codec;

namespace LowLatencyMM.Bench.Suites;

/// <summary>An event onto the disk's cache, with its checksum: the journal, and the same records through FileStream and RandomAccess.</summary>
public class JournalAppendBenchmarks
{
    private const int Many = 8 * CodecEvents.Count;
    private const int Few = 100;

    private AppendWays _ways = null!;

    [GlobalSetup]
    public void SetUp() => _ways = new AppendWays();

    [Benchmark(Baseline = true, OperationsPerInvoke = Many)]
    public void Journal() => _ways.Journal(Many);

    [Benchmark(OperationsPerInvoke = Many)]
    public void FileStream64KiB() => _ways.LargeBuffer(Many);

    [Benchmark(OperationsPerInvoke = Many)]
    public void FileStreamDefault() => _ways.DefaultBuffer(Many);

    [Benchmark(OperationsPerInvoke = Few)]
    public void FileStreamUnbuffered() => _ways.Unbuffered(Few);

    [Benchmark(OperationsPerInvoke = Few)]
    public void RandomAccessWrite() => _ways.Direct(Few);

    [GlobalCleanup]
    public void CleanUp() => _ways.Dispose();
}
