namespace LowLatencyMM.Feed.Frames;

/// <summary>Why a frame was not delivered.</summary>
public enum RejectionReason : byte
{
    /// <summary>It was not rejected.</summary>
    None,

    /// <summary>Not one complete JSON object in UTF-8.</summary>
    MalformedJson,

    /// <summary>A value of another JSON type than the protocol says.</summary>
    WrongType,

    /// <summary>A member that must be there is absent or null.</summary>
    MissingMember,

    /// <summary>A number that is not one.</summary>
    NotANumber,

    /// <summary>A price or size that is not on the market's grid.</summary>
    OffGrid,

    /// <summary>A number too large for its unit.</summary>
    Overflow,

    /// <summary>A price that is not positive or a resulting size below zero.</summary>
    OutOfRange,

    /// <summary>Text longer than any the protocol knows.</summary>
    TextTooLong,

    /// <summary>More levels, trades or objects than any frame the protocol knows.</summary>
    TooManyItems,

    /// <summary>A binary message.</summary>
    NotText,

    /// <summary>The exchange reports an error in place of data.</summary>
    ServerError,

    /// <summary>The frame's <c>seq</c> is above the expected one: frames are missing.</summary>
    SequenceGap,

    /// <summary>The frame's <c>seq</c> is below the expected one.</summary>
    SequenceRegression,
}
