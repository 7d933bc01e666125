namespace LowLatencyMM.Feed.Orders;

/// <summary>What became of a send.</summary>
public enum SendStatus : byte
{
    /// <summary>The request is on its way: exactly one answer or break with its token follows.</summary>
    Sent,

    /// <summary>The connection awaits an answer; nothing was sent and nothing follows.</summary>
    Busy,

    /// <summary>The connection is down, or broke before the whole request had left: the exchange has no complete request, and nothing follows.</summary>
    Broken,

    /// <summary>The process's budget of requests has no room; nothing was sent and nothing follows.</summary>
    OverBudget,
}
