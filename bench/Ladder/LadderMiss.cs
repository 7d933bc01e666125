namespace LowLatencyMM.Bench.Ladder;

/// <summary>Why an order was not found signed.</summary>
internal enum LadderMiss
{
    /// <summary>It was found.</summary>
    None,

    /// <summary>It was planned, but its signature was not finished.</summary>
    NotReady,

    /// <summary>Its side had no plan.</summary>
    NoPlan,

    /// <summary>Its price was not among the planned ones.</summary>
    OtherPrice,

    /// <summary>Its price was planned with another size.</summary>
    OtherSize,

    /// <summary>Its price and size were planned with an expiry that had become too near.</summary>
    Expiry,
}
