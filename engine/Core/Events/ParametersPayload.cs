using System.Runtime.InteropServices;

namespace LowLatencyMM.Core.Events;

/// <summary>
/// Parameters that were fitted off the engine's thread. What a fit does not give is 0. When they came in is the event's receive time.
/// </summary>
[StructLayout(LayoutKind.Sequential)]
public struct ParametersPayload
{
    /// <summary>Counts the parameter sets; at least 1.</summary>
    public long Version;

    /// <summary>Decay of the fill intensity, 1/price.</summary>
    public double Kappa;

    /// <summary>Fills per second at distance 0, one side.</summary>
    public double Intensity;

    /// <summary>Long-run relative volatility per sqrt(second).</summary>
    public double SigmaRelative;

    /// <summary>Quality of the intensity fit, 0 to 1.</summary>
    public double RSquared;

    /// <summary>GARCH: ω, variance of a return.</summary>
    public double Omega;

    /// <summary>GARCH: α, weight of the last squared innovation.</summary>
    public double Alpha;

    /// <summary>GARCH: β, weight of the last variance.</summary>
    public double Beta;

    /// <summary>GARCH: degrees of freedom of the innovations; 0 for normal ones.</summary>
    public double Nu;

    /// <summary>GARCH: mean return.</summary>
    public double Mean;

    /// <summary>GARCH: variance of the return after the last one of the fit.</summary>
    public double NextVariance;

    /// <summary>GARCH: returns that the core had seen when the fit's data were taken.</summary>
    public long Returns;
}
