namespace LowLatencyMM.Feed.Numbers;

/// <summary>Why decimal text was refused.</summary>
public enum DecimalError : byte
{
    /// <summary>The text was read.</summary>
    None,

    /// <summary>There is no text.</summary>
    Empty,

    /// <summary>The text is not <c>-?digits[.digits][e±digits]</c>.</summary>
    NotANumber,

    /// <summary>The value is not a whole number of units.</summary>
    OffGrid,

    /// <summary>The count of units exceeds <see cref="long.MaxValue"/> in magnitude.</summary>
    Overflow,
}
