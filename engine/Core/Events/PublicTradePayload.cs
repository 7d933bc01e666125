using System.Runtime.InteropServices;

namespace LowLatencyMM.Core.Events;

/// <summary>A public trade.</summary>
[StructLayout(LayoutKind.Sequential)]
public struct PublicTradePayload
{
    /// <summary>The exchange's trade id.</summary>
    public long TradeId;

    /// <summary>Time of the trade, milliseconds since 1970.</summary>
    public long TradeMs;

    /// <summary>The taker's side.</summary>
    public Side TakerSide;

    /// <summary>Kind of trade.</summary>
    public TradeType TradeType;

    /// <summary>Price in ticks.</summary>
    public long PriceTicks;

    /// <summary>Size in steps.</summary>
    public long QuantitySteps;
}
