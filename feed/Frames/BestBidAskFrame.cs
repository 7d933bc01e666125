namespace LowLatencyMM.Feed.Frames;

/// <summary>Best bid and ask. A side without orders has price and quantity 0.</summary>
/// <param name="Header">Where and when it came from.</param>
/// <param name="BidTicks">Best bid in ticks.</param>
/// <param name="BidSteps">Size at the best bid in steps.</param>
/// <param name="AskTicks">Best ask in ticks.</param>
/// <param name="AskSteps">Size at the best ask in steps.</param>
public readonly record struct BestBidAskFrame(FrameHeader Header, long BidTicks, long BidSteps, long AskTicks, long AskSteps);
