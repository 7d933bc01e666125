namespace LowLatencyMM.Gateway;

/// <summary>
/// Decisions that were carried out found no place in the ring, not even in the reserve that only the engine may use. The record of what
/// was sent would be incomplete, so this is fatal: the engine must stop, and treat orders without a record as unknown.
/// </summary>
public sealed class RingExhaustedException(int slots, bool isHalted)
    : InvalidOperationException(isHalted
        ? $"The event ring was halted while the gateway was at work: {slots} events of decisions already carried out are not recorded."
        : $"The event ring has no room, reserve included, for {slots} events of decisions already carried out: they are not recorded.");
