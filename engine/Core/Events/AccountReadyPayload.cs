using System.Runtime.InteropServices;

namespace LowLatencyMM.Core.Events;

/// <summary>All that a (re)connect of the account stream missed has been published.</summary>
[StructLayout(LayoutKind.Sequential)]
public struct AccountReadyPayload
{
    /// <summary>Which connection of the account stream.</summary>
    public long ConnectionEpoch;

    /// <summary>Open orders that the exchange listed.</summary>
    public long OpenOrders;

    /// <summary>The newest fill known.</summary>
    public long LastTradeId;
}
