namespace LowLatencyMM.Feed.Streams.Messages;

/// <summary>Content of a stream.</summary>
/// <param name="Epoch">Counts the connections from 1; attempts that fail use one up too.</param>
/// <param name="AtNs">Unix nanoseconds at which the receive call that brought the frame's last byte returned.</param>
/// <param name="Seq">The exchange's <c>seq</c> of the frame. Frames with several items give one message an item, all with the frame's.</param>
/// <param name="ExchangeMs">The exchange's <c>ts</c>, Unix milliseconds; 0 if absent.</param>
/// <param name="Data">The content.</param>
public sealed record StreamData<T>(int Epoch, long AtNs, long Seq, long ExchangeMs, T Data) : StreamMessage<T>(Epoch, AtNs)
{
    /// <summary>
    /// The oldest <c>seq</c> in this message: below <see cref="Seq"/> where the consumer did not keep up and several frames were made into
    /// one. What they say together is complete.
    /// </summary>
    public long FirstSeq { get; init; } = Seq;
}
