using System.Runtime.InteropServices;

namespace LowLatencyMM.Core.Events;

/// <summary>The state of an order.</summary>
[StructLayout(LayoutKind.Sequential)]
public struct AccountOrderPayload
{
    /// <summary>Our order number (&gt; 0), or the interned number of a foreign external id (&lt; 0).</summary>
    public long OwnId;

    /// <summary>The exchange's id.</summary>
    public long OrderId;

    /// <summary>Buy or sell.</summary>
    public Side Side;

    /// <summary>Status.</summary>
    public OrderStatus Status;

    /// <summary>Why.</summary>
    public StatusReason Reason;

    /// <summary>Limit price in ticks; 0 if it has none.</summary>
    public long PriceTicks;

    /// <summary>Size in steps.</summary>
    public long QuantitySteps;

    /// <summary>Cumulative filled size in steps.</summary>
    public long FilledSteps;

    /// <summary>Fees paid, 1e-6 of the collateral.</summary>
    public long FeeMicro;

    /// <summary>Average fill price, 1e-9; 0 if none.</summary>
    public long AveragePriceNano;

    /// <summary>Created, milliseconds since 1970.</summary>
    public long CreatedMs;

    /// <summary>Updated, milliseconds since 1970.</summary>
    public long UpdatedMs;
}
