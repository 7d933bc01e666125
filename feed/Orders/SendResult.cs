namespace LowLatencyMM.Feed.Orders;

/// <summary>What became of a send, and when.</summary>
/// <param name="Status">What became of it.</param>
/// <param name="BeforeSendNs">Unix nanoseconds immediately before the send call; 0 if there was none.</param>
/// <param name="AfterSendNs">Unix nanoseconds immediately after the send call; 0 if there was none.</param>
public readonly record struct SendResult(SendStatus Status, long BeforeSendNs, long AfterSendNs);
