using System.Runtime.InteropServices;

namespace LowLatencyMM.Core.Events;

/// <summary>The balance, in 1e-6 of the collateral unless said.</summary>
[StructLayout(LayoutKind.Sequential)]
public struct BalancePayload
{
    /// <summary>Wallet balance.</summary>
    public long BalanceMicro;

    /// <summary>Equity.</summary>
    public long EquityMicro;

    /// <summary>Available for trade.</summary>
    public long AvailableForTradeMicro;

    /// <summary>Available for withdrawal.</summary>
    public long AvailableForWithdrawalMicro;

    /// <summary>Unrealised PnL.</summary>
    public long UnrealisedPnlMicro;

    /// <summary>Initial margin.</summary>
    public long InitialMarginMicro;

    /// <summary>Margin ratio in 1e-9 (a fraction).</summary>
    public long MarginRatioNano;

    /// <summary>Exposure.</summary>
    public long ExposureMicro;

    /// <summary>Updated, milliseconds since 1970.</summary>
    public long UpdatedMs;
}
