using LowLatencyMM.Core.Events;
using LowLatencyMM.Core.Orders;

namespace LowLatencyMM.Core;

/// <summary>One side of the quote, for display.</summary>
public struct SideStatus
{
    /// <summary>Where its slot stands.</summary>
    public SlotState State;

    /// <summary>Own id of its order; 0 if it has none.</summary>
    public long OwnId;

    /// <summary>The order's price in ticks; 0 if it has none.</summary>
    public long PriceTicks;

    /// <summary>The order's unfilled size in steps.</summary>
    public long RemainingSteps;

    /// <summary>Wanted price in ticks; 0 for none.</summary>
    public long WantedTicks;

    /// <summary>Size that risk allows, steps; 0 for none.</summary>
    public long AllowedSteps;

    /// <summary>Why risk allows less than wanted.</summary>
    public RiskReason Risk;

    /// <summary>Refusals in a row; from 5 on a person should look.</summary>
    public long Refusals;

    /// <summary>Until when it pauses after refusals, engine time.</summary>
    public long BackoffUntilNs;
}
