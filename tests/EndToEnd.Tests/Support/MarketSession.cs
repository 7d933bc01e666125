using System.Security.Cryptography;
using LowLatencyMM.Core;
using LowLatencyMM.Core.Events;
using LowLatencyMM.Core.Orders;
using LowLatencyMM.Core.Settings;
using LowLatencyMM.Host;
using LowLatencyMM.Host.Configuration;
using LowLatencyMM.Host.Display;
using LowLatencyMM.Replay;
using LowLatencyMM.Simulator;

namespace LowLatencyMM.EndToEnd.Tests.Support;

/// <summary>A simulator and the engine, joined by real sockets: what <c>demo</c> runs, in reach of a test.</summary>
internal sealed class MarketSession : IAsyncDisposable
{
    private readonly TemporaryFolder _folder;
    private readonly Credentials _credentials;

    private MarketSession(TemporaryFolder folder, SimulatorServer exchange, Credentials credentials, EngineSession engine)
    {
        _folder = folder;
        Exchange = exchange;
        _credentials = credentials;
        Engine = engine;
    }

    public SimulatorServer Exchange { get; }

    public EngineSession Engine { get; }

    public CoreStatus Core => Engine.Status.Core;

    /// <summary>The session's folder.</summary>
    public string Folder => Engine.Folder;

    /// <summary>The folder of sessions.</summary>
    public string Root => _folder.Path;

    public static async Task<MarketSession> StartAsync(
        SimulatorOptions? options = null, Func<RunConfiguration, RunConfiguration>? change = null, Action<Faults>? prepare = null)
    {
        var folder = new TemporaryFolder();
        SimulatorServer exchange = await SimulatorServer.StartAsync(options ?? new SimulatorOptions());
        prepare?.Invoke(exchange.Faults);
        Credentials credentials = Credentials.Read(DemoKeys.Lookup);
        RunConfiguration configuration = Configuration(exchange, folder.Path);
        EngineSession engine = await EngineSession.StartAsync(change?.Invoke(configuration) ?? configuration, credentials, CancellationToken.None);
        return new MarketSession(folder, exchange, credentials, engine);
    }

    /// <summary>The demo's preset, with tight quotes that fill often.</summary>
    public static RunConfiguration Configuration(SimulatorServer exchange, string folder) => new()
    {
        RestBase = exchange.RestBase,
        StreamBase = exchange.StreamBase,
        ChainId = "SN_SEPOLIA",
        JournalDirectory = folder,
        TrustedCertificate = exchange.Certificate?.GetCertHashString(HashAlgorithmName.SHA256),
        Markets =
        [
            new MarketConfiguration
            {
                Market = "BTC-USD",
                Quoting = new QuotingSettings
                {
                    NotionalMicro = 250_000_000,
                    MinimumSpreadBps = 1,
                    KappaFallbackBps = 0.5,
                    RepricingThresholdBps = 0.5,
                    WarmupNs = 0,
                },
                Risk = new RiskSettings { MaxPositionMicro = 2_500_000_000, MaxOrderNotionalMicro = 500_000_000 },
            },
        ],
    };

    public Task UntilAsync(string what, Func<CoreStatus, bool> condition) => Until.TrueAsync(what, () =>
    {
        Assert.True(Engine.Fault is null, $"The engine died: {Engine.Fault}");
        return condition(Core);
    }, () => new StatusLine(Engine.Settings.Market).Line(Engine));

    /// <summary>Waits, as the verbs do, until the engine has died.</summary>
    public async Task UntilDeadAsync()
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        await Engine.WaitAsync(limit.Token);
        Assert.NotNull(Engine.Fault);
    }

    /// <summary>Waits until both sides rest at the exchange.</summary>
    public Task UntilTwoSidedAsync() => UntilAsync("a bid and an ask rest", core =>
        core.Reason == QuoteReason.Quoting && core.Bid.State == SlotState.Open && core.Ask.State == SlotState.Open);

    /// <summary>
    /// Ends the session and requires what must hold whatever went wrong before: no order is open, position and fills are the exchange's, and
    /// a replay gives the same decisions, signatures and state.
    /// </summary>
    public async Task<(SessionSummary Summary, JournalLog Journal)> EndAsync()
    {
        SessionSummary summary = await Engine.StopAsync(CancellationToken.None);

        Assert.Null(summary.Fault);
        Assert.Equal(ExitCode.Ok, summary.ExitCode);
        ExchangeState exchange = await Exchange.GetStateAsync();
        Assert.Empty(exchange.OpenOrders);
        Assert.Equal(exchange.Position, summary.Status.Core.PositionSteps);
        Assert.Equal(exchange.Fills.Count, summary.Status.Core.Fills);
        Assert.Equal((long)(exchange.Fills.Sum(fill => fill.Fee) * 1_000_000), summary.Status.Core.FeesMicro);
        ReplayResult replay = Replays.Require(summary.Folder);
        Assert.Equal(summary.StateHash, replay.StateHash);
        Assert.Equal(summary.Events, replay.Events);
        return (summary, JournalLog.Read(summary.Folder));
    }

    public async ValueTask DisposeAsync()
    {
        await Engine.DisposeAsync();
        _credentials.Dispose();
        await Exchange.DisposeAsync();
        _folder.Dispose();
    }
}
