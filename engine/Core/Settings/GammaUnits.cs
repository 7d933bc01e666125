namespace LowLatencyMM.Core.Settings;

/// <summary>What <c>market_making_gamma</c> counts (<c>gamma_units</c>). The values are the journal's.</summary>
public enum GammaUnits
{
    /// <summary>1/USD; multiplied by the size of an order it becomes 1/price.</summary>
    PerUsd = 0,

    /// <summary>1/price already, inventory counted in lots: the literal formula of the paper.</summary>
    PerLot = 1,
}
