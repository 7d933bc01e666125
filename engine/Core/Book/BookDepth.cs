namespace LowLatencyMM.Core.Book;

/// <summary>One level of a book, for display.</summary>
/// <param name="PriceTicks">Price in ticks.</param>
/// <param name="Steps">Size in steps.</param>
public readonly record struct BookDepth(long PriceTicks, long Steps);
