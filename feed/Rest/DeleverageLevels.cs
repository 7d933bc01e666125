namespace LowLatencyMM.Feed.Rest;

/// <summary>Levels of the deleveraging ranking.</summary>
public sealed record DeleverageLevels
{
    /// <summary>Of short positions.</summary>
    public IReadOnlyList<DeleverageLevel> ShortPositions { get; init; } = [];

    /// <summary>Of long positions.</summary>
    public IReadOnlyList<DeleverageLevel> LongPositions { get; init; } = [];
}
