using LowLatencyMM.Feed.Frames;

namespace LowLatencyMM.Feed.Rest;

/// <summary>A funding payment of a position.</summary>
public sealed record FundingPaymentInfo
{
    /// <summary>The exchange's id.</summary>
    public required long Id { get; init; }

    /// <summary>The account; null if absent.</summary>
    public long? AccountId { get; init; }

    /// <summary>Market.</summary>
    public required string Market { get; init; }

    /// <summary>The position's id; null if absent.</summary>
    public long? PositionId { get; init; }

    /// <summary>LONG or SHORT.</summary>
    public OpenEnum<PositionSide>? Side { get; init; }

    /// <summary>Size of the position, base units.</summary>
    public decimal? Size { get; init; }

    /// <summary>Value of the position, collateral.</summary>
    public decimal? Value { get; init; }

    /// <summary>Mark price that it was valued at.</summary>
    public decimal? MarkPrice { get; init; }

    /// <summary>Payment, collateral: positive was received, negative paid.</summary>
    public required decimal FundingFee { get; init; }

    /// <summary>Rate applied for the hour, fraction.</summary>
    public decimal? FundingRate { get; init; }

    /// <summary>When, Unix milliseconds.</summary>
    public long? PaidTime { get; init; }
}
