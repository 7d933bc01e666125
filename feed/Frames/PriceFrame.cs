namespace LowLatencyMM.Feed.Frames;

/// <summary>A mark or index price; <see cref="FrameHeader.Stream"/> says which.</summary>
/// <param name="Header">Where and when it came from.</param>
/// <param name="PriceNano">Price in 1e-9 of the collateral, rounded half away from zero.</param>
public readonly record struct PriceFrame(FrameHeader Header, long PriceNano);
