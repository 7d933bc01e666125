namespace LowLatencyMM.Feed.Frames;

/// <summary>
/// An own trade. The external id of its order is text and stands in the frame: <see cref="FillsFrame.ExternalOrderId"/>.
/// </summary>
public struct Fill
{
    /// <summary><see cref="PriceTicks"/> of a price that is not on the tick.</summary>
    public const long OffTick = long.MinValue;

    /// <summary>The caller's number of the market.</summary>
    public int Market;

    /// <summary>The exchange's trade id: the key by which a fill counts once.</summary>
    public long Id;

    /// <summary>The exchange's id of the order.</summary>
    public long OrderId;

    /// <summary>Own side.</summary>
    public Side Side;

    /// <summary>What caused it.</summary>
    public TradeType Type;

    /// <summary>The own order took liquidity.</summary>
    public bool IsTaker;

    /// <summary>Price in 1e-9, rounded half away from zero.</summary>
    public long PriceNano;

    /// <summary>Price in ticks, or <see cref="OffTick"/>.</summary>
    public long PriceTicks;

    /// <summary>Quantity in steps.</summary>
    public long QuantitySteps;

    /// <summary>Value in 1e-6 of the collateral, rounded half away from zero; 0 if absent.</summary>
    public long ValueMicro;

    /// <summary>Fee in 1e-9 of the collateral, rounded half away from zero; 0 if absent.</summary>
    public long FeeNano;

    /// <summary>When, Unix milliseconds.</summary>
    public long CreatedMs;

    internal int TextStart;
    internal int TextLength;
}
