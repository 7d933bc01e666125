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
    /// <summary>What stands on the command line if no job does: a short one, with enough rounds before it for code to be compiled for good.</summary>
    private static readonly string[] UsualJob = ["--job", "short", "--warmupCount", "10"];

    /// <summary>Options that tell of the suites without running one.</summary>
    private static readonly string[] Telling = ["--list", "--info", "--help", "--version"];

    /// <summary>How all suites run, whatever the job: in this process, with allocations counted and the median shown.</summary>
    public static IConfig Config() => ManualConfig.Create(DefaultConfig.Instance)
        .AddDiagnoser(MemoryDiagnoser.Default)
        .AddColumn(StatisticColumn.Median)
        .AddJob(Job.Default.WithToolchain(InProcessEmitToolchain.Instance).AsMutator())
        .WithArtifactsPath(Path.Combine("out", "bench"));

    /// <summary>The arguments that BenchmarkDotNet gets for these.</summary>
    public static string[] WithJob(string[] args) => args.Any(arg => arg is "-j" or "--job") ? args : [.. args, .. UsualJob];

    /// <summary>Runs what the arguments select.</summary>
    public static int Run(string[] args)
    {
        Summary[] summaries = [.. BenchmarkSwitcher.FromAssembly(typeof(BenchmarkSuites).Assembly).Run(WithJob(args), Config())];
        if (summaries.Length == 0)
            return args.Any(Telling.Contains) ? ExitCode.Ok : ExitCode.Usage;
        return summaries.Any(summary => summary.HasCriticalValidationErrors || summary.Reports.Any(report => !report.Success))
            ? ExitCode.Failure
            : ExitCode.Ok;
    }
}
