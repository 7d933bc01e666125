namespace LowLatencyMM.Feed.Frames;

/// <summary>The account's balance. Money in 1e-6 of the collateral, rounded half away from zero.</summary>
/// <param name="Header">Where and when it came from.</param>
/// <param name="IsSnapshot">The exchange marked the frame as part of its initial state, or it came over REST.</param>
/// <param name="Balance">The content.</param>
public readonly record struct BalanceFrame(FrameHeader Header, bool IsSnapshot, AccountBalance Balance);
