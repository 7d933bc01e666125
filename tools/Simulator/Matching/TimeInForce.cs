namespace LowLatencyMM.Simulator.Matching;

/// <summary>How long an order stays.</summary>
internal enum TimeInForce : byte
{
    /// <summary>GTT: until filled, cancelled or expired.</summary>
    GoodTillTime,

    /// <summary>IOC: what is not filled at once is cancelled.</summary>
    ImmediateOrCancel,
}
