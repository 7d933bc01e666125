using System.Diagnostics;
using System.Globalization;

namespace LowLatencyMM.Host.Tests;

/// <summary>The scripts in <c>tools/</c>, run by a shell as their users do.</summary>
public sealed class ScriptTests : IDisposable
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(90);
    private static readonly string Tools = Path.Combine(Repository.Folder, "tools");
    private static readonly string Llmm = $"dotnet {Path.Combine(AppContext.BaseDirectory, "llmm.dll")}";

    private readonly TemporaryFolder _folder = new();
    private readonly List<int> _started = [];

    public void Dispose()
    {
        foreach (int id in _started)
        {
            try
            {
                Process.GetProcessById(id).Kill();
            }
            catch (ArgumentException)
            {
                // It has ended already.
            }
        }
        _folder.Dispose();
    }

    [SkippableFact]
    public async Task Start_refuses_a_second_copy_and_stop_leaves_none()
    {
        RequireShell();
        (int code, string said) = await Run("start.sh", Llmm, "sim", "--json");
        Assert.True(code == 0, said);
        int id = Pid();
        Assert.False(Process.GetProcessById(id).HasExited);
        Assert.Contains("llmm.dll sim --json", File.ReadAllText(_folder.File("output.log")), StringComparison.Ordinal);

        (code, said) = await Run("start.sh", Llmm, "sim", "--json");
        Assert.Equal(ExitCode.Locked, code);
        Assert.Contains($"runs already, process {id}", said, StringComparison.Ordinal);

        (code, said) = await Run("stop.sh", Llmm);
        Assert.True(code == 0, said);
        Assert.True(IsGone(id));
        Assert.False(File.Exists(_folder.File("llmm.pid")));
        (code, said) = await Run("stop.sh", Llmm);
        Assert.Equal(0, code);
        Assert.Contains("does not run", said, StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task An_engine_that_ends_at_once_is_told_with_its_reason_and_exit_code()
    {
        RequireShell();

        (int code, string said) = await Run("start.sh", Llmm, "run", "--config", "none.json");

        Assert.Equal(ExitCode.Configuration, code);
        Assert.Contains("EXTENDED_ENV", said, StringComparison.Ordinal);
        Assert.False(File.Exists(_folder.File("llmm.pid")));
    }

    [SkippableFact]
    public async Task Stop_waits_for_the_real_end_and_restart_starts_only_after_it()
    {
        RequireShell();
        // An engine that takes its time to cancel its orders.
        string slow = Script("slow", "trap 'sleep 1; echo ended >>ended; exit 0' TERM\necho begun >>begun\nwhile :; do sleep 0.1; done\n");
        Assert.Equal(0, (await Run("start.sh", slow)).ExitCode);
        int first = Pid();

        (int code, string said) = await Run("restart.sh", slow);

        Assert.True(code == 0, said);
        Assert.True(IsGone(first));
        Assert.NotEqual(first, Pid());
        Assert.Single(File.ReadAllLines(_folder.File("ended")));
        Assert.Equal(2, File.ReadAllLines(_folder.File("begun")).Length);
        Assert.Equal(0, (await Run("stop.sh", slow)).ExitCode);
        Assert.Equal(2, File.ReadAllLines(_folder.File("ended")).Length);
    }

    [SkippableFact]
    public async Task Stop_never_kills()
    {
        RequireShell();
        string stubborn = Script("stubborn", "trap '' TERM\nwhile :; do sleep 0.1; done\n");
        Assert.Equal(0, (await Run("start.sh", stubborn)).ExitCode);
        int id = Pid();

        (int code, string said) = await Run("stop.sh", stubborn);

        Assert.Equal(ExitCode.Timeout, code);
        Assert.Contains("still ending", said, StringComparison.Ordinal);
        Assert.False(IsGone(id));
        Assert.DoesNotContain(Directory.GetFiles(Tools, "*.sh"), script => File.ReadAllText(script).Contains("kill -9", StringComparison.Ordinal)
            || File.ReadAllText(script).Contains("kill -KILL", StringComparison.Ordinal));
    }

    [SkippableFact]
    public async Task A_backup_holds_no_secret_no_state_and_no_build_output()
    {
        RequireShell();
        string[] kept = ["config.json", "engine/Host/Program.cs", "tools/start.sh", "data.md", "sub/environment"];
        string[] left =
        [
            ".env", "sub/.env", ".env.production", "sub/stark.pem", "pnl_state.json", "out/journal/account-SN_MAIN-1.json", "account-SN_MAIN-1.json", "output.log",
            "data/btc_usd/trades.csv", ".git/config", "engine/Host/bin/llmm", "engine/Host/obj/x", "llmm.pid",
        ];
        foreach (string file in kept.Concat(left))
        {
            string path = _folder.File("project/" + file);
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllText(path, "STARK_PRIVATE=0xcanary");
        }

        (int code, string said) = await Run("backup.sh", Llmm, "project", "backup.tar.gz");

        Assert.True(code == 0, said);
        (_, string listed) = await Shell("tar", ["-tzf", "backup.tar.gz"]);
        Assert.Equal(kept.Select(file => "./" + file).Order(StringComparer.Ordinal), listed.Split('\n', StringSplitOptions.RemoveEmptyEntries).Order(StringComparer.Ordinal));
        (code, said) = await Run("backup.sh", Llmm, "project", "backup.tar.gz");
        Assert.Equal(1, code);
        Assert.Contains("exists already", said, StringComparison.Ordinal);
    }

    [Fact]
    public void The_service_unit_waits_for_the_end_and_never_kills()
    {
        string[] unit = File.ReadAllLines(Path.Combine(Tools, "llmm.service"));

        foreach (string line in new[] { "KillSignal=SIGTERM", "SendSIGKILL=no", "TimeoutStopSec=120", "Restart=on-failure" })
            Assert.Contains(line, unit);
        int[] never = [ExitCode.Usage, ExitCode.Configuration, ExitCode.RiskHalt, ExitCode.Locked, ExitCode.OrdersMayBeOpen, ExitCode.SecondSignal];
        Assert.Contains($"RestartPreventExitStatus={string.Join(' ', never)}", unit);
    }

    private static void RequireShell() => Skip.IfNot(File.Exists("/bin/sh") && File.Exists("/proc/self/stat"), "The scripts need a POSIX shell and /proc.");

    private string Script(string name, string body) => $"/bin/sh {_folder.Write(name, body)}";

    private Task<(int ExitCode, string Said)> Run(string script, string command, params string[] arguments) =>
        Shell("/bin/sh", [Path.Combine(Tools, script), .. arguments], ("LLMM_COMMAND", command), ("LLMM_STOP_TIMEOUT", command.EndsWith("stubborn", StringComparison.Ordinal) ? "1" : "60"));

    /// <summary>Runs a program in the test's folder; its output goes to a file, since what it starts lives on and would keep a pipe open.</summary>
    private async Task<(int ExitCode, string Said)> Shell(string program, string[] arguments, params (string Name, string Value)[] environment)
    {
        string said = _folder.File($"said-{Guid.NewGuid():N}");
        var start = new ProcessStartInfo("/bin/sh") { WorkingDirectory = _folder.Path };
        foreach (string argument in new[] { "-c", "exec \"$@\" >\"$SAID\" 2>&1 </dev/null", "sh", program }.Concat(arguments))
            start.ArgumentList.Add(argument);
        foreach (string name in new[] { "API_KEY", "EXTENDED_API_KEY", "STARK_PRIVATE", "STARK_PUBLIC", "VAULT_NUMBER", "EXTENDED_ENV" })
            start.Environment.Remove(name);
        start.Environment["SAID"] = said;
        foreach ((string name, string value) in environment)
            start.Environment[name] = value;
        using Process process = Process.Start(start)!;
        using var limit = new CancellationTokenSource(Deadline);
        await process.WaitForExitAsync(limit.Token);
        if (File.Exists(_folder.File("llmm.pid")))
            _started.Add(Pid());
        return (process.ExitCode, File.ReadAllText(said));
    }

    private int Pid() => int.Parse(File.ReadAllText(_folder.File("llmm.pid")), CultureInfo.InvariantCulture);

    private static bool IsGone(int id)
    {
        string stat = $"/proc/{id}/stat";
        return !File.Exists(stat) || File.ReadAllText(stat).Split(") ")[^1][0] is 'Z' or 'X';
    }
}
