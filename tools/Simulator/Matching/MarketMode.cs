namespace LowLatencyMM.Simulator.Matching;

/// <summary>Restrictions on new orders.</summary>
public enum MarketMode
{
    /// <summary>Trading as usual.</summary>
    Open,

    /// <summary>Only post-only orders (1011).</summary>
    PostOnly,

    /// <summary>Only reduce-only orders (1014).</summary>
    ReduceOnly,

    /// <summary>No orders (1002).</summary>
    Disabled,

    /// <summary>Nothing at all (1010).</summary>
    Maintenance,
}
