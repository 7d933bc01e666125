using System.Runtime.InteropServices;

namespace LowLatencyMM.Core.Events;

/// <summary>Risk reduced or refused something.</summary>
[StructLayout(LayoutKind.Sequential)]
public struct RiskVerdictPayload
{
    /// <summary>The event that caused it.</summary>
    public long CauseSequence;

    /// <summary>Buy or sell.</summary>
    public Side Side;

    /// <summary>Why.</summary>
    public RiskReason Reason;

    /// <summary>Price in ticks.</summary>
    public long PriceTicks;

    /// <summary>Size that the strategy wanted.</summary>
    public long WantedSteps;

    /// <summary>Size that risk allows; 0 refuses.</summary>
    public long AllowedSteps;

    /// <summary>The limit, in the reason's unit (steps, 1e-6 collateral, ticks, requests).</summary>
    public long Limit;

    /// <summary>The value that was checked against it.</summary>
    public long Value;
}
