using System.Globalization;
using LowLatencyMM.Core.Settings;
using Microsoft.Extensions.Configuration;

namespace LowLatencyMM.Host.Configuration;

/// <summary>
/// Reads <c>config.json</c>: flat keys with the names, defaults and ranges of the README's table. Unknown keys are reported
/// with the nearest known one, keys beginning with <c>_comment</c> are ignored, and a value out of range is refused.
/// </summary>
public sealed class ConfigurationFile
{
    private const double NanosecondsPerSecond = 1e9;
    private const decimal MicroPerUsd = 1_000_000m;

    private static readonly string[] KnownKeys =
    [
        "market_making_market", "market_making_notional_usd", "market_making_gamma", "minimum_spread_bps", "maximum_spread_bps",
        "time_horizon_hours", "window_hours", "spread_calc_interval_sec", "order_refresh_interval_sec", "repricing_threshold_bps",
        "reprice_min_ticks", "force_replace_interval_sec", "trading_enabled", "quoting_mode", "quote_model", "k_estimation_method",
        "k_min_samples_per_level", "k_sample_interval_sec", "k_smoothing", "k_max_age_sec", "kappa_fallback_bps",
        "sigma_estimation_method", "sigma_sample_interval_sec", "sigma_half_life_sec", "sigma_min_daily", "sigma_max_daily",
        "sigma_fast_guard", "fee_mode", "min_edge_bps", "max_skew_bps", "post_only_safety_ticks", "max_position_usd",
        "max_order_notional_usd", "price_collar_bps", "max_requests_per_minute", "order_expiry_sec", "use_atomic_replace", "gap_sec",
        "warmup_sec", "max_data_age_ms", "dead_man_switch_sec", "shutdown_timeout_sec", "journal_directory", "waiting",
    ];

    private readonly string _path;
    private readonly IConfigurationRoot _values;

    private ConfigurationFile(string path, IConfigurationRoot values)
    {
        _path = path;
        _values = values;
    }

    /// <summary>Keys that are not known, each with the nearest known one.</summary>
    public IReadOnlyList<string> Warnings { get; private init; } = [];

    /// <summary>Opens the file.</summary>
    /// <exception cref="UserErrorException">Missing, not JSON, or not one flat object.</exception>
    public static ConfigurationFile Open(string path)
    {
        if (!File.Exists(path))
            throw new UserErrorException(ExitCode.Configuration, $"{path}: there is no such configuration file.");
        IConfigurationRoot values;
        try
        {
            values = new ConfigurationBuilder().AddJsonFile(Path.GetFullPath(path), optional: false).Build();
        }
        catch (InvalidDataException e)
        {
            throw new UserErrorException(ExitCode.Configuration, $"{path}: {e.InnerException?.Message ?? e.Message}", e);
        }
        string[] warnings =
        [
            .. values.GetChildren().Select(child => child.Key)
                .Where(key => !key.StartsWith("_comment", StringComparison.Ordinal) && !KnownKeys.Contains(key, StringComparer.OrdinalIgnoreCase))
                .Select(key => $"{path}: unknown key \"{key}\" is ignored; the nearest known key is \"{Nearest(key)}\"."),
        ];
        return new ConfigurationFile(path, values) { Warnings = warnings };
    }

    /// <summary>Reads every key and gives the configuration for the given exchange.</summary>
    /// <exception cref="UserErrorException">A required key is missing, or a value is malformed, out of range or not in this version.</exception>
    public RunConfiguration Read(Uri restBase, Uri streamBase, string chainId)
    {
        Only("quoting_mode", "two_sided", required: true);
        Only("quote_model", "avellaneda_stoikov");
        Only("sigma_estimation_method", "ewma");
        Only("k_estimation_method", IntensityMethod);
        long notional = Usd("market_making_notional_usd", null, 0.01m, 1_000_000_000m);
        double minimumSpread = Number("minimum_spread_bps", 10, 0, 1_000);
        double maximumSpread = Number("maximum_spread_bps", 200, 0, 10_000);
        if (maximumSpread != 0 && maximumSpread < minimumSpread)
            throw Wrong("maximum_spread_bps", Text("maximum_spread_bps") ?? "200", $"0 or at least minimum_spread_bps, which is {minimumSpread}");
        return new RunConfiguration
        {
            RestBase = restBase,
            StreamBase = streamBase,
            ChainId = chainId,
            Market = Text("market_making_market") ?? throw Missing("market_making_market"),
            JournalDirectory = Text("journal_directory") ?? "out/journal",
            TradingEnabled = Flag("trading_enabled", null),
            DeadManSwitchSeconds = (int)Whole("dead_man_switch_sec", 30, 0, 3_600),
            ShutdownTimeout = TimeSpan.FromSeconds(Number("shutdown_timeout_sec", 10, 1, 3_600)),
            Waiting = Waiting(),
            Quoting = new QuotingSettings
            {
                NotionalMicro = notional,
                Gamma = Number("market_making_gamma", 0.001, 0, 1e6),
                MinimumSpreadBps = minimumSpread,
                MaximumSpreadBps = maximumSpread,
                HorizonSeconds = Number("time_horizon_hours", 24, 1e-6, 720) * 3_600,
                WindowNs = Seconds("window_hours", 24, 1e-6, 720, 3_600),
                FitIntervalNs = Seconds("spread_calc_interval_sec", 60, 0.1, 3_600),
                OrderRefreshNs = Seconds("order_refresh_interval_sec", 0.25, 0.01, 3_600),
                RepricingThresholdBps = Number("repricing_threshold_bps", 3, 0, 1_000),
                RepriceMinTicks = Whole("reprice_min_ticks", 1, 0, 1_000),
                ForceReplaceNs = Seconds("force_replace_interval_sec", 60, 1, 3_600),
                IntensityMinFills = Whole("k_min_samples_per_level", 5, 1, 10_000),
                IntensitySampleNs = Seconds("k_sample_interval_sec", 1, 0.1, 60),
                IntensitySmoothing = Number("k_smoothing", 0.3, 0, 1),
                IntensityMaxAgeNs = Seconds("k_max_age_sec", 3_600, 1, 86_400),
                KappaFallbackBps = Number("kappa_fallback_bps", 5, 0.1, 500),
                SigmaSampleNs = Seconds("sigma_sample_interval_sec", 10, 0.1, 3_600),
                SigmaHalfLifeSeconds = Number("sigma_half_life_sec", 600, 0.1, 86_400),
                SigmaMinDaily = Number("sigma_min_daily", 0.001, 1e-6, 10),
                SigmaMaxDaily = Number("sigma_max_daily", 1, 1e-6, 10),
                SigmaFastGuard = Flag("sigma_fast_guard", true),
                AddFee = Choice("fee_mode", "add", "floor") == "add",
                MinEdgeBps = Number("min_edge_bps", 0, -10, 1_000),
                MaxSkewBps = Number("max_skew_bps", 0, 0, 1_000),
                PostOnlySafetyTicks = Whole("post_only_safety_ticks", 0, 0, 1_000),
                GapNs = Seconds("gap_sec", 10, 0.001, 3_600),
                WarmupNs = Seconds("warmup_sec", 900, 0, 86_400),
                MaxDataAgeNs = Seconds("max_data_age_ms", 2_000, 1, 600_000, 1e-3),
            },
            Risk = new RiskSettings
            {
                MaxPositionMicro = Usd("max_position_usd", 10 * notional / MicroPerUsd, notional / MicroPerUsd, 1_000_000_000m),
                MaxOrderNotionalMicro = Usd("max_order_notional_usd", 2 * notional / MicroPerUsd, notional / MicroPerUsd, 1_000_000_000m),
                PriceCollarBps = Number("price_collar_bps", 300, 1, 10_000),
                MaxRequestsPerMinute = Whole("max_requests_per_minute", 800, 1, 12_000),
            },
            Orders = new OrderSettings
            {
                ExpirySeconds = Whole("order_expiry_sec", 3_600, 60, 28 * 86_400),
                UseAtomicReplace = Flag("use_atomic_replace", true),
            },
        };
    }

    /// <summary>The one intensity estimator of this version.</summary>
    public const string IntensityMethod = "virtual_quoting";

    private WaitMode Waiting() => Choice("waiting", "blocking", "yielding", "spinning") switch
    {
        "yielding" => WaitMode.Yielding,
        "spinning" => WaitMode.Spinning,
        _ => WaitMode.Blocking,
    };

    private string? Text(string key) => _values[key] is { Length: > 0 } value ? value : null;

    private double Number(string key, double fallback, double least, double most)
    {
        if (Text(key) is not { } text)
            return fallback;
        if (!double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double value) || !(value >= least && value <= most))
            throw Wrong(key, text, string.Create(CultureInfo.InvariantCulture, $"a number from {least} to {most}"));
        return value;
    }

    private long Whole(string key, long fallback, long least, long most)
    {
        if (Text(key) is not { } text)
            return fallback;
        if (!long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long value) || value < least || value > most)
            throw Wrong(key, text, $"a whole number from {least} to {most}");
        return value;
    }

    private long Usd(string key, decimal? fallback, decimal least, decimal most)
    {
        if (Text(key) is not { } text)
            return (long)((fallback ?? throw Missing(key)) * MicroPerUsd);
        if (!decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out decimal value) || value < least || value > most)
            throw Wrong(key, text, string.Create(CultureInfo.InvariantCulture, $"an amount from {least} to {most}"));
        return (long)(value * MicroPerUsd);
    }

    private long Seconds(string key, double fallback, double least, double most, double unit = 1) =>
        (long)(Number(key, fallback, least, most) * unit * NanosecondsPerSecond);

    private bool Flag(string key, bool? fallback)
    {
        if (Text(key) is not { } text)
            return fallback ?? throw Missing(key);
        return bool.TryParse(text, out bool value) ? value : throw Wrong(key, text, "true or false");
    }

    private string Choice(string key, params string[] choices)
    {
        string text = (Text(key) ?? choices[0]).ToLowerInvariant();
        return choices.Contains(text) ? text : throw Wrong(key, text, string.Join(" or ", choices));
    }

    private void Only(string key, string supported, bool required = false)
    {
        string text = Text(key) ?? (required ? throw Missing(key) : supported);
        if (!text.Equals(supported, StringComparison.OrdinalIgnoreCase))
            throw Wrong(key, text, $"\"{supported}\", the only one in this version");
    }

    private UserErrorException Missing(string key) => new(ExitCode.Configuration, $"{_path}: \"{key}\" is required.");

    private UserErrorException Wrong(string key, string value, string expected) =>
        new(ExitCode.Configuration, $"{_path}: \"{key}\" is \"{value}\", expected {expected}.");

    private static string Nearest(string key) => KnownKeys.MinBy(known => EditDistance(key.ToLowerInvariant(), known))!;

    private static int EditDistance(string a, string b)
    {
        int[] row = [.. Enumerable.Range(0, b.Length + 1)];
        for (int i = 1; i <= a.Length; i++)
        {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.Length; j++)
            {
                int above = row[j];
                row[j] = Math.Min(Math.Min(row[j], row[j - 1]) + 1, diagonal + (a[i - 1] == b[j - 1] ? 0 : 1));
                diagonal = above;
            }
        }
        return row[^1];
    }
}
