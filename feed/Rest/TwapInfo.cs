namespace LowLatencyMM.Feed.Rest;

/// <summary>How a TWAP order is spread.</summary>
public sealed record TwapInfo
{
    /// <summary>For how long, seconds.</summary>
    public int? DurationSeconds { get; init; }

    /// <summary>How often, seconds.</summary>
    public int? FrequencySeconds { get; init; }

    /// <summary>At random moments.</summary>
    public bool? Randomise { get; init; }
}
