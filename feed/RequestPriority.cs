namespace LowLatencyMM.Feed;

/// <summary>Which part of the <see cref="RateBudget"/> a request may use.</summary>
public enum RequestPriority : byte
{
    /// <summary>Orders and reads: not the share that is kept for cancels, and nothing while the exchange asks for a pause.</summary>
    Ordinary,

    /// <summary>Cancels and the dead man's switch: all of it, and during a pause too.</summary>
    Cancel,
}
