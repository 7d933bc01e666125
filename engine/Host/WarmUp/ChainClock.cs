using System.Diagnostics;

namespace LowLatencyMM.Host.WarmUp;

/// <summary>
/// The time of a chain without sockets: whatever its caller says, and from then on as real time passes, so that a stage takes as long as it
/// takes.
/// </summary>
public sealed class ChainClock
{
    private static readonly double NsPerTick = 1e9 / Stopwatch.Frequency;

    private long _setNs;
    private long _setAt = Stopwatch.GetTimestamp();

    /// <summary>When the first request since the time was last set was given to the transport, as <see cref="Stopwatch.GetTimestamp"/>; 0 if none was.</summary>
    public long FirstSendAt { get; private set; }

    /// <summary>When the last one was.</summary>
    public long LastSendAt { get; private set; }

    /// <summary>What the caller said last, nanoseconds since 1970.</summary>
    public long NowNs
    {
        get => _setNs;
        set
        {
            _setNs = value;
            FirstSendAt = 0;
            LastSendAt = 0;
            _setAt = Stopwatch.GetTimestamp();
        }
    }

    /// <summary>A request is given to the transport.</summary>
    public void NoteSend(long timestamp)
    {
        if (FirstSendAt == 0)
            FirstSendAt = timestamp;
        LastSendAt = timestamp;
    }

    /// <summary>The time at a moment that was noted as <see cref="Stopwatch.GetTimestamp"/>, nanoseconds since 1970.</summary>
    public long NsOf(long timestamp)
    {
        long elapsed = timestamp - _setAt;
        return _setNs + (Stopwatch.Frequency == 1_000_000_000 ? elapsed : (long)(elapsed * NsPerTick));
    }
}
