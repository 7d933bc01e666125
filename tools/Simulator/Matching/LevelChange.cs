namespace LowLatencyMM.Simulator.Matching;

/// <summary>A level of a DELTA frame.</summary>
/// <param name="Price">Ticks.</param>
/// <param name="Change">Steps, signed.</param>
/// <param name="Size">Size after it; 0 when the level is gone.</param>
internal readonly record struct LevelChange(long Price, long Change, long Size);
