namespace LowLatencyMM.Feed.Rest;

/// <summary>The exchange took an order. What becomes of it tells the account stream, or a question by one of the ids.</summary>
/// <param name="Id">The exchange's id.</param>
/// <param name="ExternalId">Its sender's id.</param>
public sealed record PlacedOrder(long Id, string ExternalId);
