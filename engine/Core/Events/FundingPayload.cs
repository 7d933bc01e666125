using System.Runtime.InteropServices;

namespace LowLatencyMM.Core.Events;

/// <summary>A funding rate that was applied.</summary>
[StructLayout(LayoutKind.Sequential)]
public struct FundingPayload
{
    /// <summary>Hourly rate in 1e-12 (a fraction).</summary>
    public long RatePico;

    /// <summary>When, milliseconds since 1970.</summary>
    public long AppliedMs;
}
