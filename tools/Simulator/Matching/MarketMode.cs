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

    /// <summary>Only reduce-only orders on the whole exchange (1012).</summary>
    ExchangeReduceOnly,

    /// <summary>No orders (1002).</summary>
    Disabled,

    /// <summary>Nothing at all (1010).</summary>
    Maintenance,
}
