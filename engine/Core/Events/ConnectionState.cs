namespace LowLatencyMM.Core.Events;

/// <summary>The state of a connection. The values are the journal's.</summary>
public enum ConnectionState : long
{
    /// <summary>Not known.</summary>
    None = 0,

    /// <summary>Connecting.</summary>
    Connecting = 1,

    /// <summary>Connected; a stream's state starts afresh with its next snapshot.</summary>
    Connected = 2,

    /// <summary>Disconnected; what the stream showed can no longer be trusted.</summary>
    Disconnected = 3,
}
