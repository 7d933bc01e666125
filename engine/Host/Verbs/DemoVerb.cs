using System.CommandLine;
using System.Globalization;
using System.Security.Cryptography;
using LowLatencyMM.Core;
using LowLatencyMM.Core.Orders;
using LowLatencyMM.Core.Settings;
using LowLatencyMM.Host.Configuration;
using LowLatencyMM.Simulator;

namespace LowLatencyMM.Host.Verbs;

/// <summary>
/// <c>demo</c>: the built-in exchange and the engine in one process, joined by nothing but sockets: <c>sim</c> and <c>run</c> with a
/// generated configuration.
/// </summary>
internal static class DemoVerb
{
    private const string ChainId = "SN_SEPOLIA";

    // What the bundled minute must show when it is played at its own speed for at least this long.
    private const long LeastFills = 10;
    private const long LeastReplaces = 20;
    private static readonly TimeSpan LatestFirstOrder = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan LivelyAfter = TimeSpan.FromSeconds(30);

    public static Command Create()
    {
        Option<string?> data = Options.Data();
        Option<string> market = Options.Market(), tick = Options.Tick(), step = Options.Step();
        Option<double> speed = Options.Speed();
        Option<int> seed = Options.Seed();
        Option<double> duration = Options.Number("--duration", "Seconds to trade; 60, on a terminal until Ctrl-C.", "SECONDS", 1, 864_000);
        Option<string> journal = new("--journal") { Description = "Folder of sessions.", HelpName = "DIR", DefaultValueFactory = _ => "out/demo" };
        Option<bool> tls = new("--tls") { Description = "Join the two by TLS." };
        Option<string> topology = Options.Choice("topology"), waiting = Options.Choice("waiting");
        Option<bool> json = Options.Json();
        var command = new Command("demo", "Make markets against the built-in exchange: no key, no network.")
        {
            data, market, tick, step, speed, seed, duration, journal, tls, topology, waiting, json,
        };
        command.SetAction(parsed =>
        {
            var simulator = new SimulatorOptions
            {
                DataFile = parsed.GetValue(data),
                Market = parsed.GetRequiredValue(market),
                Tick = parsed.GetRequiredValue(tick),
                Step = parsed.GetRequiredValue(step),
                Speed = parsed.GetValue(speed),
                Seed = parsed.GetValue(seed),
                Tls = parsed.GetValue(tls),
            };
            bool onTerminal = !Console.IsOutputRedirected && !parsed.GetValue(json);
            TimeSpan? limit = parsed.GetResult(duration) is not null ? TimeSpan.FromSeconds(parsed.GetValue(duration))
                : onTerminal ? null : TimeSpan.FromSeconds(60);
            return RunAsync(
                simulator, limit, parsed.GetRequiredValue(journal), ConfigurationFile.TopologyOf(parsed.GetRequiredValue(topology)),
                Enum.Parse<WaitMode>(parsed.GetRequiredValue(waiting), ignoreCase: true), parsed.GetValue(json));
        });
        return command;
    }

    private static async Task<int> RunAsync(
        SimulatorOptions options, TimeSpan? duration, string journal, Topology topology, WaitMode waiting, bool json)
    {
        using var signals = new StopSignals();
        await using SimulatorServer exchange = await SimVerb.StartAsync(options).ConfigureAwait(false);
        using Credentials credentials = Credentials.Read(DemoKey);
        TextWriter log = json ? Console.Error : Console.Out;
        log.WriteLine($"exchange: {exchange.RestBase} (built in), market {options.Market}");
        log.WriteLine(
            "preset: two-sided, minimum_spread_bps 1, kappa_fallback_bps 0.5, repricing_threshold_bps 0.5, force_replace_interval_sec 3, "
            + "planned_price_tolerance_bps 0.2, no estimator warm-up");
        RunConfiguration configuration = Preset(exchange, options, journal) with { Topology = topology, Waiting = waiting };
        (SessionSummary summary, int exitCode) =
            await SessionRun.RunAsync(configuration, credentials, duration, json, signals).ConfigureAwait(false);
        if (exitCode != ExitCode.Ok)
            return exitCode;
        return IsExpectedLively(options, duration, signals) && !IsLively(summary) ? ExitCode.Failure : ExitCode.Ok;
    }

    private static RunConfiguration Preset(SimulatorServer exchange, SimulatorOptions options, string journal) => new()
    {
        RestBase = exchange.RestBase,
        StreamBase = exchange.StreamBase,
        ChainId = ChainId,
        JournalDirectory = journal,
        // Every demo has an account of its own.
        KeepsProfit = false,
        TrustedCertificate = exchange.Certificate?.GetCertHashString(HashAlgorithmName.SHA256),
        Markets =
        [
            new MarketConfiguration
            {
                Market = options.Market,
                Quoting = new QuotingSettings
                {
                    NotionalMicro = 250_000_000,
                    MinimumSpreadBps = 1,
                    KappaFallbackBps = 0.5,
                    RepricingThresholdBps = 0.5,
                    ForceReplaceNs = 3_000_000_000,
                    WarmupNs = 0,
                },
                Risk = new RiskSettings { MaxPositionMicro = 2_500_000_000, MaxOrderNotionalMicro = 500_000_000 },
                Orders = new OrderSettings { PlannedOrders = OrderPlan.MostOrders, PlannedPriceToleranceBps = 0.2 },
            },
        ],
    };

    /// <summary>The simulator's public test account.</summary>
    private static string? DemoKey(string name) => name switch
    {
        "API_KEY" => DemoAccount.ApiKey,
        "STARK_PUBLIC" => DemoAccount.StarkPublicKey,
        "STARK_PRIVATE" => DemoAccount.StarkPrivateKey,
        "VAULT_NUMBER" => DemoAccount.Vault.ToString(CultureInfo.InvariantCulture),
        _ => null,
    };

    private static bool IsExpectedLively(SimulatorOptions options, TimeSpan? duration, StopSignals signals) =>
        options.DataFile is null && options.Speed == 1 && duration >= LivelyAfter && !signals.Stop.IsCancellationRequested;

    private static bool IsLively(SessionSummary summary)
    {
        CoreStatus core = summary.Status.Core;
        if (core.Fills < LeastFills || core.Replaces < LeastReplaces)
        {
            Console.Error.WriteLine(
                $"llmm: the demo was not lively: {core.Fills} fills and {core.Replaces} repricings, expected at least {LeastFills} and {LeastReplaces}.");
            return false;
        }
        if (summary.FirstOrder <= LatestFirstOrder)
            return true;
        Console.Error.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"llmm: the demo was not lively: its first order went out after {summary.FirstOrder?.TotalSeconds:0.0} s, "
            + $"expected at most {LatestFirstOrder.TotalSeconds:0}."));
        return false;
    }
}
