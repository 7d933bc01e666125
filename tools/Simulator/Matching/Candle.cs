namespace LowLatencyMM.Simulator.Matching;

/// <summary>Prices and volume of one interval; volume in steps, 0 where nothing is traded (mark and index prices).</summary>
internal record struct Candle(long StartMs, decimal Open, decimal High, decimal Low, decimal Close, long Volume);
