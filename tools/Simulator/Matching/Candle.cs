namespace LowLatencyMM.Simulator.Matching;

/// <summary>One minute of trades; prices in ticks, volume in steps.</summary>
internal record struct Candle(long StartMs, long Open, long High, long Low, long Close, long Volume);
