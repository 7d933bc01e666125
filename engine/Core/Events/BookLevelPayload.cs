using System.Runtime.InteropServices;

namespace LowLatencyMM.Core.Events;

/// <summary>One level of an order book frame. Flags tell snapshot or delta, absolute or change, first and last of the frame.</summary>
[StructLayout(LayoutKind.Sequential)]
public struct BookLevelPayload
{
    /// <summary>Bid (buy) or ask (sell); none for an empty frame.</summary>
    public Side Side;

    /// <summary>Price in ticks.</summary>
    public long PriceTicks;

    /// <summary>Steps: the absolute size with <see cref="EventFlags.Absolute"/>, else the signed change.</summary>
    public long QuantitySteps;
}
