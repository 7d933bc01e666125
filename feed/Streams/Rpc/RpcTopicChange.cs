namespace LowLatencyMM.Feed.Streams.Rpc;

/// <summary>What an owner wants of a topic.</summary>
internal enum RpcTopicChange : byte
{
    /// <summary>Its frames.</summary>
    Added,

    /// <summary>No more of it.</summary>
    Removed,

    /// <summary>A new beginning.</summary>
    Distrusted,
}
