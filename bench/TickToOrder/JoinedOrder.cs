namespace LowLatencyMM.Bench.TickToOrder;

/// <summary>An order with the frame that caused it.</summary>
internal readonly record struct JoinedOrder(JoinedFrame Cause, SentOrder Order);
