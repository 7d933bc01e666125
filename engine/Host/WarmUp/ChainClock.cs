using LowLatencyMM.Feed;

namespace LowLatencyMM.Host.WarmUp;

/// <summary>
/// The time of a chain without sockets: whatever its caller says, and from then on as real time passes, so that a stage takes as long as it
/// takes.
/// </summary>
public sealed class ChainClock
{
    private long _setNs;

    /// <summary>The same time as the chain's parts see it: what was set, and what has passed since.</summary>
    public WallClock Wall { get; } = new();

    /// <summary>What the caller said last, nanoseconds since 1970.</summary>
    public long NowNs
    {
        get => _setNs;
        set
        {
            _setNs = value;
            Wall.Anchor(value);
        }
    }
}
