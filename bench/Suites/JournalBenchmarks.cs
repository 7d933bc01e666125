using BenchmarkDotNet.Attributes;
using LowLatencyMM.Bench.Codec;

namespace LowLatencyMM.Bench.Suites;

/// <summary>
/// Events as records and back: the elements alone, whole records with their checksums, and the elements on a processor without AVX-512;
/// beside System.Text.Json's generated serializer and a bare copy of the event.
/// </summary>
public class JournalBenchmarks
{
    private CodecCase _case = null!;

    public static IEnumerable<string> Kinds => CodecCase.All().Select(one => one.Name);

    [ParamsSource(nameof(Kinds))]
    public string Kind { get; set; } = "";

    [GlobalSetup]
    public void SetUp()
    {
        _case = CodecCase.All().Single(one => one.Name == Kind);
        _case.Check();
    }

    [Benchmark(OperationsPerInvoke = CodecEvents.Count)]
    public long Encode() => _case.Encode();

    [Benchmark(OperationsPerInvoke = CodecEvents.Count)]
    public long Decode() => _case.Decode();

    [Benchmark(OperationsPerInvoke = CodecEvents.Count)]
    public long EncodeChecked() => _case.EncodeChecked();

    [Benchmark(OperationsPerInvoke = CodecEvents.Count)]
    public long DecodeChecked() => _case.DecodeChecked();

    [Benchmark(OperationsPerInvoke = CodecEvents.Count)]
    public long EncodePlainly() => _case.EncodePlainly();

    [Benchmark(OperationsPerInvoke = CodecEvents.Count)]
    public long DecodePlainly() => _case.DecodePlainly();

    [Benchmark(OperationsPerInvoke = CodecEvents.Count)]
    public long WriteJson() => _case.WriteJson();

    [Benchmark(OperationsPerInvoke = CodecEvents.Count)]
    public long ReadJson() => _case.ReadJson();

    [Benchmark(OperationsPerInvoke = CodecEvents.Count)]
    public long Copy() => _case.Copy();
}
