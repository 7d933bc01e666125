using System.Runtime.InteropServices;

namespace LowLatencyMM.Core.Events;

/// <summary>The best level of each side; a side that is missing has price and size 0.</summary>
[StructLayout(LayoutKind.Sequential)]
public struct BestBidAskPayload
{
    /// <summary>Best bid in ticks.</summary>
    public long BidTicks;

    /// <summary>Size at the best bid in steps.</summary>
    public long BidSteps;

    /// <summary>Best ask in ticks.</summary>
    public long AskTicks;

    /// <summary>Size at the best ask in steps.</summary>
    public long AskSteps;
}
