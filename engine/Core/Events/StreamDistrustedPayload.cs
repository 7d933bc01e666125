using System.Runtime.InteropServices;

namespace LowLatencyMM.Core.Events;

/// <summary>A stream is no longer trusted: its connection is to be made anew.</summary>
[StructLayout(LayoutKind.Sequential)]
public struct StreamDistrustedPayload
{
    /// <summary>The event after which it was decided.</summary>
    public long CauseSequence;

    /// <summary>The stream, as a number of <see cref="StreamId"/>.</summary>
    public long Distrusted;

    /// <summary>Why.</summary>
    public DistrustReason Reason;

    /// <summary>For how long it has been so, nanoseconds.</summary>
    public long LastedNs;

    /// <summary>The limit that was passed, nanoseconds.</summary>
    public long LimitNs;

    /// <summary>Best bid of the full book, ticks; 0 if there is none.</summary>
    public long BookBidTicks;

    /// <summary>Best ask of the full book, ticks; 0 if there is none.</summary>
    public long BookAskTicks;

    /// <summary>Best bid of the best bid and ask stream, ticks; 0 if there is none.</summary>
    public long BestBidTicks;

    /// <summary>Best ask of the best bid and ask stream, ticks; 0 if there is none.</summary>
    public long BestAskTicks;
}
