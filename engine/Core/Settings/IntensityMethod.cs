namespace LowLatencyMM.Core.Settings;

/// <summary>How κ and A are estimated (<c>k_estimation_method</c>). The values are the journal's.</summary>
public enum IntensityMethod
{
    /// <summary>Quotes at every distance of the grid, without a queue.</summary>
    VirtualQuoting = 0,

    /// <summary>Depth of every single print.</summary>
    Simple = 1,

    /// <summary>Quotes at every distance of the grid, behind the queue that was there.</summary>
    DepthIntensity = 2,

    /// <summary>Deepest price of every market order.</summary>
    TradeDepth = 3,
}
