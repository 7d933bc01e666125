namespace LowLatencyMM.Core.Orders;

/// <summary>What one slot shall have in the market.</summary>
/// <param name="PriceTicks">Wanted price.</param>
/// <param name="Steps">Size of a new order, approved by risk; 0 wants no order.</param>
/// <param name="RoomSteps">The most that may be placed here beside everything else that may be live.</param>
/// <param name="LimitTicks">
/// The most aggressive price at which an order may stay: beyond it there is the opposite best, or too little edge.
/// </param>
/// <param name="Mid2">Best bid + best ask in ticks.</param>
public readonly record struct SideTarget(
    long PriceTicks, long Steps, long RoomSteps, long LimitTicks, long Mid2)
{
    /// <summary>The most that may stay here: what is farther from the market has to give way first.</summary>
    public long KeepSteps { get; init; } = RoomSteps;

    /// <summary>Why there shall be no order.</summary>
    public RequestReason Why { get; init; }

    /// <summary>Whether what rests may stay, but nothing new is placed.</summary>
    public bool IsHeld { get; init; }

    /// <summary>No order.</summary>
    public static SideTarget Nothing(RequestReason why) => new() { Why = why };
}
