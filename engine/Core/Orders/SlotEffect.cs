namespace LowLatencyMM.Core.Orders;

/// <summary>What a transition does besides changing the state.</summary>
public enum SlotEffect
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>The decided order becomes the current one.</summary>
    Attach,

    /// <summary>The decided order becomes the next one.</summary>
    AttachNext,

    /// <summary>The slot lets go of its current order.</summary>
    Close,

    /// <summary>The next order becomes the current one; an old one that has not ended yet stays watched.</summary>
    AdoptNext,

    /// <summary>The slot lets go of its next order.</summary>
    DropNext,

    /// <summary>The time for the exchange's word starts anew.</summary>
    Wait,

    /// <summary>The exchange is asked about every order of the slot.</summary>
    Ask,

    /// <summary>The decision does not fit the state: it is not taken.</summary>
    Invalid,
}
