namespace LowLatencyMM.Feed.Frames;

/// <summary>A public trade.</summary>
/// <param name="Market">The caller's number of the market.</param>
/// <param name="Id">The exchange's trade id.</param>
/// <param name="TakerSide">Side of the order that crossed.</param>
/// <param name="Type">What caused it.</param>
/// <param name="PriceTicks">Price in ticks.</param>
/// <param name="QuantitySteps">Size in steps.</param>
/// <param name="TradeMs">The exchange's trade time, Unix milliseconds.</param>
public readonly record struct PublicTrade(
    int Market, long Id, Side TakerSide, TradeType Type, long PriceTicks, long QuantitySteps, long TradeMs);
