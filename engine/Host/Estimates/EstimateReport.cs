using LowLatencyMM.Core.Quoting;
using LowLatencyMM.Fitting;

namespace LowLatencyMM.Host.Estimates;

/// <summary>What all estimators make of a market's data.</summary>
public sealed record EstimateReport
{
    /// <summary>Where the data come from.</summary>
    public required string Source { get; init; }

    /// <summary>Whose they are.</summary>
    public required string Market { get; init; }

    /// <summary>One tick in the collateral.</summary>
    public required double TickSize { get; init; }

    /// <summary>Last best bid and ask.</summary>
    public required Touch Touch { get; init; }

    /// <summary>Trades per second and side that go at least 2 ticks deep.</summary>
    public required double RateBeyond { get; init; }

    /// <summary>From the first to the last event, seconds.</summary>
    public required double Seconds { get; init; }

    /// <summary>Of it, how long the market was watched, gaps left out.</summary>
    public required double WatchedSeconds { get; init; }

    /// <summary>Times at which a consistent book was seen.</summary>
    public required long Mids { get; init; }

    /// <summary>Trades that count.</summary>
    public required long Trades { get; init; }

    /// <summary>Liquidations and the like, left out.</summary>
    public required long OtherTrades { get; init; }

    /// <summary>Rows that made no sense.</summary>
    public required long Skipped { get; init; }

    /// <summary>Gaps: silence longer than <c>gap_sec</c>, or a broken connection.</summary>
    public required long Gaps { get; init; }

    /// <summary>Spread from bid to ask, weighted by time, in ticks: mean, median, 95th percentile.</summary>
    public required (double Mean, double Median, double High) SpreadTicks { get; init; }

    /// <summary>The grid.</summary>
    public required long[] Ticks { get; init; }

    /// <summary>Windows of virtual quotes.</summary>
    public required long Windows { get; init; }

    /// <summary>Mean distance of the prints from the mid, ticks.</summary>
    public required double MeanDepthTicks { get; init; }

    /// <summary>Levels of the two methods that have levels.</summary>
    public required IReadOnlyList<EstimateLevel> Levels { get; init; }

    /// <summary>Every fit.</summary>
    public required IReadOnlyList<NamedFit> Fits { get; init; }

    /// <summary>σ by every method, relative, per sqrt(second); NaN with too little data.</summary>
    public required IReadOnlyList<(string Method, double Sigma)> Sigmas { get; init; }

    /// <summary>Standard deviation of the noise in a mid that the two-scale estimate sees, relative; NaN with too little data.</summary>
    public required double Noise { get; init; }

    /// <summary>The fitted GARCH parameters, normal and Student's t; null with too few returns.</summary>
    public required (GarchFit? Normal, GarchFit? StudentT) Garch { get; init; }

    /// <summary>Last mid, best bid + best ask in ticks.</summary>
    public long Mid2 => Touch.Mid2;

    /// <summary>Last mid in the collateral.</summary>
    public double Mid => Mid2 / 2.0 * TickSize;
}
