namespace LowLatencyMM.Core.Events;

/// <summary>Why a frame was refused. The values are the journal's.</summary>
public enum FrameRejection : long
{
    /// <summary>A reason that this version does not know.</summary>
    Unknown = 0,

    /// <summary>Not JSON.</summary>
    NotJson = 1,

    /// <summary>JSON of another shape than the stream's.</summary>
    UnexpectedShape = 2,

    /// <summary>A price or quantity that is not on the market's grid.</summary>
    OffGrid = 3,

    /// <summary>A number too large for its field.</summary>
    Overflow = 4,

    /// <summary>A number that is not a number.</summary>
    MalformedNumber = 5,

    /// <summary>The stream's sequence skipped or stepped back.</summary>
    SequenceGap = 6,

    /// <summary>The message is longer than the limit.</summary>
    TooLong = 7,

    /// <summary>The WebSocket protocol was violated.</summary>
    Protocol = 8,

    /// <summary>A message type that this version does not know; skipped.</summary>
    UnknownType = 9,

    /// <summary>The exchange sent an error in the frame.</summary>
    ErrorMessage = 10,

    /// <summary>A required member is missing.</summary>
    MissingMember = 11,

    /// <summary>A price that is not positive, or a size below zero.</summary>
    OutOfRange = 12,
}
