namespace LowLatencyMM.Feed.Orders;

/// <summary>The exchange's HTTP answer to a request.</summary>
/// <param name="Connection">Number of the connection.</param>
/// <param name="Token">The sender's token of the request.</param>
/// <param name="HttpStatus">HTTP status.</param>
/// <param name="Outcome">What it says of the request.</param>
/// <param name="ErrorCode">Application code; 0 if none, <see cref="CodeInWords"/> if it is not a number.</param>
/// <param name="OrderId">The exchange's id of the order, or 0.</param>
/// <param name="RetryAfterMs">How long the exchange asked to wait, or 0.</param>
/// <param name="ReceivedNs">Unix nanoseconds at which the receive call that brought the answer's last byte returned.</param>
public readonly record struct OrderAnswer(
    int Connection, long Token, int HttpStatus, AnswerOutcome Outcome, int ErrorCode, long OrderId, int RetryAfterMs, long ReceivedNs)
{
    /// <summary><see cref="ErrorCode"/> of an application code in words.</summary>
    public const int CodeInWords = -1;

    /// <summary>The exchange took the request.</summary>
    public bool Accepted => Outcome == AnswerOutcome.Accepted;
}
