namespace LowLatencyMM.Core.Orders;

/// <summary>What one side shall have in the market.</summary>
/// <param name="PriceTicks">Wanted price.</param>
/// <param name="Steps">Size of a new order, approved by risk; 0 wants no order.</param>
/// <param name="RoomSteps">The most that this side may have resting.</param>
/// <param name="LimitTicks">
/// The most aggressive price at which an order may stay: beyond it there is the opposite best, or too little edge.
/// </param>
/// <param name="Mid2">Best bid + best ask in ticks.</param>
public readonly record struct SideTarget(
    long PriceTicks, long Steps, long RoomSteps, long LimitTicks, long Mid2)
{
    /// <summary>No order.</summary>
    public static SideTarget Nothing => default;
}
