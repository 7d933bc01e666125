namespace LowLatencyMM.Feed.Streams.Messages;

/// <summary>What happened to a stream.</summary>
public enum StreamNoticeKind : byte
{
    /// <summary>It is open, for the first time or again: a book begins anew with its next snapshot.</summary>
    Connected,

    /// <summary>It is closed, or an attempt to open it failed; it is tried again.</summary>
    Disconnected,

    /// <summary>Frames are missing (a hole in <c>seq</c>, or a step back). The stream connects anew; what was missed is not sent again.</summary>
    Gap,

    /// <summary>A frame could not be read and was left out. Books and the account connect anew; other streams go on.</summary>
    Refused,
}
