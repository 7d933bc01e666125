namespace LowLatencyMM.Signing;

/// <summary>How a signature finds its multiples of the generator. The signatures are the same.</summary>
public enum TableLookup
{
    /// <summary>By reading every entry of a window: the same lines in the same order for every nonce.</summary>
    Scanned,

    /// <summary>
    /// By index: only for a host of one's own, because someone who shares the processor's cache could see which lines are read. Worth it
    /// only where the processor has no vectors of 512 bits: there a signature takes about two thirds of the time.
    /// </summary>
    Indexed,
}
