using System.Globalization;

namespace LowLatencyMM.Host.Configuration;

/// <summary>Every key of <c>config.json</c>. What is not in this table does not exist.</summary>
public static class ConfigurationTable
{
    /// <summary>The key that names several markets, with their own values.</summary>
    public const string MarketsKey = "market_making_markets";

    private const decimal Tiny = 0.000001m;
    private const decimal Billion = 1_000_000_000m;
    private const decimal Day = 86_400m;

    /// <summary>All keys, in the order of the README's table.</summary>
    public static IReadOnlyList<ConfigurationKey> All { get; } =
    [
        .. Group("Markets and operation", perMarket: false,
            new("market_making_market", ValueKind.Text, "the market that is made; several stand in market_making_markets"),
            new(MarketsKey, ValueKind.Markets,
                "the markets that are made: [\"BTC-USD\", …], or {\"BTC-USD\": {…}, …} with the keys that differ for each; keys at the top are everyone's defaults"),
            Flag("trading_enabled", null, "whether orders are placed; otherwise the engine only watches and journals") with { Required = true, Reloadable = true },
            Text("journal_directory", "out/journal", "folder of sessions"),
            Choice("warm_start", "what the estimators begin with: earlier sessions in journal_directory, what collect wrote to data_directory, or nothing", "journal", "collected", "none"),
            Choice("stream_api", "stream service of the exchange: a connection a stream, or one with topics", "v1", "v2"),
            Flag("sign_ahead", true, "whether planned orders are signed before they are wanted, on a thread of its own"),
            Choice("topology", "journal, core and gateway on one thread; the streams on threads of their own, or polled by that one too", "fused", "fused_polling"),
            Choice("waiting", "threads sleep, yield or spin while nothing happens", "blocking", "yielding", "spinning"),
            Whole("rehearsal_interval_us", 100, 0, 1_000_000, "us",
                "with fused_polling and spinning: how long nothing must come before the thread runs through the way from a frame to an order, step by step, to keep it in the caches, and about how long that takes; 0: never"),
            Whole("max_requests_per_minute", 800, 1, 12_000, "", "request budget; a fifth is kept for cancels") with { Setting = "Risk.MaxRequestsPerMinute" },
            Whole("dead_man_switch_sec", 30, 0, 3_600, "s", "the exchange cancels everything after so long without a sign of life; 0: off"),
            Number("shutdown_timeout_sec", 10, 1, 3_600, "s", "how long the end may take before the engine gives up with open orders"),
            Number("pnl_log_interval_sec", 10, 1, 3_600, "s", "how often the line with state, position, profit and loss is written"),
            Number("market_order_slippage_pct", 0.75m, 0.01m, 5, "%", "how far from the touch a market or closing order may trade")),

        .. Group("Model", perMarket: true,
            Choice("quote_model", "quote model", "avellaneda_stoikov", "glft", "glft_exact") with { Setting = "Quoting.Model" },
            Number("market_making_gamma", 0.001m, 0, 1_000_000, "1/USD", "risk aversion γ") with { Setting = "Quoting.Gamma" },
            Choice("gamma_units", "whether γ counts dollars or lots", "per_usd", "per_lot") with { Setting = "Quoting.GammaUnits" },
            Choice("gamma_mode", "how γ is chosen", "constant", "max_shift", "inventory_scaled") with { Setting = "Quoting.GammaMode" },
            Number("skew_at_max_position_bps", 5, 0.01m, 500, "bps", "shift at the largest position that γ is solved for, unless gamma_mode is constant") with { Setting = "Quoting.SkewAtMaxPositionBps" },
            Choice("glft_terms", "intensity term of the GLFT closed form: ξ = γ or ξ = 0", "model_a", "model_b") with { Setting = "Quoting.GlftTerms" },
            Number("time_horizon_hours", 24, Tiny, 720, "h", "horizon τ") with { Setting = "Quoting.HorizonSeconds" },
            Choice("horizon_mode", "whether τ is constant or runs out", "rolling", "session") with { Setting = "Quoting.HorizonMode" },
            Number("session_min_tau_sec", 60, Tiny, Day, "s", "shortest τ of a session") with { Setting = "Quoting.SessionMinTauSeconds" },
            Choice("fair_price", "the price quoted around", "mid", "microprice") with { Setting = "Quoting.FairPrice" },
            Number("spread_multiplier", 1, 0, 100, "", "factor on the half-spread") with { Setting = "Quoting.SpreadMultiplier" },
            Number("skew_multiplier", 1, 0, 100, "", "factor on the reservation price's shift") with { Setting = "Quoting.SkewMultiplier" },
            Number("funding_weight", 0, 0, 100, "", "how much of the funding that a position pays while it is held shifts the reservation price; 0: none") with { Setting = "Quoting.FundingWeight" },
            Number("funding_hold_hours", 1, 0, 720, "h", "how long a position is expected to be held") with { Setting = "Quoting.FundingHoldHours" }),

        .. Group("Price", perMarket: true,
            Number("minimum_spread_bps", 10, 0, 1_000, "bps", "floor of the full ask–bid spread") with { Setting = "Quoting.MinimumSpreadBps" },
            Choice("minimum_spread_basis", "whether the floor is the full spread or half of it", "full", "half") with { Setting = "Quoting.MinimumSpreadBasis" },
            Number("maximum_spread_bps", 200, 0, 10_000, "bps", "cap of the full spread, at least the floor; 0: none") with { Setting = "Quoting.MaximumSpreadBps" },
            Choice("fee_mode", "whether the maker fee widens the half-spread or only raises its floor", "add", "floor") with { Setting = "Quoting.AddFee" },
            Number("min_edge_bps", 0, -10, 1_000, "bps", "least edge over the maker fee") with { Setting = "Quoting.MinEdgeBps" },
            Number("max_skew_bps", 0, 0, 1_000, "bps", "limit of the reservation price's shift; 0: none") with { Setting = "Quoting.MaxSkewBps" },
            Whole("post_only_safety_ticks", 0, 0, 1_000, "ticks", "distance kept from the opposite best beyond the first tick") with { Setting = "Quoting.PostOnlySafetyTicks" },
            Choice("bbo_policy", "whether a quote may improve the best price", "none", "no_improve") with { Setting = "Quoting.BboPolicy" }),

        .. Group("Size and risk", perMarket: true,
            Usd("market_making_notional_usd", null, 0.01m, "notional of one order") with { Required = true, Setting = "Quoting.NotionalMicro" },
            Flag("size_round_up_to_min", false, "whether a notional below the exchange's smallest order becomes that order") with { Setting = "Orders.RoundUpToMin" },
            Usd("max_position_usd", 10, 0.01m, "largest position value, at least the notional") with { Setting = "Risk.MaxPositionMicro" },
            Usd("max_order_notional_usd", 2, 0.01m, "largest notional of one order, at least the notional") with { Setting = "Risk.MaxOrderNotionalMicro" },
            Number("price_collar_bps", 300, 1, 10_000, "bps", "farthest that a price may be from the mark price") with { Setting = "Risk.PriceCollarBps" },
            Number("max_leverage", 5, 1, 100, "", "no opening order that makes the account's leverage larger") with { Setting = "Risk.MaxLeverage" },
            Number("set_leverage", null, 1, 100, "", "leverage that the exchange is told at the start"),
            Number("size_shape", 0, 0, 10, "", "how fast size shrinks on the side that grows the position") with { Setting = "Orders.SizeShape" },
            Number("fill_cooldown_sec", 0, 0, 3_600, "s", "pause of a side after its fill") with { Setting = "Orders.FillCooldownNs" }),

        .. Group("Limits of loss", perMarket: false,
            Usd("max_daily_loss_usd", 0, "loss of one day that stops the engine; 0: off") with { Setting = "Risk.MaxDailyLossMicro" },
            Usd("max_drawdown_usd", 0, "fall from the highest equity that stops the engine; 0: off") with { Setting = "Risk.MaxDrawdownMicro" },
            Whole("max_consecutive_losses", 0, 0, 1_000_000, "", "losing round trips in a row that stop the engine; 0: off") with { Setting = "Risk.MaxConsecutiveLosses" },
            Choice("kill_action", "what stopping means", "exit", "reduce_only") with { Setting = "Risk.KillAction" }),

        .. Group("Orders", perMarket: true,
            Choice("quoting_mode", "one order that changes sides, or one a side", "ping_pong", "two_sided") with { Setting = "Orders.Mode" },
            Whole("levels_per_side", 1, 1, 10, "", "two_sided: orders on each side, one behind the other") with { Setting = "Orders.LevelsPerSide" },
            Number("level_spacing_bps", 5, 0, 1_000, "bps", "two_sided: distance from one level to the next, at least a tick") with { Setting = "Orders.LevelSpacingBps" },
            Number("order_refresh_interval_sec", 0.25m, 0.01m, 3_600, "s", "how often an order is looked at") with { Setting = "Quoting.OrderRefreshNs" },
            Number("repricing_threshold_bps", 3, 0, 1_000, "bps", "move that replaces an order") with { Setting = "Quoting.RepricingThresholdBps" },
            Whole("reprice_min_ticks", 1, 0, 1_000, "ticks", "least price difference of a replace") with { Setting = "Quoting.RepriceMinTicks" },
            Number("force_replace_interval_sec", 60, 1, 3_600, "s", "age at which an order is replaced anyway") with { Setting = "Quoting.ForceReplaceNs" },
            Flag("use_atomic_replace", true, "replace in one request instead of cancel and create") with { Setting = "Orders.UseAtomicReplace" },
            Whole("planned_orders", 32, 0, 32, "orders", "how many orders around the quotes are planned, half of them on each side; 0 for none") with { Setting = "Orders.PlannedOrders" },
            Number("planned_price_tolerance_bps", 0, 0, 10, "bps", "how far behind the wanted price an order may be sent that is planned there") with { Setting = "Orders.PlannedPriceToleranceBps" },
            Whole("order_expiry_sec", 3_600, 60, 28 * Day, "s", "life of an order at the exchange") with { Setting = "Orders.ExpirySeconds" },
            Whole("inflight_timeout_ms", 3_000, 100, 60_000, "ms", "without an answer for so long an order's state is unknown and is asked") with { Setting = "Orders.InflightTimeoutNs" },
            Choice("partial_fill_policy", "ping_pong: when a part fill changes sides", "switch_immediately", "when_closable") with { Setting = "Orders.PartialFill" },
            Choice("ping_pong_size_mode", "ping_pong: size of the closing order", "position", "fixed") with { Setting = "Orders.PingPongSize" },
            Choice("ping_pong_switch", "ping_pong: what decides the side", "position", "toggle") with { Setting = "Orders.PingPongSwitch" }),

        .. Group("Fill intensity", perMarket: true,
            Choice("k_estimation_method", "how κ and A are estimated", "simple", "virtual_quoting", "depth_intensity", "trade_depth") with
            {
                Setting = "Quoting.IntensityMethod",
                Aliases = [("virtual", "virtual_quoting"), ("vq", "virtual_quoting"), ("depth", "depth_intensity")],
            },
            Number("window_hours", 24, Tiny, 720, "h", "estimation window") with { Setting = "Quoting.WindowNs" },
            Number("spread_calc_interval_sec", 60, 0.1m, 3_600, "s", "how often the parameters are fitted") with { Setting = "Quoting.FitIntervalNs" },
            Whole("k_min_samples_per_level", 5, 1, 10_000, "fills", "least fills of a valid level") with { Setting = "Quoting.IntensityMinFills" },
            Number("k_sample_interval_sec", 1, 0.1m, 60, "s", "life of a virtual quote: set it to that of the real ones") with { Setting = "Quoting.IntensitySampleNs" },
            Choice("k_grid_spacing", "spacing of the distances", "log", "linear") with { Setting = "Quoting.GridSpacing" },
            Choice("k_regression", "weights of the regression", "wls", "ols") with { Setting = "Quoting.IntensityRegression" },
            Choice("k_side", "whose fills count", "both", "ask", "bid") with { Setting = "Quoting.IntensitySide" },
            Flag("k_include_liquidations", false, "whether liquidations count as trades") with { Setting = "Quoting.IncludeLiquidations" },
            Number("k_smoothing", 0.3m, 0, 1, "", "weight of a new fit") with { Setting = "Quoting.IntensitySmoothing" },
            Number("k_max_age_sec", 3_600, 1, Day, "s", "how long the last good fit is kept") with { Setting = "Quoting.IntensityMaxAgeNs" },
            Number("kappa_fallback_bps", 5, 0.1m, 500, "bps", "decay depth without a good fit") with { Setting = "Quoting.KappaFallbackBps" }),

        .. Group("Volatility", perMarket: true,
            Choice("sigma_estimation_method", "how σ is estimated", "garch_studentt", "garch", "simple", "realized", "ewma", "parkinson", "tsrv") with
            {
                Setting = "Quoting.SigmaMethod",
                Aliases = [("garch_t", "garch_studentt"), ("studentt", "garch_studentt"), ("python_garch", "garch_studentt"), ("python", "garch_studentt")],
            },
            Number("sigma_sample_interval_sec", 10, 0.1m, 3_600, "s", "clock of the mids") with { Setting = "Quoting.SigmaSampleNs" },
            Number("sigma_half_life_sec", 600, 0.1m, Day, "s", "half-life of ewma") with { Setting = "Quoting.SigmaHalfLifeSeconds" },
            Number("sigma_min_daily", 0.001m, Tiny, 10, "1/√day", "lower limit of σ") with { Setting = "Quoting.SigmaMinDaily" },
            Number("sigma_max_daily", 1, Tiny, 10, "1/√day", "upper limit of σ, at least the lower") with { Setting = "Quoting.SigmaMaxDaily" },
            Flag("sigma_fast_guard", true, "whether an ewma of 60 s may raise σ") with { Setting = "Quoting.SigmaFastGuard" },
            Whole("tsrv_slow_steps", 60, 2, 1_000, "", "slow scale of tsrv") with { Setting = "Quoting.TsrvSlowSteps" },
            Number("garch_refit_interval_sec", 300, 10, Day, "s", "how often garch is fitted") with { Setting = "Quoting.GarchRefitNs" }),

        .. Group("Freshness", perMarket: true,
            Number("gap_sec", 10, 0.001m, 3_600, "s", "silence of the book that is a gap") with { Setting = "Quoting.GapNs" },
            Number("warmup_sec", 900, 0, Day, "s", "how long the estimators run, warm start included, before the first quote") with { Setting = "Quoting.WarmupNs" },
            Number("max_data_age_ms", 2_000, 1, 600_000, "ms", "oldest book that is quoted from") with { Setting = "Quoting.MaxDataAgeNs" },
            Number("ws_stale_ms", 1_500, 1, 600_000, "ms", "age of the stream at which the REST backup is used") with { Setting = "Quoting.StreamStaleNs" },
            Number("rest_backup_spread_multiplier", 1.5m, 1, 10, "", "factor on the half-spread while the REST backup is used") with { Setting = "Quoting.BackupSpreadMultiplier" },
            Number("feed_disagreement_ms", 2_000, 100, 600_000, "ms", "how long full book and best bid and ask may differ before quoting stops and one is connected anew") with { Setting = "Quoting.DisagreementNs" },
            Number("traded_through_ms", 500, 50, 600_000, "ms", "how long a best price may stay that a trade printed through before quoting stops") with { Setting = "Quoting.TradedThroughNs" },
            Number("book_silence_sec", 5, 0.5m, 600, "s", "silence of the full book after which it is connected anew") with { Setting = "Quoting.BookSilenceNs" },
            Number("mark_silence_sec", 60, 1, 3_600, "s", "silence of the mark price after which it is connected anew") with { Setting = "Quoting.MarkSilenceNs" }),

        .. Group("REST backup", perMarket: false,
            Flag("rest_backup_enabled", true, "poll the best bid and ask by REST while the stream is stale"),
            Number("rest_backup_interval_sec", 2, 0.2m, 60, "s", "period of the polls; an answer is quoted from for one and a half periods") with { Setting = "Quoting.BackupMaxAgeNs" },
            Flag("rest_backup_log_prices", false, "log each poll")),

        .. Group("Data collection", perMarket: false,
            new("markets", ValueKind.TextList, "markets that collect records; those that are made if it is missing"),
            Text("data_directory", "data", "folder of the collected files"),
            Flag("collect_trades", true, "write trades.csv"),
            Flag("collect_orderbook", true, "write orderbook.csv"),
            Flag("collect_full_orderbook", false, "write orderbook_depth.csv"),
            Whole("max_depth_levels", 20, 1, 200, "levels", "levels a side in orderbook_depth.csv")),

        .. Group("Spread calculator", perMarket: false,
            new("market", ValueKind.Text, "market of spreads; market_making_market if it is missing"),
            new("gamma_grid", ValueKind.NumberList, "values of γ") { Default = "0.001, 0.005, 0.01, 0.05, 0.1, 0.5, 1", Most = 1_000_000, Unit = "1/USD" },
            Number("time_horizon_seconds", 3_600, Tiny, 720 * 3_600, "s", "horizon τ of spreads"),
            Number("sample_interval_seconds", 1, 0.1m, 3_600, "s", "clock of the mids of spreads"),
            Flag("fetch_inventory_from_api", true, "whether spreads asks the exchange for the position"),
            Number("manual_inventory", 0, -Billion, Billion, "base", "signed position of spreads otherwise")),
    ];

    /// <summary>The key with a name; null for none.</summary>
    public static ConfigurationKey? Find(string name) => All.FirstOrDefault(key => key.Name.Equals(name, StringComparison.OrdinalIgnoreCase));

    /// <summary>The key with a name that is in the table.</summary>
    /// <exception cref="InvalidOperationException">It is not.</exception>
    public static ConfigurationKey Get(string name) => Find(name) ?? throw new InvalidOperationException($"\"{name}\" is not in the table of keys.");

    /// <summary>The known key whose name differs least.</summary>
    public static string Nearest(string name) => All.MinBy(key => EditDistance(name.ToLowerInvariant(), key.Name))!.Name;

    private static IEnumerable<ConfigurationKey> Group(string group, bool perMarket, params ConfigurationKey[] keys) =>
        keys.Select(key => key with { Group = group, PerMarket = perMarket });

    private static ConfigurationKey Text(string name, string value, string meaning) => new(name, ValueKind.Text, meaning) { Default = value };

    private static ConfigurationKey Flag(string name, bool? value, string meaning) =>
        new(name, ValueKind.Flag, meaning) { Default = value is { } flag ? flag ? "true" : "false" : null };

    /// <summary>The first choice is the default.</summary>
    private static ConfigurationKey Choice(string name, string meaning, params string[] choices) =>
        new(name, ValueKind.Choice, meaning) { Choices = choices, Default = choices[0] };

    private static ConfigurationKey Number(string name, decimal? value, decimal least, decimal most, string unit, string meaning) =>
        new(name, ValueKind.Number, meaning) { Default = Plain(value), Least = least, Most = most, Unit = unit };

    private static ConfigurationKey Whole(string name, decimal value, decimal least, decimal most, string unit, string meaning) =>
        new(name, ValueKind.Whole, meaning) { Default = Plain(value), Least = least, Most = most, Unit = unit };

    private static ConfigurationKey Usd(string name, decimal value, string meaning) =>
        new(name, ValueKind.Usd, meaning) { Default = Plain(value), Most = Billion, Unit = "USD" };

    private static ConfigurationKey Usd(string name, int? timesNotional, decimal least, string meaning) =>
        new(name, ValueKind.Usd, meaning) { DefaultTimesNotional = timesNotional ?? 0, Least = least, Most = Billion, Unit = "USD" };

    private static string? Plain(decimal? value) => value?.ToString(CultureInfo.InvariantCulture);

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
