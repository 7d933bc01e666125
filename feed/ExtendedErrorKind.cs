namespace LowLatencyMM.Feed;

/// <summary>What kind of failure an <see cref="ExtendedException"/> tells of.</summary>
public enum ExtendedErrorKind
{
    /// <summary>No connection, or it broke: nothing is known of the request's fate.</summary>
    Transport,

    /// <summary>No answer in time: nothing is known of the request's fate.</summary>
    Timeout,

    /// <summary>The exchange refused the key or the signature (HTTP 401 or 403, codes 1100 to 1102, 1500, …), or there is no key.</summary>
    Authentication,

    /// <summary>Too many requests: the exchange said so (HTTP 429), or the process's own budget is used up.</summary>
    RateLimited,

    /// <summary>There is no such thing (HTTP 404 without a code of another kind, or 1142).</summary>
    NotFound,

    /// <summary>The exchange refused the request; <see cref="ExtendedException.Code"/> and <see cref="ExtendedException.Reason"/> say why when it did.</summary>
    Rejected,

    /// <summary>The exchange failed (HTTP 5xx, code 1006): nothing is known of the request's fate.</summary>
    Server,

    /// <summary>The answer is not what the protocol says: nothing is known of the request's fate.</summary>
    Protocol,

    /// <summary>There is no such market, or it is not traded now.</summary>
    InvalidMarket,

    /// <summary>The request itself is wrong: found before it was sent, or by the exchange (off the tick, too small, too far away, …).</summary>
    InvalidRequest,

    /// <summary>The account's funds do not carry the request.</summary>
    InsufficientFunds,

    /// <summary>The exchange does not take such requests now: maintenance, or a mode that only allows some.</summary>
    Maintenance,
}
