using LowLatencyMM.Core.Events;

namespace LowLatencyMM.Bench.TickToOrder;

/// <summary>An order or replace that was handed to a socket, and when it passed each stage: monotonic clock, nanoseconds.</summary>
/// <param name="Cause">Index of the frame that caused it among the journal's frames; -1 if it was no market data frame.</param>
/// <param name="IsFirst">Whether it was the first request that its cause sent; what follows waits for the send call of what came before.</param>
/// <param name="Signing">Where its signature came from.</param>
/// <param name="ReceivedNs">The last byte of the causing frame was received.</param>
/// <param name="ParsedNs">The whole frame was parsed and found valid.</param>
/// <param name="PublishedNs">Just before its events were published in the ring.</param>
/// <param name="TakenNs">The engine's thread began with it.</param>
/// <param name="DecidedNs">Journaled; book, estimators and quote done.</param>
/// <param name="RiskNs">Risk and order steering done.</param>
/// <param name="SignedNs">Hash and signature were there.</param>
/// <param name="BeforeSendNs">Immediately before the send call.</param>
/// <param name="AfterSendNs">The send call returned.</param>
internal readonly record struct SentOrder(
    int Cause, bool IsFirst, OrderSigning Signing, long ReceivedNs, long ParsedNs, long PublishedNs, long TakenNs, long DecidedNs, long RiskNs,
    long SignedNs, long BeforeSendNs, long AfterSendNs);
