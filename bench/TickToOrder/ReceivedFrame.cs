using LowLatencyMM.Core.Events;

namespace LowLatencyMM.Bench.TickToOrder;

/// <summary>A market data frame as the engine's journal has it.</summary>
/// <param name="Stream">The stream.</param>
/// <param name="Connection">The stream's connection, from 0 in the order in which they were made.</param>
/// <param name="Seq">Its number on the connection.</param>
/// <param name="ReceivedNs">When its last byte was received, monotonic clock, nanoseconds.</param>
internal readonly record struct ReceivedFrame(StreamId Stream, int Connection, long Seq, long ReceivedNs);
