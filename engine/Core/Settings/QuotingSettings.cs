namespace LowLatencyMM.Core.Settings;

/// <summary>The quote model and its estimators. Names, defaults and ranges follow the configuration keys.</summary>
public sealed record QuotingSettings
{
    /// <summary>Notional of one order (<c>market_making_notional_usd</c>), 1e-6 of the collateral; above 0.</summary>
    public required long NotionalMicro { get; init; }

    /// <summary>Risk aversion γ (<c>market_making_gamma</c>), 1/USD; 0 is legal.</summary>
    public double Gamma { get; init; } = 0.001;

    /// <summary>Floor of the full ask–bid spread, basis points (<c>minimum_spread_bps</c>).</summary>
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

    /// <summary>Silence of the book that counts as a gap, nanoseconds (<c>gap_sec</c>): no return is taken across it.</summary>
    public long GapNs { get; init; } = 10_000_000_000;

    /// <summary>Estimator warm-up before the first quote, nanoseconds (<c>warmup_sec</c>); 0 for none.</summary>
    public long WarmupNs { get; init; } = 900_000_000_000;

    /// <summary>How often the intensity is fitted anew, nanoseconds (<c>spread_calc_interval_sec</c>).</summary>
    public long FitIntervalNs { get; init; } = 60_000_000_000;

    /// <summary>Estimation window, nanoseconds (<c>window_hours</c>).</summary>
    public long WindowNs { get; init; } = 86_400_000_000_000;

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
