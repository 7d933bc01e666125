namespace LowLatencyMM.Feed.Orders;

/// <summary>What an answer says of the request.</summary>
public enum AnswerOutcome : byte
{
    /// <summary>It says neither (HTTP 5xx without a code, or a success that cannot be read): ask the exchange.</summary>
    Unknown,

    /// <summary>The exchange took the request (which is not yet the order's result).</summary>
    Accepted,

    /// <summary>The exchange refused the request; nothing changed.</summary>
    Rejected,
}
