using System.Runtime.InteropServices;

namespace LowLatencyMM.Core.Events;

/// <summary>A fill of ours.</summary>
[StructLayout(LayoutKind.Sequential)]
public struct AccountTradePayload
{
    /// <summary>The exchange's trade id.</summary>
    public long TradeId;

    /// <summary>The exchange's order id.</summary>
    public long OrderId;

    /// <summary>Our order number (&gt; 0), an interned foreign number (&lt; 0), or 0 if the message did not say.</summary>
    public long OwnId;

    /// <summary>Our side.</summary>
    public Side Side;

    /// <summary>Price in 1e-9 of the collateral.</summary>
    public long PriceNano;

    /// <summary>Size in steps.</summary>
    public long QuantitySteps;

    /// <summary>Price times size, 1e-6 of the collateral.</summary>
    public long ValueMicro;

    /// <summary>Fee, 1e-9 of the collateral.</summary>
    public long FeeNano;

    /// <summary>1 if we were the taker, else 0.</summary>
    public long IsTaker;

    /// <summary>Kind of trade.</summary>
    public TradeType TradeType;

    /// <summary>Time of the trade, milliseconds since 1970.</summary>
    public long CreatedMs;
}
