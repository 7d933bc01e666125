using System.Runtime.InteropServices;

namespace LowLatencyMM.Core.Events;

/// <summary>A connection changed its state; which one is the event's stream.</summary>
[StructLayout(LayoutKind.Sequential)]
public struct ConnectionPayload
{
    /// <summary>The new state.</summary>
    public ConnectionState State;

    /// <summary>Counts the connections of this stream from 1.</summary>
    public long ConnectionEpoch;
}
