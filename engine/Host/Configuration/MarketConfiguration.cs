using LowLatencyMM.Core.Quoting;
using LowLatencyMM.Core.Settings;

namespace LowLatencyMM.Host.Configuration;

/// <summary>How one market is made. Holds no secret.</summary>
public sealed record MarketConfiguration
{
    /// <summary>The exchange's name, e.g. <c>BTC-USD</c>.</summary>
    public required string Market { get; init; }

    /// <summary>The quote model.</summary>
    public required QuotingSettings Quoting { get; init; }

    /// <summary>The limits.</summary>
    public required RiskSettings Risk { get; init; }

    /// <summary>Order handling.</summary>
    public OrderSettings Orders { get; init; } = new();

    /// <summary>The leverage that the exchange is told at the start; null to leave it as it is.</summary>
    public double? SetLeverage { get; init; }

    /// <summary>From the keys of the file to the engine's settings: the only place that knows both.</summary>
    /// <exception cref="UserErrorException">A required key is missing, or two values do not fit together.</exception>
    internal static MarketConfiguration Read(string market, ConfigurationValues values)
    {
        var configuration = new MarketConfiguration
        {
            Market = market,
            Quoting = ReadQuoting(values),
            Risk = ReadRisk(values),
            Orders = ReadOrders(values),
            SetLeverage = values.OptionalNumber("set_leverage"),
        };
        RequireFit(configuration, values);
        return configuration;
    }

    private static QuotingSettings ReadQuoting(ConfigurationValues values) => new()
    {
        NotionalMicro = values.Micro("market_making_notional_usd"),
        Model = values.Of("quote_model", ModelNames.Models),
        Gamma = values.Number("market_making_gamma"),
        GammaUnits = values.Of("gamma_units", ModelNames.GammaUnits),
        GammaMode = values.Of("gamma_mode", ModelNames.GammaModes),
        SkewAtMaxPositionBps = values.Number("skew_at_max_position_bps"),
        GlftTerms = values.Of("glft_terms", ModelNames.GlftTerms),
        HorizonMode = values.Of("horizon_mode", ModelNames.HorizonModes),
        SessionMinTauSeconds = values.Number("session_min_tau_sec"),
        FairPrice = values.Of("fair_price", ModelNames.FairPrices),
        SpreadMultiplier = values.Number("spread_multiplier"),
        SkewMultiplier = values.Number("skew_multiplier"),
        FundingWeight = values.Number("funding_weight"),
        FundingHoldHours = values.Number("funding_hold_hours"),
        MinimumSpreadBasis = values.Of("minimum_spread_basis", ModelNames.SpreadBases),
        BboPolicy = values.Of("bbo_policy", ModelNames.BboPolicies),
        MinimumSpreadBps = values.Number("minimum_spread_bps"),
        MaximumSpreadBps = values.Number("maximum_spread_bps"),
        HorizonSeconds = values.Number("time_horizon_hours") * 3_600,
        WindowNs = values.Nanoseconds("window_hours"),
        FitIntervalNs = values.Nanoseconds("spread_calc_interval_sec"),
        OrderRefreshNs = values.Nanoseconds("order_refresh_interval_sec"),
        RepricingThresholdBps = values.Number("repricing_threshold_bps"),
        RepriceMinTicks = values.Whole("reprice_min_ticks"),
        ForceReplaceNs = values.Nanoseconds("force_replace_interval_sec"),
        IntensityMethod = values.Of("k_estimation_method", ModelNames.IntensityMethods),
        GridSpacing = values.Of("k_grid_spacing", ModelNames.GridSpacings),
        IntensityRegression = values.Of("k_regression", ModelNames.Regressions),
        IntensitySide = values.Of("k_side", ModelNames.Sides),
        IncludeLiquidations = values.Flag("k_include_liquidations"),
        IntensityMinFills = values.Whole("k_min_samples_per_level"),
        IntensitySampleNs = values.Nanoseconds("k_sample_interval_sec"),
        IntensitySmoothing = values.Number("k_smoothing"),
        IntensityMaxAgeNs = values.Nanoseconds("k_max_age_sec"),
        KappaFallbackBps = values.Number("kappa_fallback_bps"),
        SigmaMethod = values.Of("sigma_estimation_method", ModelNames.SigmaMethods),
        TsrvSlowSteps = values.Whole("tsrv_slow_steps"),
        GarchRefitNs = values.Nanoseconds("garch_refit_interval_sec"),
        SigmaSampleNs = values.Nanoseconds("sigma_sample_interval_sec"),
        SigmaHalfLifeSeconds = values.Number("sigma_half_life_sec"),
        SigmaMinDaily = values.Number("sigma_min_daily"),
        SigmaMaxDaily = values.Number("sigma_max_daily"),
        SigmaFastGuard = values.Flag("sigma_fast_guard"),
        AddFee = values.Choice("fee_mode") == "add",
        MinEdgeBps = values.Number("min_edge_bps"),
        MaxSkewBps = values.Number("max_skew_bps"),
        PostOnlySafetyTicks = values.Whole("post_only_safety_ticks"),
        GapNs = values.Nanoseconds("gap_sec"),
        WarmupNs = values.Nanoseconds("warmup_sec"),
        MaxDataAgeNs = values.Nanoseconds("max_data_age_ms"),
        StreamStaleNs = values.Nanoseconds("ws_stale_ms"),
        BackupSpreadMultiplier = values.Number("rest_backup_spread_multiplier"),
        BackupMaxAgeNs = values.Nanoseconds("rest_backup_interval_sec") * 3 / 2,
        DisagreementNs = values.Nanoseconds("feed_disagreement_ms"),
        TradedThroughNs = values.Nanoseconds("traded_through_ms"),
        BookSilenceNs = values.Nanoseconds("book_silence_sec"),
        MarkSilenceNs = values.Nanoseconds("mark_silence_sec"),
    };

    private static RiskSettings ReadRisk(ConfigurationValues values) => new()
    {
        MaxPositionMicro = values.Micro("max_position_usd"),
        MaxOrderNotionalMicro = values.Micro("max_order_notional_usd"),
        PriceCollarBps = values.Number("price_collar_bps"),
        MaxRequestsPerMinute = values.Whole("max_requests_per_minute"),
        MaxLeverage = values.Number("max_leverage"),
        MaxDailyLossMicro = values.Micro("max_daily_loss_usd"),
        MaxDrawdownMicro = values.Micro("max_drawdown_usd"),
        MaxConsecutiveLosses = values.Whole("max_consecutive_losses"),
        KillAction = values.Choice("kill_action") == "reduce_only" ? KillAction.ReduceOnly : KillAction.Exit,
    };

    private static OrderSettings ReadOrders(ConfigurationValues values) => new()
    {
        ExpirySeconds = values.Whole("order_expiry_sec"),
        InflightTimeoutNs = values.Nanoseconds("inflight_timeout_ms"),
        UseAtomicReplace = values.Flag("use_atomic_replace"),
        Mode = values.Choice("quoting_mode") == "two_sided" ? QuotingMode.TwoSided : QuotingMode.PingPong,
        PartialFill = values.Choice("partial_fill_policy") == "when_closable" ? PartialFillPolicy.WhenClosable : PartialFillPolicy.SwitchImmediately,
        PingPongSize = values.Choice("ping_pong_size_mode") == "fixed" ? PingPongSizing.Fixed : PingPongSizing.Position,
        PingPongSwitch = values.Choice("ping_pong_switch") == "toggle" ? PingPongSwitch.Toggle : PingPongSwitch.Position,
        PlannedOrders = (int)values.Whole("planned_orders"),
        PlannedPriceToleranceBps = values.Number("planned_price_tolerance_bps"),
        LevelsPerSide = (int)values.Whole("levels_per_side"),
        LevelSpacingBps = values.Number("level_spacing_bps"),
        FillCooldownNs = values.Nanoseconds("fill_cooldown_sec"),
        RoundUpToMin = values.Flag("size_round_up_to_min"),
        SizeShape = values.Number("size_shape"),
    };

    private static void RequireFit(MarketConfiguration market, ConfigurationValues values)
    {
        if (market.Quoting.MaximumSpreadBps != 0 && market.Quoting.MaximumSpreadBps < market.Quoting.MinimumSpreadBps)
            throw values.Wrong("maximum_spread_bps", FormattableString.Invariant($"0 or at least minimum_spread_bps, which is {market.Quoting.MinimumSpreadBps}"));
        if (market.Quoting.Model == QuoteModelKind.GlftExact && Quoter.LotsOf(market.Quoting, market.Risk) > GlftTable.MaxLots)
        {
            throw values.Wrong(
                "max_position_usd", $"at most {GlftTable.MaxLots} times market_making_notional_usd, because quote_model is glft_exact");
        }
        if (market.Quoting.SigmaMaxDaily < market.Quoting.SigmaMinDaily)
            throw values.Wrong("sigma_max_daily", FormattableString.Invariant($"at least sigma_min_daily, which is {market.Quoting.SigmaMinDaily}"));
        RequireNotional("max_position_usd", market.Risk.MaxPositionMicro);
        RequireNotional("max_order_notional_usd", market.Risk.MaxOrderNotionalMicro);

        void RequireNotional(string name, long micro)
        {
            if (micro < market.Quoting.NotionalMicro)
                throw values.Wrong(name, FormattableString.Invariant($"at least market_making_notional_usd, which is {market.Quoting.NotionalMicro / 1e6m:0.######}"));
        }
    }
}
