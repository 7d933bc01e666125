using LowLatencyMM.EndToEnd.Tests.Support;
using LowLatencyMM.Host;
using LowLatencyMM.Simulator;

namespace LowLatencyMM.EndToEnd.Tests;

/// <summary>One session of a few seconds that several tests look at; <see cref="SessionTests"/> reads what it came to.</summary>
public sealed class SessionFixture : IAsyncLifetime
{
    private const long EventsWarm = 5_000;

    private MarketSession? _session;
    private SessionSummary? _summary;

    internal SessionSummary Summary => _summary!;

    internal JournalLog Journal { get; private set; } = null!;

    internal ExchangeState Exchange { get; private set; } = null!;

    /// <summary>A copy of the session's folder, taken while the engine was writing to it.</summary>
    internal string LiveCopy { get; private set; } = "";

    public async Task InitializeAsync()
    {
        // Three times as fast: more trades and jumps in the same seconds.
        _session = await MarketSession.StartAsync(new SimulatorOptions { Speed = 3 });
        await _session.UntilTwoSidedAsync();
        await _session.UntilAsync("the engine is warm", core => core is { Fills: >= 3, Replaces: >= 3 });
        _session.Engine.MarkWarm();
        long warm = _session.Engine.Status.Events;
        await _session.UntilAsync("fills and repricings after the warm-up", core =>
            core is { Fills: >= 8, Replaces: >= 8 } && core.Events >= warm + EventsWarm);
        LiveCopy = Path.Combine(_session.Root, "copy", Path.GetFileName(_session.Folder));
        CopyFolder(_session.Folder, LiveCopy);
        _summary = await _session.Engine.StopAsync(CancellationToken.None);
        Exchange = await _session.Exchange.GetStateAsync();
        Journal = JournalLog.Read(_summary.Folder);
    }

    public async Task DisposeAsync()
    {
        if (_session is not null)
            await _session.DisposeAsync();
    }

    /// <summary>A fresh copy of the finished session's folder, for a test that damages it.</summary>
    internal string CopyOfSession(TemporaryFolder folder) => CopyFolder(Summary.Folder, folder.File("session"));

    internal static string CopyFolder(string from, string to)
    {
        Directory.CreateDirectory(to);
        foreach (string file in Directory.EnumerateFiles(from))
            File.Copy(file, Path.Combine(to, Path.GetFileName(file)));
        return to;
    }
}
