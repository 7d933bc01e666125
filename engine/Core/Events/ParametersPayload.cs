using System.Runtime.InteropServices;

namespace LowLatencyMM.Core.Events;

/// <summary>Fitted parameters of the models.</summary>
[StructLayout(LayoutKind.Sequential)]
public struct ParametersPayload
{
    /// <summary>Counts the parameter sets.</summary>
    public long Version;

    /// <summary>Decay of the fill intensity, 1/price.</summary>
    public double Kappa;

    /// <summary>Fills per second at distance 0, one side.</summary>
    public double Intensity;

    /// <summary>Relative volatility per sqrt(second).</summary>
    public double SigmaRelative;

    /// <summary>Quality of the intensity fit, 0 to 1.</summary>
    public double RSquared;
}
