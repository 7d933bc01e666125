namespace LowLatencyMM.Feed.Frames;

/// <summary>Side of an order or trade.</summary>
public enum Side : byte
{
    /// <summary>A value this version does not know.</summary>
    Unknown,

    /// <summary>BUY.</summary>
    Buy,

    /// <summary>SELL.</summary>
    Sell,
}
