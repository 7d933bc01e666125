namespace LowLatencyMM.Core.Ring;

/// <summary>The ring was halted: nothing can be published any more. The inner exception is the handler's that halted it, if one did.</summary>
public sealed class RingHaltedException(Exception? cause)
    : Exception(cause is null ? "The ring is halted." : "The ring is halted because a handler failed: " + cause.Message, cause);
