namespace LowLatencyMM.Host.Configuration;

/// <summary>What a thread does while it has nothing to do.</summary>
public enum WaitMode
{
    /// <summary>Sleeps: for hosts with few cores. Streams sleep in the receive call; the ring spins, yields, then sleeps.</summary>
    Blocking,

    /// <summary>Spins a while, then gives its time slice away, and never sleeps.</summary>
    Yielding,

    /// <summary>Spins: for hosts with a core to give to each hot thread.</summary>
    Spinning,
}
