namespace LowLatencyMM.Feed.Streams.Rpc;

/// <summary>How far a topic's subscription is.</summary>
internal enum RpcTopicState : byte
{
    /// <summary>To be subscribed to as soon as there is a connection.</summary>
    Idle,

    /// <summary>The request is sent, the reply awaited.</summary>
    Asked,

    /// <summary>Its frames come.</summary>
    Live,

    /// <summary>Refused or not answered: asked again after a pause.</summary>
    Waiting,
}
