namespace LowLatencyMM.Feed.Frames;

/// <summary>What every frame carries.</summary>
/// <param name="Stream">The stream it came from.</param>
/// <param name="Market">The caller's number of the market (<see cref="FeedMarket.Id"/>), or -1 where a frame has several or none.</param>
/// <param name="Epoch">Counts the connections of the stream from 1; 0 for a REST answer.</param>
/// <param name="ReceiveNs">Unix nanoseconds at which the receive call that brought the frame's last byte returned.</param>
/// <param name="ExchangeMs">The exchange's <c>ts</c>, Unix milliseconds; 0 if absent.</param>
/// <param name="Seq">The exchange's <c>seq</c>; 0 for a REST answer.</param>
public readonly record struct FrameHeader(StreamKind Stream, int Market, int Epoch, long ReceiveNs, long ExchangeMs, long Seq)
{
    /// <summary>
    /// Other topics of the connection use up numbers too: <see cref="Seq"/> ascends, but need not be the one before plus one. That none is
    /// missing was checked over all topics.
    /// </summary>
    public bool SharesSequence { get; init; }

    /// <summary>The content was read over REST, not pushed by the stream.</summary>
    public bool FromRest => Epoch == 0;
}
