using System.Reflection;
using BenchmarkDotNet.Attributes;
using BenchmarkDotNet.Diagnosers;
using BenchmarkDotNet.Running;
using LowLatencyMM.Bench.Suites;

namespace LowLatencyMM.Bench.Tests;

/// <summary>The suites can be relied on: there is one a stage, and everything in them runs.</summary>
public class SuiteTests
{
    private static readonly BenchmarkCase[] Cases =
    [
        .. typeof(BenchmarkSuites).Assembly.GetExportedTypes()
            .Where(type => type.GetMethods().Any(method => method.GetCustomAttribute<BenchmarkAttribute>() is not null))
            .SelectMany(type => BenchmarkConverter.TypeToBenchmarks(type, BenchmarkSuites.Config()).BenchmarksCases),
    ];

    public static TheoryData<string> Suites => [.. Cases.Select(one => one.Descriptor.Type.Name).Distinct()];

    [Theory]
    // Stage, our own way, what a .NET user would otherwise pick.
    [InlineData("ParseBenchmarks.FeedToEventsInRing", "ParseBenchmarks.SourceGeneratedToChannel")]
    [InlineData("ParseBenchmarks.Feed", "ParseBenchmarks.SourceGenerated")]
    [InlineData("RingBenchmarks.BatchOf16ThroughRing", "RingBenchmarks.BatchOf16ThroughChannel")]
    [InlineData("RingHopBenchmarks.RingBusySpin", "RingHopBenchmarks.BoundedChannel", "RingHopBenchmarks.BlockingCollection")]
    [InlineData("RingHopBenchmarks.RingYielding")]
    [InlineData("RingHopBenchmarks.RingSpinThenYieldThenBlock")]
    [InlineData("RingHopBenchmarks.RingBlocking")]
    [InlineData("BookBenchmarks.DeltaOf5", "BookBenchmarks.DeltaOf5InSortedDictionary")]
    [InlineData("EstimatorBenchmarks.Ewma", "EstimatorBenchmarks.QueueOfReturns")]
    [InlineData("QuoteBenchmarks.AvellanedaStoikov", "QuoteBenchmarks.BareFormula")]
    [InlineData("QuoteBenchmarks.GlftClosedForm", "QuoteBenchmarks.BareFormula")]
    [InlineData("QuoteBenchmarks.GlftExactTable", "QuoteBenchmarks.BareFormula")]
    [InlineData("RiskBenchmarks.Integers", "RiskBenchmarks.Decimals")]
    [InlineData("OrderEncodeBenchmarks.Template", "OrderEncodeBenchmarks.JsonWriter")]
    [InlineData("ArithmeticBenchmarks.Multiply", "ArithmeticBenchmarks.MultiplyBigInteger")]
    [InlineData("HashBenchmarks.SizeKept", "HashBenchmarks.BigIntegers")]
    [InlineData("SignatureBenchmarks.Sign", "SignatureBenchmarks.SignBigInteger")]
    [InlineData("SignatureBenchmarks.Verify", "SignatureBenchmarks.VerifyBigInteger")]
    [InlineData("JournalAppendBenchmarks.Journal", "JournalAppendBenchmarks.FileStream64KiB")]
    [InlineData("JournalBenchmarks.Encode", "JournalBenchmarks.WriteJson")]
    [InlineData("JournalBenchmarks.Decode", "JournalBenchmarks.ReadJson")]
    [InlineData("JournalReplayBenchmarks.Reader", "JournalReplayBenchmarks.BareBytes")]
    public void Each_stage_has_a_suite(params string[] benchmarks)
    {
        string[] all = [.. Cases.Select(one => $"{one.Descriptor.Type.Name}.{one.Descriptor.WorkloadMethod.Name}")];
        Assert.All(benchmarks, benchmark => Assert.Contains(benchmark, all));
    }

    [Theory]
    [InlineData("best bid/ask")]
    [InlineData("delta, 5 levels a side")]
    [InlineData("delta, 20 levels a side")]
    [InlineData("snapshot, 1,700 levels")]
    public void Frames_of_every_kind_are_parsed(string kind) =>
        Assert.Contains(Cases, one => one.Descriptor.Type == typeof(ParseBenchmarks) && one.Parameters.Items.Any(item => item.Value.ToString() == kind));

    [Fact]
    public void All_suites_count_allocations() => Assert.Contains(BenchmarkSuites.Config().GetDiagnosers(), diagnoser => diagnoser is MemoryDiagnoser);

    [Theory]
    [InlineData(new[] { "--filter", "*" }, new[] { "--filter", "*", "--job", "short", "--warmupCount", "10" })]
    [InlineData(new[] { "--filter", "*", "--job", "long" }, new[] { "--filter", "*", "--job", "long" })]
    [InlineData(new[] { "-j", "dry" }, new[] { "-j", "dry" })]
    public void A_short_job_runs_unless_another_is_asked_for(string[] given, string[] expected) => Assert.Equal(expected, BenchmarkSuites.WithJob(given));

    [Theory]
    [MemberData(nameof(Suites))]
    public void Every_benchmark_of_a_suite_runs(string suite)
    {
        foreach (BenchmarkCase one in Cases.Where(one => one.Descriptor.Type.Name == suite))
        {
            object instance = Activator.CreateInstance(one.Descriptor.Type)!;
            foreach (var parameter in one.Parameters.Items)
                one.Descriptor.Type.GetProperty(parameter.Name)!.SetValue(instance, parameter.Value);
            one.Descriptor.GlobalSetupMethod?.Invoke(instance, null);
            one.Descriptor.IterationSetupMethod?.Invoke(instance, null);
            one.Descriptor.WorkloadMethod.Invoke(instance, null);
            one.Descriptor.IterationCleanupMethod?.Invoke(instance, null);
            one.Descriptor.GlobalCleanupMethod?.Invoke(instance, null);
        }
    }
}
