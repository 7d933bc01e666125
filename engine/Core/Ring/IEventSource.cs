namespace LowLatencyMM.Core.Ring;

/// <summary>
/// Something outside that a ring's own consumer reads, and publishes into that ring, while it has no event to handle: sockets. See
/// <see cref="PollingWaitStrategy"/>.
/// </summary>
/// <remarks>
/// It publishes with <see cref="RingBuffer{T}.Next"/> as producers on other threads do. On the consumer's thread that never waits for the
/// consumer: if the ring is full, the events in it are handled first.
/// </remarks>
public interface IEventSource
{
    /// <summary>Reads what there is now, without waiting, and publishes it. By the consumer's thread.</summary>
    /// <returns>Whether there was anything.</returns>
    bool Poll();

    /// <summary>Sleeps until there is something to read or <see cref="Wake"/> is called, and no longer than it may. By the consumer's thread.</summary>
    void Rest();

    /// <summary>Ends a <see cref="Rest"/> that is going on, or else the next one. By any thread; must not wait.</summary>
    void Wake();
}
