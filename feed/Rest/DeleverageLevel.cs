namespace LowLatencyMM.Feed.Rest;

/// <summary>A level of the deleveraging ranking.</summary>
public sealed record DeleverageLevel
{
    /// <summary>Level, 1 is deleveraged last.</summary>
    public required int Level { get; init; }

    /// <summary>Lowest ranking of a position that belongs to it.</summary>
    public required decimal RankingLowerBound { get; init; }
}
