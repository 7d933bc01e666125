namespace LowLatencyMM.Core.Events;

/// <summary>What the exchange answered to a request. The values are the journal's.</summary>
public enum AnswerOutcome : long
{
    /// <summary>No answer will come: the connection broke. The request may or may not have taken effect.</summary>
    Unknown = 0,

    /// <summary>Accepted. For orders: accepted for processing, the result comes on the account stream.</summary>
    Accepted = 1,

    /// <summary>Refused, with a code.</summary>
    Rejected = 2,

    /// <summary>The queried order was found.</summary>
    Found = 3,

    /// <summary>The queried order was not found.</summary>
    NotFound = 4,
}
