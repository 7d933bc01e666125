using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using LowLatencyMM.Host;

namespace LowLatencyMM.Bench.TickToOrder;

/// <summary>
/// A verb of the engine binary that lies beside this program, in a process of its own that knows nothing of being measured. It ends with
/// this object: by SIGTERM if that suffices.
/// </summary>
internal sealed partial class LlmmChild : IDisposable
{
    private const int Sigterm = 15, Sigcont = 18, Sigstop = 19;
    private const int KeptLines = 20;

    /// <summary>How long it may take to end when nobody waits for its result any more.</summary>
    private static readonly TimeSpan EndPatience = TimeSpan.FromSeconds(5);

    // What the user's own shell may have set.
    private static readonly string[] KeyVariables =
        ["API_KEY", "EXTENDED_API_KEY", "STARK_PRIVATE", "STARK_PUBLIC", "VAULT_NUMBER", "EXTENDED_ENV"];

    private readonly Process _process;
    private readonly StringBuilder _output = new();
    private readonly Queue<string> _lastErrors = new();
    private readonly TaskCompletionSource<JsonElement> _object = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private LlmmChild(string name, Process process)
    {
        Name = name;
        _process = process;
        process.OutputDataReceived += (_, line) => TakeOutput(line.Data);
        process.ErrorDataReceived += (_, line) => TakeError(line.Data);
        process.Start();
        // No terminal to ask on.
        process.StandardInput.Close();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    /// <summary>What it is, for messages.</summary>
    public string Name { get; }

    /// <summary>Starts a verb.</summary>
    /// <param name="folder">Its working folder.</param>
    /// <param name="environment">Its keys; this process's own are not passed on.</param>
    /// <param name="arguments">Verb and options.</param>
    public static LlmmChild Start(string folder, IReadOnlyDictionary<string, string> environment, params string[] arguments)
    {
        string self = Environment.ProcessPath ?? "";
        bool isHosted = Path.GetFileNameWithoutExtension(self).Equals("dotnet", StringComparison.OrdinalIgnoreCase);
        var start = new ProcessStartInfo(isHosted ? self : "dotnet", [typeof(ExitCode).Assembly.Location, .. arguments])
        {
            WorkingDirectory = folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (string name in KeyVariables)
            start.Environment.Remove(name);
        foreach ((string name, string value) in environment)
            start.Environment[name] = value;
        return new LlmmChild($"llmm {arguments[0]}", new Process { StartInfo = start });
    }

    /// <summary>The JSON object that it prints on standard output, which is the only thing that it prints there.</summary>
    /// <exception cref="UserErrorException">It ended without one, or it takes too long.</exception>
    public async Task<JsonElement> ObjectAsync(TimeSpan patience, CancellationToken stop)
    {
        await InTimeAsync(Task.WhenAny(_object.Task, _process.WaitForExitAsync(stop)), "said nothing", patience, stop).ConfigureAwait(false);
        return _object.Task.IsCompletedSuccessfully ? await _object.Task.ConfigureAwait(false) : throw Died();
    }

    /// <summary>Waits until it has ended well.</summary>
    /// <exception cref="UserErrorException">It ended with an error, or it takes too long.</exception>
    public async Task EndAsync(TimeSpan patience, CancellationToken stop)
    {
        await InTimeAsync(_process.WaitForExitAsync(stop), "did not end", patience, stop).ConfigureAwait(false);
        if (_process.ExitCode != ExitCode.Ok)
            throw Died();
    }

    /// <summary>Throws if it is no longer there.</summary>
    /// <exception cref="UserErrorException">It has ended.</exception>
    public void RequireAlive()
    {
        if (_process.HasExited)
            throw Died();
    }

    /// <summary>What to say when it did not do something in time.</summary>
    public UserErrorException TooLate(string what, TimeSpan patience) => new(
        ExitCode.Timeout, FormattableString.Invariant($"{Name} {what} within {patience.TotalSeconds:0} s.{LastErrors()}"));

    /// <summary>Asks it to end in good order.</summary>
    public void Terminate() => Signal(Sigterm);

    /// <summary>Stops all its threads where they are.</summary>
    public void Freeze() => Signal(Sigstop);

    /// <summary>Lets them go on.</summary>
    public void Thaw() => Signal(Sigcont);

    /// <inheritdoc/>
    public void Dispose()
    {
        if (!_process.HasExited)
        {
            Signal(Sigcont);
            Signal(Sigterm);
            if (!_process.WaitForExit(EndPatience))
                _process.Kill();
            _process.WaitForExit();
        }
        _process.Dispose();
    }

    private async Task InTimeAsync(Task task, string what, TimeSpan patience, CancellationToken stop)
    {
        try
        {
            await task.WaitAsync(patience, stop).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            throw TooLate(what, patience);
        }
    }

    private UserErrorException Died()
    {
        // Until its pipes are read to the end.
        _process.WaitForExit();
        return new UserErrorException(ExitCode.Failure, $"{Name} ended by itself with exit code {_process.ExitCode}.{LastErrors()}");
    }

    private string LastErrors()
    {
        lock (_lastErrors)
            return _lastErrors.Count == 0 ? "" : $" Its last words:\n{string.Join('\n', _lastErrors)}";
    }

    private void TakeOutput(string? line)
    {
        if (line is null)
            return;
        _output.AppendLine(line);
        if (line != "}")
            return;
        using JsonDocument document = JsonDocument.Parse(_output.ToString());
        _object.TrySetResult(document.RootElement.Clone());
    }

    private void TakeError(string? line)
    {
        if (line is null)
            return;
        lock (_lastErrors)
        {
            _lastErrors.Enqueue(line);
            if (_lastErrors.Count > KeptLines)
                _lastErrors.Dequeue();
        }
    }

    /// <summary>A process that is gone in this very moment needs no signal.</summary>
    private void Signal(int signal) => _ = kill(_process.Id, signal);

    [LibraryImport("libc", SetLastError = true)]
    private static partial int kill(int process, int signal);
}
