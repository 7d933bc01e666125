using System.Runtime.InteropServices;

namespace LowLatencyMM.Core.Events;

/// <summary>The session begins.</summary>
[StructLayout(LayoutKind.Sequential)]
public struct SessionPayload
{
    /// <summary>Upper part of our order numbers: own id = epoch &lt;&lt; 30 | counter.</summary>
    public long OrderEpoch;
}
