namespace LowLatencyMM.Feed.Rest;

/// <summary>A market's present funding rate. The exchange applies it every hour and refreshes it every minute.</summary>
public sealed record FundingRate
{
    /// <summary>Market.</summary>
    public required string Market { get; init; }

    /// <summary>Rate per hour, fraction: at a positive rate longs pay shorts this part of their position's value.</summary>
    public required decimal Hourly { get; init; }

    /// <summary>When it is next applied, Unix milliseconds; null if absent.</summary>
    public long? NextTime { get; init; }

    /// <summary>Rate per hour in percent: 100 × <see cref="Hourly"/>.</summary>
    public decimal HourlyPercent => Hourly * 100;

    /// <summary>Yearly rate in percent, without compounding: 100 × 24 × 365 × <see cref="Hourly"/>.</summary>
    public decimal AprPercent => Hourly * 100 * 24 * 365;
}
