using System.Runtime.InteropServices;

namespace LowLatencyMM.Core.Events;

/// <summary>What the models use and what it comes from, at each fit of the intensity.</summary>
[StructLayout(LayoutKind.Sequential)]
public struct EstimatesPayload
{
    /// <summary>The event that caused it.</summary>
    public long CauseSequence;

    /// <summary>Quality of the fit: 0 none, 1 low, 2 medium, 3 high.</summary>
    public long Quality;

    /// <summary>Which of the values in use are fallbacks or limited.</summary>
    public QuoteClamps Clamps;

    /// <summary>κ in use, 1/price.</summary>
    public double Kappa;

    /// <summary>A in use, fills per second at distance 0 on one side.</summary>
    public double Intensity;

    /// <summary>κ by weighted least squares, or from depths, 1/price; NaN without a fit, as are the next four.</summary>
    public double KappaWeighted;

    /// <summary>κ by ordinary least squares, 1/price.</summary>
    public double KappaOrdinary;

    /// <summary>κ from fills of asks alone, 1/price.</summary>
    public double KappaAsk;

    /// <summary>κ from fills of bids alone, 1/price.</summary>
    public double KappaBid;

    /// <summary>R² of the configured regression.</summary>
    public double RSquared;

    /// <summary>Relative volatility per sqrt(second) in use.</summary>
    public double SigmaRelative;

    /// <summary>The horizon, seconds, at which the Avellaneda–Stoikov skew equals that of GLFT: what the inventory is really held for.</summary>
    public double EffectiveHorizonSeconds;
}
