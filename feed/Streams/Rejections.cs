using LowLatencyMM.Feed.Frames;

namespace LowLatencyMM.Feed.Streams;

/// <summary>Tells sinks of refused frames.</summary>
internal static class Rejections
{
    /// <summary>Delivers the rejection with an excerpt from around <paramref name="offset"/>.</summary>
    public static void Deliver<TSink>(
        ref TSink sink, in FrameHeader header, ReadOnlySpan<byte> frame, RejectionReason reason, int offset, long expectedSeq, bool reconnects)
        where TSink : struct, IStreamSink
    {
        Span<byte> excerpt = stackalloc byte[FrameRejection.MaxExcerpt];
        offset = Math.Clamp(offset, 0, frame.Length);
        int start = Math.Max(0, Math.Min(offset - excerpt.Length / 2, frame.Length - excerpt.Length));
        excerpt = excerpt[..Math.Min(excerpt.Length, frame.Length - start)];
        for (int i = 0; i < excerpt.Length; i++)
            excerpt[i] = frame[start + i] is >= 0x20 and < 0x7F ? frame[start + i] : (byte)'?';
        var rejection = new FrameRejection
        {
            Header = header,
            Reason = reason,
            Offset = offset,
            Length = frame.Length,
            ExpectedSeq = expectedSeq,
            Excerpt = excerpt,
            Reconnects = reconnects,
        };
        sink.OnRejected(in rejection);
    }
}
