namespace LowLatencyMM.Simulator;

/// <summary>How decimal text relates to a grid.</summary>
public enum GridResult
{
    /// <summary>A whole number of units.</summary>
    Exact,

    /// <summary>A number, but not a multiple of the unit.</summary>
    OffGrid,

    /// <summary>More significant digits than 18, or a count beyond 63 bits.</summary>
    TooLarge,

    /// <summary>Not plain decimal text.</summary>
    NotANumber,
}
