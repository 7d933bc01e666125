namespace LowLatencyMM.Core.Ring;

/// <summary>A handler with its place in the ring, to be run by a thread of its own.</summary>
public interface IEventProcessor
{
    /// <summary>The handler's name, for the thread and for messages.</summary>
    string Name { get; }

    /// <summary>The last event that was handled.</summary>
    Sequence Sequence { get; }

    /// <summary>What the handler threw; null if nothing. It has halted the ring.</summary>
    Exception? Fault { get; }

    /// <summary>Handles events on the calling thread until the ring is halted. Never throws what the handler threw: see <see cref="Fault"/>.</summary>
    /// <exception cref="InvalidOperationException">It was run before.</exception>
    void Run();

    /// <summary>Halts the ring: one processor cannot stop alone, because the ring would fill up behind it.</summary>
    void Halt();
}
