using LowLatencyMM.Feed.Frames;

namespace LowLatencyMM.Feed.Streams.Messages;

/// <summary>Something that happened to a stream itself.</summary>
/// <param name="Epoch">Counts the connections from 1; attempts that fail use one up too.</param>
/// <param name="AtNs">Unix nanoseconds.</param>
/// <param name="Kind">What happened.</param>
/// <param name="Detail">The same for a person to read. Holds no secret.</param>
public sealed record StreamNotice<T>(int Epoch, long AtNs, StreamNoticeKind Kind, string Detail) : StreamMessage<T>(Epoch, AtNs)
{
    /// <summary>Why, for <see cref="StreamNoticeKind.Disconnected"/>.</summary>
    public DisconnectReason Reason { get; init; }

    /// <summary>Milliseconds until the next attempt, for <see cref="StreamNoticeKind.Disconnected"/>; -1 for never.</summary>
    public int RetryInMs { get; init; }

    /// <summary>The <c>seq</c> that should have come, for <see cref="StreamNoticeKind.Gap"/>.</summary>
    public long ExpectedSeq { get; init; }

    /// <summary>The <c>seq</c> that came, for <see cref="StreamNoticeKind.Gap"/>.</summary>
    public long ActualSeq { get; init; }
}
