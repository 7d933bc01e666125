using LowLatencyMM.Simulator.Matching;

namespace LowLatencyMM.Simulator.Wire;

/// <summary>What a subscriber gets: a kind of stream of one market or, with none, of all; candles of a source and an interval.</summary>
internal readonly record struct StreamTopic(StreamKind Kind, Market? Market = null, CandleSource Source = default, long IntervalMs = 0);
