namespace LowLatencyMM.Core.Ring;

/// <summary>Consumes events, one after the other, on the thread of its processor. A sealed class or, for a call without indirection, a struct.</summary>
public interface IEventHandler<T>
    where T : unmanaged
{
    /// <summary>Handles one event.</summary>
    /// <param name="data">The event in its slot: valid until the call returns. Never written after publication.</param>
    /// <param name="sequence">Its sequence in the ring.</param>
    /// <param name="endOfBatch">Whether it was the last that was available when the processor looked.</param>
    void OnEvent(ref T data, long sequence, bool endOfBatch);
}
