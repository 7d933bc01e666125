using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text;

namespace LowLatencyMM.Tests.Support;

/// <summary>The built engine binary as a child process.</summary>
internal sealed partial class LlmmProcess : IDisposable
{
    private const int Sigint = 2;
    private const int Sigterm = 15;
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(90);
    private static readonly string Binary = Path.Combine(AppContext.BaseDirectory, "llmm.dll");

    // What a developer's own shell may have set.
    private static readonly string[] KeyVariables =
        ["API_KEY", "EXTENDED_API_KEY", "STARK_PRIVATE", "STARK_PUBLIC", "VAULT_NUMBER", "EXTENDED_ENV"];

    private readonly Process _process;
    private readonly StringBuilder _output = new();
    private readonly StringBuilder _error = new();

    private LlmmProcess(Process process)
    {
        _process = process;
        process.OutputDataReceived += (_, line) => Append(_output, line.Data);
        process.ErrorDataReceived += (_, line) => Append(_error, line.Data);
        process.Start();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    /// <summary>What it wrote to standard output so far.</summary>
    public string Output => Text(_output);

    /// <summary>What it wrote to standard error so far.</summary>
    public string Error => Text(_error);

    /// <summary>Starts the engine binary.</summary>
    /// <param name="folder">Its working folder, in which it may find a <c>.env</c>.</param>
    /// <param name="environment">Its keys; null for none. This process's own are not passed on.</param>
    /// <param name="arguments">Verb and options.</param>
    public static LlmmProcess Start(string folder, IReadOnlyDictionary<string, string>? environment, params string[] arguments)
    {
        var process = new LlmmProcess(new Process { StartInfo = Describe(folder, environment, arguments) });
        // No terminal to ask on, whoever runs the tests.
        process._process.StandardInput.Close();
        return process;
    }

    /// <summary>Starts it and waits for its end.</summary>
    public static async Task<(int ExitCode, string Output, string Error)> RunAsync(
        string folder, IReadOnlyDictionary<string, string>? environment, params string[] arguments)
    {
        using LlmmProcess process = Start(folder, environment, arguments);
        int exitCode = await process.EndAsync();
        return (exitCode, process.Output, process.Error);
    }

    /// <summary>Starts it, gives it all of its standard input and waits for its end.</summary>
    public static async Task<(int ExitCode, string Output, string Error)> RunWithInputAsync(string folder, string input, params string[] arguments)
    {
        using var process = new LlmmProcess(new Process { StartInfo = Describe(folder, null, arguments) });
        await process._process.StandardInput.WriteAsync(input);
        process._process.StandardInput.Close();
        int exitCode = await process.EndAsync();
        return (exitCode, process.Output, process.Error);
    }

    /// <summary>SIGTERM.</summary>
    public void Terminate() => Signal(Sigterm);

    /// <summary>SIGINT, as Ctrl-C sends it.</summary>
    public void Interrupt() => Signal(Sigint);

    /// <summary>SIGKILL.</summary>
    public void Kill() => _process.Kill();

    /// <summary>Waits for its end and gives the exit code.</summary>
    public async Task<int> EndAsync()
    {
        using var limit = new CancellationTokenSource(Deadline);
        await _process.WaitForExitAsync(limit.Token);
        return _process.ExitCode;
    }

    public void Dispose()
    {
        if (!_process.HasExited)
            _process.Kill();
        _process.Dispose();
    }

    private static ProcessStartInfo Describe(string folder, IReadOnlyDictionary<string, string>? environment, string[] arguments)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath is { } host && Path.GetFileNameWithoutExtension(host) == "dotnet" ? host : "dotnet")
        {
            WorkingDirectory = folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.ArgumentList.Add(Binary);
        foreach (string argument in arguments)
            start.ArgumentList.Add(argument);
        foreach (string name in KeyVariables)
            start.Environment.Remove(name);
        foreach ((string variable, string value) in environment ?? new Dictionary<string, string>())
            start.Environment[variable] = value;
        return start;
    }

    private void Signal(int signal)
    {
        if (kill(_process.Id, signal) != 0)
            throw new InvalidOperationException($"Process {_process.Id} cannot be sent signal {signal}.");
    }

    private static void Append(StringBuilder text, string? line)
    {
        if (line is null)
            return;
        lock (text)
            text.AppendLine(line);
    }

    private static string Text(StringBuilder text)
    {
        lock (text)
            return text.ToString();
    }

    [LibraryImport("libc", SetLastError = true)]
    private static partial int kill(int process, int signal);
}
