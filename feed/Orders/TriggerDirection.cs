namespace LowLatencyMM.Feed.Orders;

/// <summary>From where the trigger price must be reached.</summary>
public enum TriggerDirection : byte
{
    /// <summary>A value this version does not know.</summary>
    Unknown,

    /// <summary>The price rises to it.</summary>
    Up,

    /// <summary>The price falls to it.</summary>
    Down,
}
