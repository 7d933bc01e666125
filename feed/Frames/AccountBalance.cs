namespace LowLatencyMM.Feed.Frames;

/// <summary>The account's balance. Money in 1e-6 of the collateral, rounded half away from zero; absent members are 0.</summary>
public struct AccountBalance
{
    /// <summary>Wallet balance.</summary>
    public long BalanceMicro;

    /// <summary>Balance plus unrealised profit at the mark price.</summary>
    public long EquityMicro;

    /// <summary>Equity less initial margin.</summary>
    public long AvailableForTradeMicro;

    /// <summary>What can be withdrawn.</summary>
    public long AvailableForWithdrawalMicro;

    /// <summary>Unrealised profit at the mark price.</summary>
    public long UnrealisedPnlMicro;

    /// <summary>Margin bound by positions and orders.</summary>
    public long InitialMarginMicro;

    /// <summary>Sum of absolute position values.</summary>
    public long ExposureMicro;

    /// <summary>Maintenance margin over equity in 1e-9; liquidation above 1.</summary>
    public long MarginRatioNano;

    /// <summary>Last change, Unix milliseconds.</summary>
    public long UpdatedMs;
}
