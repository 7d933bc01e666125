using LowLatencyMM.Feed.Frames;

namespace LowLatencyMM.Feed.Streams.Messages;

/// <summary>A public trade.</summary>
/// <param name="Market">The market.</param>
/// <param name="Id">The exchange's trade id.</param>
/// <param name="TakerSide">Side of the order that crossed.</param>
/// <param name="Type">What caused it.</param>
/// <param name="Price">Price, collateral per base unit.</param>
/// <param name="Quantity">Size, base units.</param>
/// <param name="TradeMs">The exchange's trade time, Unix milliseconds.</param>
public sealed record MarketTrade(string Market, long Id, Side TakerSide, TradeType Type, decimal Price, decimal Quantity, long TradeMs);
