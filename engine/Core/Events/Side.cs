namespace LowLatencyMM.Core.Events;

/// <summary>Buy or sell; of a book level: bid or ask. The values are the journal's.</summary>
public enum Side : long
{
    /// <summary>No side.</summary>
    None = 0,

    /// <summary>Buy; bid; long.</summary>
    Buy = 1,

    /// <summary>Sell; ask; short.</summary>
    Sell = 2,
}
