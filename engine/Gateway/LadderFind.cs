namespace LowLatencyMM.Gateway;

/// <summary>What the ladder had for an order.</summary>
public enum LadderFind
{
    /// <summary>The order was not planned: nothing could be signed ahead.</summary>
    NotPlanned,

    /// <summary>It was planned, and its signature is not ready.</summary>
    NotReady,

    /// <summary>Its signature is there.</summary>
    Ready,
}
