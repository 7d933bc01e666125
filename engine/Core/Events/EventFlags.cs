namespace LowLatencyMM.Core.Events;

/// <summary>Bits that say how an event is to be read. The values are the journal's.</summary>
[Flags]
public enum EventFlags : ushort
{
    /// <summary>Nothing special.</summary>
    None = 0,

    /// <summary>Part of a snapshot: replaces what was known.</summary>
    Snapshot = 1,

    /// <summary>First event of its frame.</summary>
    FrameStart = 2,

    /// <summary>Last event of its frame: only now is the state consistent.</summary>
    FrameEnd = 4,

    /// <summary>The quantity of a book level is absolute, not a change.</summary>
    Absolute = 8,

    /// <summary>A frame without content, which still used up its stream sequence.</summary>
    Empty = 16,

    /// <summary>From a REST answer, not from a stream.</summary>
    FromRest = 32,

    /// <summary>A <see cref="EventKind.Text"/> event of the same batch follows.</summary>
    TextFollows = 64,

    /// <summary>From before the session: it feeds the estimators and decides nothing.</summary>
    WarmUp = 128,

    /// <summary>
    /// Other topics of the connection use up stream sequences too: this stream's ascend, but need not be the one before plus one. The connector
    /// has checked over all topics that none is missing.
    /// </summary>
    SharedSequence = 256,
}
