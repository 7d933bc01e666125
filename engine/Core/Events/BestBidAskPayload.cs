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

    /// <summary>Of a REST answer: when the request began, engine clock in nanoseconds. 0 for the stream.</summary>
    public long RequestedNs;

    /// <summary>Of a REST answer: the bid behind the best, ticks; 0 if there is none.</summary>
    public long NextBidTicks;

    /// <summary>Of a REST answer: the ask behind the best, ticks; 0 if there is none.</summary>
    public long NextAskTicks;
}
