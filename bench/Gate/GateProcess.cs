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

    /// <summary>Runs it and reads what it found.</summary>
    /// <exception cref="UserErrorException">It failed, or printed something else.</exception>
    public GateMeasurement Measure(int slowdownPercent, bool allocates)
    {
        var start = new ProcessStartInfo(Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet") { RedirectStandardOutput = true };
        foreach (string argument in (string[])[program, Verb, "--inject-slowdown", slowdownPercent.ToString(CultureInfo.InvariantCulture)])
            start.ArgumentList.Add(argument);
        if (allocates)
            start.ArgumentList.Add("--inject-allocation");
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
}
