using LowLatencyMM.Core;

namespace LowLatencyMM.Host.Measurement;

/// <summary>The engine at one moment.</summary>
public struct EngineStatus
{
    /// <summary>The core's own status.</summary>
    public CoreStatus Core;

    /// <summary>Events handled.</summary>
    public long Events;

    /// <summary>Bytes that the engine's thread has allocated since its start.</summary>
    public long AllocatedBytes;
}
