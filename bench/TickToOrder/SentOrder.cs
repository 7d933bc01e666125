namespace LowLatencyMM.Bench.TickToOrder;

/// <summary>An order or replace that was handed to a socket, and when it passed each stage: monotonic clock, nanoseconds.</summary>
/// <param name="Cause">Index of the frame that caused it among the journal's frames; -1 if it was no market data frame.</param>
/// <param name="BeforeSendNs">Immediately before the send call.</param>
/// <param name="AfterSendNs">The send call returned.</param>
internal readonly record struct SentOrder(int Cause, long BeforeSendNs, long AfterSendNs);
