using LowLatencyMM.Simulator.Matching;

namespace LowLatencyMM.Simulator.Recording;

/// <summary>A book level (side of the book, absolute size, 0 = gone) or a trade (taker's side, traded size).</summary>
/// <param name="Price">Ticks.</param>
/// <param name="Size">Steps.</param>
/// <param name="Side">Side of the book, or the taker's side.</param>
internal readonly record struct RecordedRow(long Price, long Size, Side Side);
