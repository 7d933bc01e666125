namespace LowLatencyMM.Bench.TickToOrder;

/// <summary>A frame that was due while it was measured. Monotonic clock, nanoseconds.</summary>
/// <param name="IntendedNs">When it should have left the exchange.</param>
/// <param name="SentNs">Just before the exchange's send call; 0 if it was never sent.</param>
/// <param name="ReceivedNs">When the engine had received its last byte; 0 if it never had.</param>
internal readonly record struct JoinedFrame(long IntendedNs, long SentNs, long ReceivedNs);
