namespace LowLatencyMM.Feed;

/// <summary>A call to the exchange failed. The message says what to do and never holds a secret.</summary>
public sealed class ExtendedException : Exception
{
    /// <summary>Makes the failure.</summary>
    public ExtendedException(ExtendedErrorKind kind, string message, Exception? inner = null)
        : base(message, inner)
    {
        Kind = kind;
    }

    /// <summary>What kind of failure it is.</summary>
    public ExtendedErrorKind Kind { get; }

    /// <summary>HTTP status of the answer, or 0 if there was none.</summary>
    public int HttpStatus { get; init; }

    /// <summary>Application code of the exchange (1134: duplicate order, …; see <see cref="ExtendedErrorCodes"/>), or 0 if it gave none or one in words.</summary>
    public int Code { get; init; }

    /// <summary>Application code as the exchange wrote it, or null.</summary>
    public string? CodeText { get; init; }

    /// <summary>The exchange's own words, or null.</summary>
    public string? Reason { get; init; }

    /// <summary>How long the exchange asked to wait, or null.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>
    /// It is certain that the request had no effect: the exchange refused it, or it was never sent. Otherwise nothing is known, and the exchange must
    /// be asked.
    /// </summary>
    public bool IsRefused => Kind is not (ExtendedErrorKind.Transport or ExtendedErrorKind.Timeout or ExtendedErrorKind.Server or ExtendedErrorKind.Protocol);
}
