using System.ComponentModel;
using System.Diagnostics;
using System.Text.Json;

namespace LowLatencyMM.Feed.Tests.Support;

/// <summary>The WebSocket server of tests/ws in a process of its own, with what it reports.</summary>
internal sealed class NodeServer : IDisposable
{
    private readonly Process _process;
    private readonly List<Report> _reports = [];

    private NodeServer(Process process, int port)
    {
        _process = process;
        Port = port;
        new Thread(Listen) { IsBackground = true }.Start();
    }

    public int Port { get; }

    /// <summary>Starts it; skips the test where node or the package is not installed.</summary>
    public static NodeServer Start()
    {
        string folder = Path.Combine(Repository(), "tests", "ws");
        Skip.IfNot(Directory.Exists(Path.Combine(folder, "node_modules", "ws")), $"The npm package ws is not installed: run 'npm ci' in {folder}.");
        var start = new ProcessStartInfo("node", ["server.mjs"])
        {
            WorkingDirectory = folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        Process? process = null;
        try
        {
            process = Process.Start(start)!;
        }
        catch (Win32Exception e)
        {
            Skip.If(true, $"node is not installed: {e.Message}");
        }
        string line = process!.StandardOutput.ReadLine() ?? throw new InvalidOperationException("The server ended before it had a port.");
        return new NodeServer(process, JsonDocument.Parse(line).RootElement.GetProperty("port").GetInt32());
    }

    /// <summary>Waits for a report; fails after a time that no healthy run needs.</summary>
    public Report Await(Func<Report, bool> wanted)
    {
        long deadline = Environment.TickCount64 + 30_000;
        lock (_reports)
        {
            while (true)
            {
                Report? found = _reports.Find(report => wanted(report));
                if (found is not null)
                    return found;
                long left = deadline - Environment.TickCount64;
                if (left <= 0)
                    Assert.Fail("The server never reported it: " + string.Join(" | ", _reports));
                Monitor.Wait(_reports, (int)left);
            }
        }
    }

    public void Dispose()
    {
        _process.StandardInput.Close();
        if (!_process.WaitForExit(10_000))
            _process.Kill();
        _process.Dispose();
    }

    private void Listen()
    {
        while (_process.StandardOutput.ReadLine() is { } line)
        {
            using var document = JsonDocument.Parse(line);
            JsonElement root = document.RootElement;
            var report = new Report(
                root.GetProperty("name").GetString()!, root.GetProperty("visit").GetInt32(), root.GetProperty("event").GetString()!,
                root.TryGetProperty("text", out JsonElement text) ? text.GetString()! : "", root.TryGetProperty("code", out JsonElement code) ? code.GetInt32() : 0);
            lock (_reports)
            {
                _reports.Add(report);
                Monitor.PulseAll(_reports);
            }
        }
    }

    private static string Repository()
    {
        DirectoryInfo? folder = new(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "LowLatencyMM.sln")))
            folder = folder.Parent;
        return folder?.FullName ?? throw new InvalidOperationException($"No LowLatencyMM.sln above {AppContext.BaseDirectory}.");
    }

    /// <summary>What a connection sent: <paramref name="Event"/> is pong, close or error.</summary>
    internal sealed record Report(string Name, int Visit, string Event, string Text, int Code);
}
