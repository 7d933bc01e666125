using LowLatencyMM.Feed.Frames;

namespace LowLatencyMM.Feed.Rest;

/// <summary>Which closed orders are asked for; what is null does not restrict.</summary>
public sealed record OrderHistoryFilter
{
    /// <summary>By the exchange's ids.</summary>
    public IReadOnlyList<long>? Ids { get; init; }

    /// <summary>By the sender's ids.</summary>
    public IReadOnlyList<string>? ExternalIds { get; init; }

    /// <summary>Of these markets.</summary>
    public IReadOnlyList<string>? Markets { get; init; }

    /// <summary>Of this type.</summary>
    public OrderType? Type { get; init; }

    /// <summary>Of this side.</summary>
    public Side? Side { get; init; }
}
