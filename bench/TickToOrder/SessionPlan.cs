using System.Globalization;
using LowLatencyMM.Simulator;

namespace LowLatencyMM.Bench.TickToOrder;

/// <summary>How one session is measured.</summary>
internal sealed record SessionPlan
{
    /// <summary>How fast the recording is played.</summary>
    public double Speed { get; init; } = 1;

    /// <summary>Seconds of the recording that are due at once; 0: it flows.</summary>
    public double BurstSeconds { get; init; }

    /// <summary>Instead of a recording: the best prices move by a tick each so often, and nothing else happens (<see cref="PacedRecording"/>); zero: a recording.</summary>
    public TimeSpan Pace { get; init; }

    /// <summary>Whether the two processes are joined by TLS.</summary>
    public bool Tls { get; init; }

    /// <summary>The recording; null for the simulator's bundled minute.</summary>
    public string? Recording { get; init; }

    /// <summary>The recording's market, tick and step.</summary>
    public string Market { get; init; } = "BTC-USD";

    public string Tick { get; init; } = "0.1";

    public string Step { get; init; } = "0.001";

    /// <summary>What the engine's threads do: a value of the configuration key <c>topology</c>.</summary>
    public string Topology { get; init; } = "fused_polling";

    /// <summary>How the engine's threads wait: a value of the configuration key <c>waiting</c>.</summary>
    public string Waiting { get; init; } = "spinning";

    /// <summary>Microseconds without anything after which the engine's thread rehearses; 0 for never.</summary>
    public int RehearsalMicros { get; init; } = 100;

    /// <summary>How long orders have flowed before frames count.</summary>
    public TimeSpan WarmUp { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Frames that are due in this time count.</summary>
    public TimeSpan Duration { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>How long the engine's process is stopped in the middle, to see that the figures tell of it; zero: not at all.</summary>
    public TimeSpan Freeze { get; init; }

    /// <summary>The session in words.</summary>
    public string Name => $"{Feed}, {(Tls ? "wss and https" : "ws and http")}";

    /// <summary>The session's name in files.</summary>
    public string Key => string.Create(
        CultureInfo.InvariantCulture,
        $"{(Pace > TimeSpan.Zero ? $"paced-{Pace.TotalMilliseconds:0.###}ms" : BurstSeconds > 0 ? $"burst-{BurstSeconds:0.###}s" : $"{Speed:0.###}x")}/{(Tls ? "tls" : "plain")}");

    private string Feed => string.Create(
        CultureInfo.InvariantCulture,
        $"{(Pace > TimeSpan.Zero ? $"a tick each {Pace.TotalMilliseconds:0.###} ms" : BurstSeconds > 0 ? $"bursts of {BurstSeconds:0.###} s each {BurstSeconds / Speed:0.###} s" : $"{Speed:0.###}x")}");

    /// <summary>
    /// How long the feed goes on after the last frame that counts, so that what is on its way then arrives: a second, and one more burst.
    /// </summary>
    public TimeSpan AfterRun => TimeSpan.FromSeconds(1 + (BurstSeconds / Speed));

    /// <summary>Verb and options of the exchange.</summary>
    public string[] ExchangeArguments(string feedLog)
    {
        List<string> arguments =
        [
            "sim", "--json", "--port", "0", "--precise", "--market", Market, "--tick", Tick, "--step", Step, "--feed-log", feedLog,
            "--speed", Speed.ToString(CultureInfo.InvariantCulture), "--burst", BurstSeconds.ToString(CultureInfo.InvariantCulture),
            "--requests-per-minute", "0", "--balance", "100000000",
        ];
        if (Recording is not null)
            arguments.AddRange(["--data", Path.GetFullPath(Recording)]);
        if (Tls)
            arguments.Add("--tls");
        return [.. arguments];
    }

    /// <summary>
    /// The engine's configuration: two-sided close to the touch, planned orders, nothing that holds a new price back but the shortest refresh
    /// interval and the largest request budget, no limit of position or data age in the way, and an expiry that a fast exchange clock does not reach.
    /// </summary>
    public string Configuration() => $$"""
        {
          "market_making_market": "{{Market}}", "market_making_notional_usd": 250, "trading_enabled": true, "quoting_mode": "two_sided",
          "minimum_spread_bps": 1, "kappa_fallback_bps": 0.5, "warmup_sec": 0, "warm_start": "none",
          "repricing_threshold_bps": 0, "reprice_min_ticks": 1, "order_refresh_interval_sec": 0.01, "force_replace_interval_sec": 3600,
          "max_requests_per_minute": 12000, "planned_orders": 32, "planned_price_tolerance_bps": 0.2, "sign_ahead": true,
          "topology": "{{Topology}}", "waiting": "{{Waiting}}", "rehearsal_interval_us": {{RehearsalMicros}},
          "max_position_usd": 1000000, "order_expiry_sec": 1209600, "dead_man_switch_sec": 0, "max_data_age_ms": 60000,
          "rest_backup_enabled": false, "pnl_log_interval_sec": 3600
        }
        """;

    /// <summary>The simulator's public test account.</summary>
    public static IReadOnlyDictionary<string, string> Keys { get; } = new Dictionary<string, string>
    {
        ["API_KEY"] = DemoAccount.ApiKey,
        ["STARK_PUBLIC"] = DemoAccount.StarkPublicKey,
        ["STARK_PRIVATE"] = DemoAccount.StarkPrivateKey,
        ["VAULT_NUMBER"] = DemoAccount.Vault.ToString(CultureInfo.InvariantCulture),
        ["EXTENDED_ENV"] = "testnet",
    };
}
