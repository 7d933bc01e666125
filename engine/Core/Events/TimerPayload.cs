using System.Runtime.InteropServices;

namespace LowLatencyMM.Core.Events;

/// <summary>Time passes; "now" is the event's receive time.</summary>
[StructLayout(LayoutKind.Sequential)]
public struct TimerPayload
{
    /// <summary>The timer's period in nanoseconds.</summary>
    public long IntervalNs;
}
