using System.Diagnostics;
using LowLatencyMM.Host;

namespace LowLatencyMM.Bench.Wire;

/// <summary>A hidden verb of this program in a process of its own, which says its port first and ends when its standard input does.</summary>
internal sealed class OwnProcess : IDisposable
{
    private readonly Process _process;

    private OwnProcess(Process process, int port)
    {
        _process = process;
        Port = port;
    }

    public int Port { get; }

    public static OwnProcess Start(params string[] arguments)
    {
        string self = Environment.ProcessPath!;
        bool isHosted = Path.GetFileNameWithoutExtension(self).Equals("dotnet", StringComparison.OrdinalIgnoreCase);
        var start = new ProcessStartInfo(self, isHosted ? [typeof(OwnProcess).Assembly.Location, .. arguments] : arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        Process process = Process.Start(start)!;
        string? line = process.StandardOutput.ReadLine();
        if (!int.TryParse(line, out int port))
            throw new UserErrorException(ExitCode.Failure, $"The other process said '{line}'; its port was expected.");
        return new OwnProcess(process, port);
    }

    /// <summary>In the other process: says the port and waits until the first one is gone.</summary>
    public static void Serve(int port)
    {
        Console.WriteLine(port);
        while (Console.Read() >= 0)
        {
        }
    }

    public void Dispose()
    {
        _process.StandardInput.Close();
        if (!_process.WaitForExit(5_000))
            _process.Kill();
        _process.Dispose();
    }
}
