namespace LowLatencyMM.Feed.Rest;

/// <summary>A page of a list that descends by id.</summary>
/// <param name="Items">The page's items.</param>
/// <param name="Cursor">To be given to the next call for older items; null at the end.</param>
public sealed record Page<T>(IReadOnlyList<T> Items, long? Cursor);
