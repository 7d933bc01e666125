namespace LowLatencyMM.Core.Orders;

/// <summary>Where a quote slot stands. Each side has one slot; it holds one order, two while one replaces the other.</summary>
public enum SlotState
{
    /// <summary>No order that may be live.</summary>
    Empty,

    /// <summary>An order was decided; the exchange has not shown it yet.</summary>
    Submitting,

    /// <summary>The order rests.</summary>
    Open,

    /// <summary>Its cancel was decided; the exchange has not confirmed the end yet.</summary>
    Canceling,

    /// <summary>An atomic replace was decided: the old order is current, the new one next, and both may be live.</summary>
    Replacing,

    /// <summary>What became of the order is not known. Never "not placed": the exchange is asked.</summary>
    Unknown,
}
