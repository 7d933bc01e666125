namespace LowLatencyMM.Feed.Orders;

/// <summary>What take-profit and stop-loss legs close.</summary>
public enum TpslType : byte
{
    /// <summary>A value this version does not know.</summary>
    Unknown,

    /// <summary>The order's own quantity.</summary>
    Order,

    /// <summary>The whole position, whatever its size is then.</summary>
    Position,
}
