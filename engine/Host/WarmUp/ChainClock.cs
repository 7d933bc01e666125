namespace LowLatencyMM.Host.WarmUp;

/// <summary>The time of a chain without sockets: whatever its caller says.</summary>
public sealed class ChainClock
{
    /// <summary>Nanoseconds since 1970.</summary>
    public long NowNs { get; set; }
}
