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

    /// <summary>Largest ratio of the account's positions to its equity that an order may lead to (<c>max_leverage</c>); 0 for no limit.</summary>
    public double MaxLeverage { get; init; }

    /// <summary>Loss since the session's start or midnight UTC that ends quoting (<c>max_daily_loss_usd</c>), 1e-6 of the collateral; 0 for off.</summary>
    public long MaxDailyLossMicro { get; init; }

    /// <summary>Fall from the session's highest profit that ends quoting (<c>max_drawdown_usd</c>), 1e-6 of the collateral; 0 for off.</summary>
    public long MaxDrawdownMicro { get; init; }

    /// <summary>Closing fills in a row that lose and then end quoting (<c>max_consecutive_losses</c>); 0 for off.</summary>
    public long MaxConsecutiveLosses { get; init; }

    /// <summary>What reaching one of these limits does (<c>kill_action</c>).</summary>
    public KillAction KillAction { get; init; }
}
