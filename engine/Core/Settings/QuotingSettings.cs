namespace LowLatencyMM.Core.Settings;

/// <summary>
/// The quote model and its estimators. Names, defaults and ranges follow the configuration keys; only the two estimation methods
/// default to those that need no warm-up of hours.
/// </summary>
public sealed record QuotingSettings
{
    /// <summary>Notional of one order (<c>market_making_notional_usd</c>), 1e-6 of the collateral; above 0.</summary>
    public required long NotionalMicro { get; init; }

    /// <summary>Quote model (<c>quote_model</c>).</summary>
    public QuoteModelKind Model { get; init; }

    /// <summary>Risk aversion γ (<c>market_making_gamma</c>), in <see cref="GammaUnits"/>; 0 is legal.</summary>
    public double Gamma { get; init; } = 0.001;

    /// <summary>Unit of <see cref="Gamma"/> (<c>gamma_units</c>).</summary>
    public GammaUnits GammaUnits { get; init; }

    /// <summary>Where the risk aversion comes from (<c>gamma_mode</c>).</summary>
    public GammaMode GammaMode { get; init; }

    /// <summary>Shift of the reservation price at the largest position, basis points of the fair price (<c>skew_at_max_position_bps</c>).</summary>
    public double SkewAtMaxPositionBps { get; init; } = 5;

    /// <summary>Which terms the GLFT closed form has (<c>glft_terms</c>).</summary>
    public GlftTerms GlftTerms { get; init; }

    /// <summary>How the horizon runs (<c>horizon_mode</c>).</summary>
    public HorizonMode HorizonMode { get; init; }

    /// <summary>Least horizon of a session, seconds (<c>session_min_tau_sec</c>).</summary>
    public double SessionMinTauSeconds { get; init; } = 60;

    /// <summary>The price that is quoted around (<c>fair_price</c>).</summary>
    public FairPriceKind FairPrice { get; init; }

    /// <summary>What <see cref="MinimumSpreadBps"/> measures (<c>minimum_spread_basis</c>).</summary>
    public SpreadBasis MinimumSpreadBasis { get; init; }

    /// <summary>Factor on the model's half-spread (<c>spread_multiplier</c>).</summary>
    public double SpreadMultiplier { get; init; } = 1;

    /// <summary>Factor on the model's shift of the reservation price (<c>skew_multiplier</c>).</summary>
    public double SkewMultiplier { get; init; } = 1;

    /// <summary>Weight of the funding in the reservation price (<c>funding_weight</c>); 0 for off.</summary>
    public double FundingWeight { get; init; }

    /// <summary>How long a position is expected to be held, hours (<c>funding_hold_hours</c>).</summary>
    public double FundingHoldHours { get; init; } = 1;

    /// <summary>Whether the market's best prices may be improved (<c>bbo_policy</c>).</summary>
    public BboPolicy BboPolicy { get; init; }

    /// <summary>Floor of the spread, basis points (<c>minimum_spread_bps</c>).</summary>
    public double MinimumSpreadBps { get; init; } = 10;

    /// <summary>Cap of the full spread, basis points; 0 for none (<c>maximum_spread_bps</c>).</summary>
    public double MaximumSpreadBps { get; init; } = 200;

    /// <summary>Horizon τ, seconds (<c>time_horizon_hours</c>).</summary>
    public double HorizonSeconds { get; init; } = 86_400;

    /// <summary>Whether the maker fee is added to the half-spread (<c>fee_mode: add</c>); otherwise it only raises the floor.</summary>
    public bool AddFee { get; init; } = true;

    /// <summary>Least edge over the fee, basis points (<c>min_edge_bps</c>).</summary>
    public double MinEdgeBps { get; init; }

    /// <summary>Limit of the reservation price's shift, basis points; 0 for none (<c>max_skew_bps</c>).</summary>
    public double MaxSkewBps { get; init; }

    /// <summary>Ticks kept from the opposite best beyond the first (<c>post_only_safety_ticks</c>).</summary>
    public long PostOnlySafetyTicks { get; init; }

    /// <summary>Mid move since placement that triggers repricing, basis points, inclusive (<c>repricing_threshold_bps</c>).</summary>
    public double RepricingThresholdBps { get; init; } = 3;

    /// <summary>Least price difference for repricing, ticks (<c>reprice_min_ticks</c>).</summary>
    public long RepriceMinTicks { get; init; } = 1;

    /// <summary>How often an order is looked at, nanoseconds (<c>order_refresh_interval_sec</c>).</summary>
    public long OrderRefreshNs { get; init; } = 250_000_000;

    /// <summary>Age at which an order is replaced in any case, nanoseconds (<c>force_replace_interval_sec</c>).</summary>
    public long ForceReplaceNs { get; init; } = 60_000_000_000;

    /// <summary>Oldest book that is quoted from, nanoseconds (<c>max_data_age_ms</c>).</summary>
    public long MaxDataAgeNs { get; init; } = 2_000_000_000;

    /// <summary>Age of the streams from which the REST backup is used, nanoseconds (<c>ws_stale_ms</c>).</summary>
    public long StreamStaleNs { get; init; } = 1_500_000_000;

    /// <summary>
    /// Oldest answer of the REST backup that is quoted from, nanoseconds: at least one and a half poll intervals, or quotes would come and go with
    /// each poll.
    /// </summary>
    public long BackupMaxAgeNs { get; init; } = 3_000_000_000;

    /// <summary>Factor on the half-spread while the REST backup is used (<c>rest_backup_spread_multiplier</c>).</summary>
    public double BackupSpreadMultiplier { get; init; } = 1.5;

    /// <summary>
    /// How long the best prices of the full book and of the best bid and ask stream may differ, nanoseconds. The book comes every 100 ms, so that sound
    /// streams agree several times a second.
    /// </summary>
    public long DisagreementNs { get; init; } = 2_000_000_000;

    /// <summary>How long a best price may stay that a later trade printed through, nanoseconds.</summary>
    public long TradedThroughNs { get; init; } = 500_000_000;

    /// <summary>Silence of the full book's stream after which it is connected anew, nanoseconds; it sends every 100 ms, changed or not.</summary>
    public long BookSilenceNs { get; init; } = 5_000_000_000;

    /// <summary>Silence of the mark price's stream after which it is connected anew, nanoseconds; it sends on change.</summary>
    public long MarkSilenceNs { get; init; } = 60_000_000_000;

    /// <summary>Silence of the book that counts as a gap, nanoseconds (<c>gap_sec</c>): no return is taken across it.</summary>
    public long GapNs { get; init; } = 10_000_000_000;

    /// <summary>Estimator warm-up before the first quote, nanoseconds (<c>warmup_sec</c>); 0 for none.</summary>
    public long WarmupNs { get; init; } = 900_000_000_000;

    /// <summary>How often the intensity is fitted anew, nanoseconds (<c>spread_calc_interval_sec</c>).</summary>
    public long FitIntervalNs { get; init; } = 60_000_000_000;

    /// <summary>Estimation window, nanoseconds (<c>window_hours</c>).</summary>
    public long WindowNs { get; init; } = 86_400_000_000_000;

    /// <summary>How the volatility is estimated (<c>sigma_estimation_method</c>).</summary>
    public SigmaMethod SigmaMethod { get; init; }

    /// <summary>Half-life of the EWMA volatility, seconds (<c>sigma_half_life_sec</c>).</summary>
    public double SigmaHalfLifeSeconds { get; init; } = 600;

    /// <summary>Clock of the volatility's mids, nanoseconds (<c>sigma_sample_interval_sec</c>).</summary>
    public long SigmaSampleNs { get; init; } = 10_000_000_000;

    /// <summary>Lower limit of the daily relative volatility (<c>sigma_min_daily</c>); also used before the first estimate when there is no warm-up.</summary>
    public double SigmaMinDaily { get; init; } = 0.001;

    /// <summary>Upper limit of the daily relative volatility (<c>sigma_max_daily</c>).</summary>
    public double SigmaMaxDaily { get; init; } = 1.0;

    /// <summary>Whether a 60 s EWMA may raise σ (<c>sigma_fast_guard</c>).</summary>
    public bool SigmaFastGuard { get; init; } = true;

    /// <summary>Slow scale of the two-scale estimator, steps of one second (<c>tsrv_slow_steps</c>).</summary>
    public long TsrvSlowSteps { get; init; } = 60;

    /// <summary>How often GARCH is fitted anew, nanoseconds (<c>garch_refit_interval_sec</c>).</summary>
    public long GarchRefitNs { get; init; } = 300_000_000_000;

    /// <summary>How κ and A are estimated (<c>k_estimation_method</c>).</summary>
    public IntensityMethod IntensityMethod { get; init; }

    /// <summary>Spacing of the depth grid (<c>k_grid_spacing</c>).</summary>
    public GridSpacing GridSpacing { get; init; }

    /// <summary>Weights of the intensity fit (<c>k_regression</c>).</summary>
    public IntensityRegression IntensityRegression { get; init; }

    /// <summary>Which side's fills count (<c>k_side</c>).</summary>
    public IntensitySide IntensitySide { get; init; }

    /// <summary>Whether liquidations count as trades (<c>k_include_liquidations</c>).</summary>
    public bool IncludeLiquidations { get; init; }

    /// <summary>Virtual quotes are posted, and live, this long, nanoseconds (<c>k_sample_interval_sec</c>).</summary>
    public long IntensitySampleNs { get; init; } = 1_000_000_000;

    /// <summary>Least fills of a level in the intensity fit (<c>k_min_samples_per_level</c>).</summary>
    public long IntensityMinFills { get; init; } = 5;

    /// <summary>Weight of a new fit in ln κ and ln A (<c>k_smoothing</c>), 0 to 1.</summary>
    public double IntensitySmoothing { get; init; } = 0.3;

    /// <summary>How long the last good fit is kept, nanoseconds (<c>k_max_age_sec</c>).</summary>
    public long IntensityMaxAgeNs { get; init; } = 3_600_000_000_000;

    /// <summary>Decay depth assumed without a good fit, basis points of the fair price (<c>kappa_fallback_bps</c>).</summary>
    public double KappaFallbackBps { get; init; } = 5;
}
