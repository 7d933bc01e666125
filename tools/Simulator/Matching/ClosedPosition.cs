namespace LowLatencyMM.Simulator.Matching;

/// <summary>A position that is closed. Sizes in steps, money in collateral, times in epoch milliseconds.</summary>
internal sealed record ClosedPosition(
    long Id, Market Market, Side Side, decimal Leverage, long MaxSize, decimal OpenPrice, decimal ExitPrice, decimal TradePnl,
    decimal FundingFees, decimal OpenFees, decimal CloseFees, long CreatedMs, long ClosedMs)
{
    /// <summary>Profit with fees and funding.</summary>
    public decimal RealisedPnl => TradePnl + FundingFees - OpenFees - CloseFees;

    /// <summary>Whether the exchange closed it.</summary>
    public bool Liquidated { get; init; }
}
