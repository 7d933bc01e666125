namespace LowLatencyMM.Core.Events;

/// <summary>What became of handing a request to its connection. The values are the journal's.</summary>
public enum SendOutcome : long
{
    /// <summary>Decided, not yet handed over.</summary>
    Pending = 0,

    /// <summary>All bytes were given to the connection.</summary>
    Sent = 1,

    /// <summary>Nothing was given to the connection: it was down or busy. The order does not exist.</summary>
    NotSent = 2,

    /// <summary>The connection broke during the call: the exchange may or may not have the request.</summary>
    Unknown = 3,

    /// <summary>Hashing, signing or encoding refused the fields; nothing was sent.</summary>
    Refused = 4,
}
