namespace LowLatencyMM.Signing.Hashing;

/// <summary>The exact values that a kept state has absorbed.</summary>
internal interface IStateKey<TSelf> : IEquatable<TSelf>
{
    /// <summary>Well mixed in its high bits; equal keys give equal spreads.</summary>
    ulong Spread { get; }
}
