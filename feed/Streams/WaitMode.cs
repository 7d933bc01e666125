namespace LowLatencyMM.Feed.Streams;

/// <summary>How a reading thread waits for bytes.</summary>
public enum WaitMode : byte
{
    /// <summary>It sleeps in the system until bytes arrive: no load, but a wake-up (tens of microseconds) per frame. One stream a thread.</summary>
    Blocking,

    /// <summary>It polls its sockets without pause: fastest, takes a whole core. It may serve several streams.</summary>
    Spinning,

    /// <summary>It polls, and after a while without bytes gives its core to others between polls. It may serve several streams.</summary>
    Yielding,
}
