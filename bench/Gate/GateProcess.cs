using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using LowLatencyMM.Host;

namespace LowLatencyMM.Bench.Gate;

/// <summary>
/// Measures in a process of its own: what differs from one start to the next (addresses, what the runtime compiled how) meets every
/// measurement anew. The program can be another build's.
/// </summary>
internal sealed class GateProcess(string program)
{
    /// <summary>The hidden verb's name.</summary>
    public const string Verb = "gate-measure";

    /// <summary>This build.</summary>
    public static GateProcess Own() => new(Path.Combine(AppContext.BaseDirectory, "llmm-bench.dll"));

    /// <summary>A build, by its <c>llmm-bench.dll</c> or the folder that it is in.</summary>
    /// <exception cref="UserErrorException">There is none.</exception>
    public static GateProcess Of(string path)
    {
        string program = Directory.Exists(path) ? Path.Combine(path, "llmm-bench.dll") : path;
        return File.Exists(program)
            ? new GateProcess(Path.GetFullPath(program))
            : throw new UserErrorException(ExitCode.Usage, $"'{path}' is not a build: expected a folder with llmm-bench.dll, or that file.");
    }

    /// <summary>
    /// Times, compiled without the profile that the runtime takes while it runs. With it the same source becomes one of several machine codes, by
    /// what happened to run until then: parsing a best bid and ask took 0.85 to 1.19 of its usual time in 28 processes, and the same from the first
    /// slice of each to the last. Without it never less than 0.99 in 52. It is other code, but a regression of the source is in both.
    /// </summary>
    /// <exception cref="UserErrorException">It failed, or printed something else.</exception>
    public GateMeasurement Times(int slowdownPercent)
    {
        ProcessStartInfo start = Start();
        start.Environment["DOTNET_TieredPGO"] = "0";
        Add(start, "--scope", nameof(GateScope.Times), "--inject-slowdown", slowdownPercent.ToString(CultureInfo.InvariantCulture));
        return Run(start);
    }

    /// <summary>Allocations, compiled as the engine ships.</summary>
    /// <exception cref="UserErrorException">It failed, or printed something else.</exception>
    public GateMeasurement Allocations(bool injects)
    {
        ProcessStartInfo start = Start();
        Add(start, "--scope", nameof(GateScope.Allocations));
        if (injects)
            Add(start, "--inject-allocation");
        return Run(start);
    }

    /// <summary>Both, compiled as the engine ships; the build may be an older one.</summary>
    /// <exception cref="UserErrorException">It failed, or printed something else.</exception>
    public GateMeasurement All() => Run(Start());

    private ProcessStartInfo Start()
    {
        var start = new ProcessStartInfo(Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet") { RedirectStandardOutput = true };
        Add(start, program, Verb);
        return start;
    }

    private GateMeasurement Run(ProcessStartInfo start)
    {
        using Process process = Process.Start(start) ?? throw new UserErrorException(ExitCode.Failure, $"{start.FileName} cannot be started.");
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        if (process.ExitCode != ExitCode.Ok)
            throw new UserErrorException(ExitCode.Failure, $"{program} {Verb} ended with exit code {process.ExitCode}, expected 0.");
        try
        {
            return JsonSerializer.Deserialize<GateMeasurement>(output) ?? throw new JsonException("It is null.");
        }
        catch (JsonException e)
        {
            throw new UserErrorException(ExitCode.Failure, $"{program} {Verb} did not print a measurement: {e.Message}");
        }
    }

    private static void Add(ProcessStartInfo start, params ReadOnlySpan<string> arguments)
    {
        foreach (string argument in arguments)
            start.ArgumentList.Add(argument);
    }
}
