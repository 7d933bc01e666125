using System.Runtime.InteropServices;

namespace LowLatencyMM.Core.Events;

/// <summary>What a person should know of.</summary>
[StructLayout(LayoutKind.Sequential)]
public struct AlertPayload
{
    /// <summary>The event after which it was told.</summary>
    public long CauseSequence;

    /// <summary>What happened.</summary>
    public AlertKind Alert;

    /// <summary>Side of the order that it is about; none if it is about no order.</summary>
    public Side Side;

    /// <summary>The order that it is about; 0 if none.</summary>
    public long OwnId;

    /// <summary>What the exchange gave as reason; unknown (0) if it gave none.</summary>
    public StatusReason Reason;

    /// <summary>What was measured, in the alert's unit; the exchange's error code where it refused a request.</summary>
    public long Value;

    /// <summary>The limit that it was measured against; 0 if none.</summary>
    public long Limit;
}
