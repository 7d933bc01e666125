namespace LowLatencyMM.Core.Events;

/// <summary>What a text event tells. The values are the journal's.</summary>
public enum TextPurpose : long
{
    /// <summary>No purpose given.</summary>
    None = 0,

    /// <summary>The external id behind an interned (negative) order number.</summary>
    ForeignExternalId = 1,

    /// <summary>The beginning of a refused frame.</summary>
    FrameExcerpt = 2,

    /// <summary>The exchange's message of an error.</summary>
    ErrorMessage = 3,

    /// <summary>Why a connection ended.</summary>
    DisconnectReason = 4,
}
