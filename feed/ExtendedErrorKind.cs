namespace LowLatencyMM.Feed;

/// <summary>What kind of failure an <see cref="ExtendedException"/> tells of.</summary>
public enum ExtendedErrorKind
{
    /// <summary>No connection, or it broke: nothing is known of the request's fate.</summary>
    Transport,

    /// <summary>No answer in time: nothing is known of the request's fate.</summary>
    Timeout,

    /// <summary>The exchange refused the key (HTTP 401 or 403).</summary>
    Authentication,

    /// <summary>Too many requests (HTTP 429).</summary>
    RateLimited,

    /// <summary>There is no such thing (HTTP 404 without an application code).</summary>
    NotFound,

    /// <summary>The exchange refused the request; <see cref="ExtendedException.Code"/> says why when it gave a code.</summary>
    Rejected,

    /// <summary>The exchange failed (HTTP 5xx): nothing is known of the request's fate.</summary>
    Server,

    /// <summary>The answer is not what the protocol says.</summary>
    Protocol,
}
