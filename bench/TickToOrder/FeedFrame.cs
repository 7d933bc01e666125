namespace LowLatencyMM.Bench.TickToOrder;

/// <summary>A frame as the exchange's feed log has it. Times on the monotonic clock, nanoseconds.</summary>
/// <param name="Connection">Number of the connection at the exchange.</param>
/// <param name="Topic">The stream's path.</param>
/// <param name="Seq">Its number on the connection.</param>
/// <param name="IntendedNs">When it should have left, by the schedule.</param>
/// <param name="SentNs">Just before its send call; 0 if it was never sent.</param>
internal readonly record struct FeedFrame(int Connection, string Topic, long Seq, long IntendedNs, long SentNs);
