namespace LowLatencyMM.Core.Events;

/// <summary>Where an order's signature came from. The values are the journal's.</summary>
public enum OrderSigning : long
{
    /// <summary>The request needs none.</summary>
    None = 0,

    /// <summary>Made ahead and found.</summary>
    Ahead = 1,

    /// <summary>Made when the order was decided: it had not been planned, or nothing is signed ahead.</summary>
    Inline = 2,

    /// <summary>As <see cref="Inline"/>, of an order that had been planned but not signed yet.</summary>
    InlineNotReady = 3,
}
