namespace LowLatencyMM.Core.Risk;

/// <summary>Position and what may still fill, in steps.</summary>
/// <param name="PositionSteps">Signed position, long positive.</param>
/// <param name="LiveSteps">
/// Unfilled size of all orders of the checked side that may be live, whatever their state; without the order whose place the
/// checked one takes.
/// </param>
public readonly record struct Exposure(long PositionSteps, long LiveSteps);
