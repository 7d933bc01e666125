using System.Runtime.InteropServices;

namespace LowLatencyMM.Core.Events;

/// <summary>The hash of the core's state right after an event.</summary>
[StructLayout(LayoutKind.Sequential)]
public struct StateHashPayload
{
    /// <summary>The event after which it was taken.</summary>
    public long CauseSequence;

    /// <summary>64-bit hash.</summary>
    public long Hash;

    /// <summary>Events seen by the core so far.</summary>
    public long Events;
}
