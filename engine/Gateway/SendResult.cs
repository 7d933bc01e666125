using LowLatencyMM.Core.Events;

namespace LowLatencyMM.Gateway;

/// <summary>What became of a request that was handed to its connection.</summary>
/// <param name="Outcome">Sent, not sent, or unknown.</param>
/// <param name="BeforeSendNs">Immediately before the send call, nanoseconds since 1970; 0 if there was none.</param>
/// <param name="AfterSendNs">Immediately after the send call, nanoseconds since 1970; 0 if there was none.</param>
public readonly record struct SendResult(SendOutcome Outcome, long BeforeSendNs, long AfterSendNs);
