using System.Runtime.InteropServices;

namespace LowLatencyMM.Core.Events;

/// <summary>A mark or index price.</summary>
[StructLayout(LayoutKind.Sequential)]
public struct PricePayload
{
    /// <summary>Price in 1e-9 of the collateral; these prices are not on the tick grid.</summary>
    public long PriceNano;
}
