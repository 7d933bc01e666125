using System.Runtime.InteropServices;

namespace LowLatencyMM.Core.Events;

/// <summary>The position in a market.</summary>
[StructLayout(LayoutKind.Sequential)]
public struct PositionPayload
{
    /// <summary>The exchange's id.</summary>
    public long PositionId;

    /// <summary>Signed size in steps, long positive; 0 when closed.</summary>
    public long SizeSteps;

    /// <summary>Entry price, 1e-9 of the collateral.</summary>
    public long OpenPriceNano;

    /// <summary>Mark price, 1e-9.</summary>
    public long MarkPriceNano;

    /// <summary>Value, 1e-6.</summary>
    public long ValueMicro;

    /// <summary>Unrealised PnL, 1e-6.</summary>
    public long UnrealisedPnlMicro;

    /// <summary>Realised PnL, 1e-6.</summary>
    public long RealisedPnlMicro;

    /// <summary>Margin, 1e-6.</summary>
    public long MarginMicro;

    /// <summary>1 if the exchange says CLOSED, else 0.</summary>
    public long IsClosed;

    /// <summary>Updated, milliseconds since 1970.</summary>
    public long UpdatedMs;
}
