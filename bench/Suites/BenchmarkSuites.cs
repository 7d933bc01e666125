using BenchmarkDotNet.Columns;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Diagnosers;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Reports;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;
using LowLatencyMM.Host;

namespace LowLatencyMM.Bench.Suites;

/// <summary>
/// BenchmarkDotNet with its own command line. Runs in this process, and so with the runtime's settings that the engine ships with;
/// <c>--job</c>, <c>--filter</c>, <c>--list</c> and the rest are BenchmarkDotNet's.
/// </summary>
internal static class BenchmarkSuites
{
    /// <summary>Runs what the arguments select.</summary>
    public static int Run(string[] args)
    {
        IConfig config = ManualConfig.Create(DefaultConfig.Instance)
            .AddDiagnoser(MemoryDiagnoser.Default)
            .AddColumn(StatisticColumn.Median)
            .AddJob(Job.ShortRun.WithWarmupCount(10).WithToolchain(InProcessEmitToolchain.Instance))
            .WithArtifactsPath(Path.Combine("out", "bench"));
        Summary[] summaries = [.. BenchmarkSwitcher.FromAssembly(typeof(BenchmarkSuites).Assembly).Run(args, config)];
        return summaries.Any(summary => summary.HasCriticalValidationErrors || summary.Reports.Any(report => !report.Success))
            ? ExitCode.Failure
            : ExitCode.Ok;
    }
}
