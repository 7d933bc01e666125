using System.Text;
using LowLatencyMM.Core.Events;
using LowLatencyMM.Core.Ring;
using LowLatencyMM.Feed.Frames;
using ConnectionState = LowLatencyMM.Core.Events.ConnectionState;
using FrameRejection = LowLatencyMM.Core.Events.FrameRejection;

namespace LowLatencyMM.Host.Ingress;

/// <summary>What every stream writes into the ring alike: headers, refused frames, changes of the connection.</summary>
internal static class StreamEvents
{
    /// <summary>Clears the event and fills its header from the frame's.</summary>
    public static void Begin(ref Event e, EventKind kind, EventFlags flags, ushort market, in FrameHeader header)
    {
        if (header.FromRest)
            flags |= EventFlags.FromRest;
        if (header.SharesSequence)
            flags |= EventFlags.SharedSequence;
        e.Begin(kind, flags, market, StreamOf(header.Stream), header.ReceiveNs);
        e.ExchangeMs = header.ExchangeMs;
        e.StreamSeq = header.Seq;
    }

    /// <summary>Publishes a refused frame, with its excerpt.</summary>
    public static void PublishRejection(RingBuffer<Event> ring, in Feed.Frames.FrameRejection rejection) =>
        Publish(ring, rejection.Header, ReasonOf(rejection.Reason), rejection.Offset, rejection.Length, rejection.ExpectedSeq, rejection.Excerpt);

    /// <summary>Publishes a frame that was refused here because it is too large.</summary>
    public static void PublishRejection(RingBuffer<Event> ring, in FrameHeader header, FrameRejection reason, int length, ReadOnlySpan<byte> excerpt) =>
        Publish(ring, header, reason, 0, length, 0, excerpt);

    /// <summary>Publishes a change of a stream's connection, with the reason as text where there is one.</summary>
    public static void PublishConnection(RingBuffer<Event> ring, in ConnectionChange change)
    {
        ConnectionState state = change.State switch
        {
            Feed.Frames.ConnectionState.Connecting => ConnectionState.Connecting,
            Feed.Frames.ConnectionState.Connected => ConnectionState.Connected,
            _ => ConnectionState.Disconnected,
        };
        string? reason = state == ConnectionState.Disconnected ? Describe(change) : null;
        PublishConnection(ring, StreamOf(change.Stream), MarketOf(change.Market), state, change.Epoch, change.AtNs, reason);
    }

    /// <summary>Publishes a change of any connection.</summary>
    public static void PublishConnection(
        RingBuffer<Event> ring, StreamId stream, ushort market, ConnectionState state, long epoch, long atNs, string? reason)
    {
        int count = reason is null ? 1 : 2;
        long high = ring.Next(count);
        long low = high - count + 1;
        ref Event e = ref ring[low];
        e.Begin(EventKind.Connection, reason is null ? EventFlags.None : EventFlags.TextFollows, market, stream, atNs);
        e.Connection.State = state;
        e.Connection.ConnectionEpoch = epoch;
        if (reason is not null)
            FillText(ref ring[high], stream, atNs, TextPurpose.DisconnectReason, Encoding.UTF8.GetBytes(reason));
        ring.Publish(low, high);
    }

    /// <summary>Writes a text event.</summary>
    public static void FillText(ref Event e, StreamId stream, long atNs, TextPurpose purpose, ReadOnlySpan<byte> utf8)
    {
        e.Begin(EventKind.Text, EventFlags.None, 0, stream, atNs);
        e.Text.Set(purpose, utf8);
    }

    private static void Publish(
        RingBuffer<Event> ring, in FrameHeader header, FrameRejection reason, int offset, int length, long expected, ReadOnlySpan<byte> excerpt)
    {
        int count = excerpt.IsEmpty ? 1 : 2;
        long high = ring.Next(count);
        long low = high - count + 1;
        ref Event e = ref ring[low];
        Begin(ref e, EventKind.FrameRejected, excerpt.IsEmpty ? EventFlags.None : EventFlags.TextFollows, MarketOf(header.Market), header);
        e.FrameRejected.Reason = reason;
        e.FrameRejected.ByteOffset = offset;
        e.FrameRejected.FrameLength = length;
        e.FrameRejected.ExpectedSeq = expected;
        e.FrameRejected.ActualSeq = expected == 0 ? 0 : header.Seq;
        e.FrameRejected.ConnectionEpoch = header.Epoch;
        if (!excerpt.IsEmpty)
            FillText(ref ring[high], StreamOf(header.Stream), header.ReceiveNs, TextPurpose.FrameExcerpt, excerpt);
        ring.Publish(low, high);
    }

    /// <summary>What concerns no market alone stands with the first.</summary>
    private static ushort MarketOf(int market) => (ushort)Math.Max(0, market);

    private static string Describe(in ConnectionChange change) =>
        change.Detail is null ? change.Reason.ToString() : $"{change.Reason}: {change.Detail}";

    /// <summary>The engine's number of a stream.</summary>
    public static StreamId StreamOf(StreamKind kind) => kind switch
    {
        StreamKind.OrderBook => StreamId.OrderBook,
        StreamKind.BestBidAsk => StreamId.BestBidAsk,
        StreamKind.PublicTrades => StreamId.Trades,
        StreamKind.MarkPrice => StreamId.MarkPrice,
        StreamKind.IndexPrice => StreamId.IndexPrice,
        StreamKind.Funding => StreamId.Funding,
        _ => StreamId.Account,
    };

    private static FrameRejection ReasonOf(RejectionReason reason) => reason switch
    {
        RejectionReason.MalformedJson => FrameRejection.NotJson,
        RejectionReason.WrongType or RejectionReason.NotText => FrameRejection.UnexpectedShape,
        RejectionReason.MissingMember => FrameRejection.MissingMember,
        RejectionReason.NotANumber => FrameRejection.MalformedNumber,
        RejectionReason.OffGrid => FrameRejection.OffGrid,
        RejectionReason.Overflow => FrameRejection.Overflow,
        RejectionReason.OutOfRange => FrameRejection.OutOfRange,
        RejectionReason.TextTooLong or RejectionReason.TooManyItems => FrameRejection.TooLong,
        RejectionReason.ServerError => FrameRejection.ErrorMessage,
        RejectionReason.SequenceGap or RejectionReason.SequenceRegression => FrameRejection.SequenceGap,
        _ => FrameRejection.Unknown,
    };
}
