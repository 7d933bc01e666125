using System.Text.Json.Serialization;
using LowLatencyMM.Feed.Frames;

namespace LowLatencyMM.Feed.Rest;

/// <summary>A position.</summary>
public sealed record PositionInfo
{
    /// <summary>The exchange's id; null if absent.</summary>
    public long? Id { get; init; }

    /// <summary>The account; null if absent.</summary>
    public long? AccountId { get; init; }

    /// <summary>Market.</summary>
    public required string Market { get; init; }

    /// <summary>OPENED or CLOSED; null if absent.</summary>
    public OpenEnum<PositionStatus>? Status { get; init; }

    /// <summary>LONG or SHORT.</summary>
    public required OpenEnum<PositionSide> Side { get; init; }

    /// <summary>Size without sign, base units.</summary>
    public required decimal Size { get; init; }

    /// <summary>Leverage.</summary>
    public decimal? Leverage { get; init; }

    /// <summary>Absolute value, collateral.</summary>
    public decimal? Value { get; init; }

    /// <summary>Average entry price.</summary>
    public required decimal OpenPrice { get; init; }

    /// <summary>Mark price.</summary>
    public decimal? MarkPrice { get; init; }

    /// <summary>Liquidation price; null if there is none.</summary>
    public decimal? LiquidationPrice { get; init; }

    /// <summary>Margin bound, collateral.</summary>
    public decimal? Margin { get; init; }

    /// <summary>Unrealised profit, collateral.</summary>
    public decimal? UnrealisedPnl { get; init; }

    /// <summary>Realised profit, collateral.</summary>
    public decimal? RealisedPnl { get; init; }

    /// <summary>Trigger price of the position's take-profit; null if there is none.</summary>
    public decimal? TpTriggerPrice { get; init; }

    /// <summary>Limit price of the position's take-profit; null if there is none.</summary>
    public decimal? TpLimitPrice { get; init; }

    /// <summary>Trigger price of the position's stop-loss; null if there is none.</summary>
    public decimal? SlTriggerPrice { get; init; }

    /// <summary>Limit price of the position's stop-loss; null if there is none.</summary>
    public decimal? SlLimitPrice { get; init; }

    /// <summary>Largest size that its leverage allows, base units.</summary>
    public decimal? MaxPositionSize { get; init; }

    /// <summary>Place in the deleveraging queue.</summary>
    public decimal? Adl { get; init; }

    /// <summary>Creation, Unix milliseconds; the exchange writes createdTime or createdAt.</summary>
    public long? CreatedTime { get; init; }

    /// <summary>Last change, Unix milliseconds; the exchange writes updatedTime or updatedAt.</summary>
    public long? UpdatedTime { get; init; }

    /// <summary>Size with sign, base units: long positive, short negative.</summary>
    /// <exception cref="ExtendedException">The side is neither: it must not be taken for either.</exception>
    [JsonIgnore]
    public decimal SignedSize => Side.Value switch
    {
        PositionSide.Long => Size,
        PositionSide.Short => -Size,
        _ => throw new ExtendedException(ExtendedErrorKind.Protocol, $"The position in {Market} has the side '{Side}'; LONG or SHORT is expected."),
    };

    [JsonInclude, JsonPropertyName("createdAt")]
    private long? CreatedAt
    {
        init => CreatedTime ??= value;
    }

    [JsonInclude, JsonPropertyName("updatedAt")]
    private long? UpdatedAt
    {
        init => UpdatedTime ??= value;
    }
}
