namespace LowLatencyMM.Feed.Frames;

/// <summary>State of a stream's connection.</summary>
public enum ConnectionState : byte
{
    /// <summary>A connection attempt has begun.</summary>
    Connecting,

    /// <summary>The stream is open; frames follow.</summary>
    Connected,

    /// <summary>The stream is closed, or an attempt failed.</summary>
    Disconnected,
}
