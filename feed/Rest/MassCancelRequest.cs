namespace LowLatencyMM.Feed.Rest;

/// <summary>Which orders a mass cancel ends; at least one member must be set.</summary>
public sealed record MassCancelRequest
{
    /// <summary>By the exchange's ids.</summary>
    public IReadOnlyList<long>? OrderIds { get; init; }

    /// <summary>By the sender's ids.</summary>
    public IReadOnlyList<string>? ExternalOrderIds { get; init; }

    /// <summary>All of these markets.</summary>
    public IReadOnlyList<string>? Markets { get; init; }

    /// <summary>All orders of the account.</summary>
    public bool? CancelAll { get; init; }
}
