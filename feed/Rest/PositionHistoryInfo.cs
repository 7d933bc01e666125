using System.Text.Json.Serialization;
using LowLatencyMM.Feed.Frames;

namespace LowLatencyMM.Feed.Rest;

/// <summary>A position as it was, open or closed.</summary>
public sealed record PositionHistoryInfo
{
    /// <summary>The exchange's id; null if absent.</summary>
    public long? Id { get; init; }

    /// <summary>The account; null if absent.</summary>
    public long? AccountId { get; init; }

    /// <summary>Market.</summary>
    public required string Market { get; init; }

    /// <summary>LONG or SHORT.</summary>
    public required OpenEnum<PositionSide> Side { get; init; }

    /// <summary>TRADE, LIQUIDATION, …; null while it is open.</summary>
    public OpenEnum<TradeType>? ExitType { get; init; }

    /// <summary>Size without sign, base units.</summary>
    public decimal? Size { get; init; }

    /// <summary>Largest size it had, base units.</summary>
    public decimal? MaxPositionSize { get; init; }

    /// <summary>Leverage.</summary>
    public decimal? Leverage { get; init; }

    /// <summary>Average entry price.</summary>
    public decimal? OpenPrice { get; init; }

    /// <summary>Average exit price; null while it is open.</summary>
    public decimal? ExitPrice { get; init; }

    /// <summary>Realised profit, collateral.</summary>
    public decimal? RealisedPnl { get; init; }

    /// <summary>Of what the realised profit is made.</summary>
    public RealisedPnlBreakdown? RealisedPnlBreakdown { get; init; }

    /// <summary>Creation, Unix milliseconds; the exchange writes createdTime or createdAt.</summary>
    public long? CreatedTime { get; init; }

    /// <summary>When it was closed, Unix milliseconds; null while it is open. The exchange writes closedTime or closedAt.</summary>
    public long? ClosedTime { get; init; }

    [JsonInclude, JsonPropertyName("createdAt")]
    private long? CreatedAt
    {
        init => CreatedTime ??= value;
    }

    [JsonInclude, JsonPropertyName("closedAt")]
    private long? ClosedAt
    {
        init => ClosedTime ??= value;
    }
}
