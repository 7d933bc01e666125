namespace LowLatencyMM.Core.Settings;

/// <summary>Limits that every order passes before it may be signed.</summary>
public sealed record RiskSettings
{
    /// <summary>Largest position value (<c>max_position_usd</c>), 1e-6 of the collateral.</summary>
    public required long MaxPositionMicro { get; init; }

    /// <summary>Largest notional of one order, 1e-6 of the collateral; the market's own limit applies besides.</summary>
    public required long MaxOrderNotionalMicro { get; init; }

    /// <summary>Farthest that a price may be from the mark price on either side, basis points; the market's own collar applies besides.</summary>
    public double PriceCollarBps { get; init; } = 300;

    /// <summary>HTTP requests in any minute (<c>max_requests_per_minute</c>), as a token bucket.</summary>
    public long MaxRequestsPerMinute { get; init; } = 800;

    /// <summary>Share of the bucket kept for cancels and queries, percent.</summary>
    public long CancelReservePercent { get; init; } = 20;
}
