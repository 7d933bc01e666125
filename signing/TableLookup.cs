namespace LowLatencyMM.Signing;

/// <summary>How a signature finds its multiples of the generator. The signatures are the same.</summary>
public enum TableLookup
{
    /// <summary>By index: fast, for a host of one's own. Someone who shares the processor's cache could see which lines are read.</summary>
    Indexed,

    /// <summary>By reading every entry of a window: slower, and the same lines in the same order for every nonce.</summary>
    Scanned,
}
