namespace LowLatencyMM.Core.Orders;

/// <summary>What can happen to a slot. Answers are those to requests about its current or next order.</summary>
public enum SlotEvent
{
    /// <summary>Decided: a new order.</summary>
    Place,

    /// <summary>Decided: an atomic replace.</summary>
    Replace,

    /// <summary>Decided: cancel the order.</summary>
    Cancel,

    /// <summary>Nothing was heard for too long.</summary>
    Timeout,

    /// <summary>The account stream is back after a loss: what it did not show must be asked for.</summary>
    Reconcile,

    /// <summary>The exchange took the new order for processing.</summary>
    CreateAccepted,

    /// <summary>The new order was refused, or never sent: it does not exist.</summary>
    CreateRefused,

    /// <summary>The new order's answer is lost.</summary>
    CreateLost,

    /// <summary>The exchange took the replace for processing.</summary>
    ReplaceAccepted,

    /// <summary>The replace was refused, or never sent: nothing changed.</summary>
    ReplaceRefused,

    /// <summary>The replace was refused because the old order is not there: neither is the new one.</summary>
    ReplaceMissed,

    /// <summary>The replace's answer is lost.</summary>
    ReplaceLost,

    /// <summary>The exchange took the cancel for processing.</summary>
    CancelAccepted,

    /// <summary>The cancel was refused, or never sent: nothing changed.</summary>
    CancelRefused,

    /// <summary>The cancel was refused because the order is not there.</summary>
    CancelMissed,

    /// <summary>The cancel's answer is lost.</summary>
    CancelLost,

    /// <summary>The current order was seen resting.</summary>
    OrderLive,

    /// <summary>The current order has ended (filled, cancelled, rejected, expired, or twice not found).</summary>
    OrderFinal,

    /// <summary>The next order was seen resting: the exchange has swapped the two.</summary>
    NextLive,

    /// <summary>The next order has ended.</summary>
    NextFinal,
}
