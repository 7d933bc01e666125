namespace LowLatencyMM.Feed.Orders;

/// <summary>How far an HTTP response has come.</summary>
internal enum ResponseState : byte
{
    /// <summary>More bytes are needed.</summary>
    Incomplete,

    /// <summary>It is whole.</summary>
    Complete,

    /// <summary>It is no HTTP/1.x response, or too long.</summary>
    Invalid,
}
