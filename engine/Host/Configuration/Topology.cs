namespace LowLatencyMM.Host.Configuration;

/// <summary>Which of the engine's work shares a thread. Journal, core and gateway always do.</summary>
public enum Topology
{
    /// <summary>The streams are read by threads of their own.</summary>
    Fused,

    /// <summary>The engine's thread reads the streams too, while its ring is empty: no hop between threads from frame to order, and one busy core less.</summary>
    FusedPolling,
}
