namespace LowLatencyMM.Feed.Frames;

/// <summary>One level of a book frame.</summary>
/// <param name="PriceTicks">Price in ticks, positive.</param>
/// <param name="QuantitySteps">The level's size in steps if <paramref name="IsAbsolute"/> (0 removes it), else the signed change of it.</param>
/// <param name="IsAbsolute">Whether the quantity is the resulting size (snapshot, or <c>c</c> of a delta) or a change (<c>q</c> of a delta).</param>
public readonly record struct BookLevel(long PriceTicks, long QuantitySteps, bool IsAbsolute);
