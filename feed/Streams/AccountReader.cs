using LowLatencyMM.Feed.Frames;
using LowLatencyMM.Feed.Parsing;
using LowLatencyMM.Feed.Sockets;

namespace LowLatencyMM.Feed.Streams;

/// <summary>Reads the messages of the account stream, or the matching REST answers, into a sink.</summary>
/// <remarks>Hot path: no allocation.</remarks>
/// <param name="parser">Of the markets wanted.</param>
/// <param name="sink">Takes the frames.</param>
/// <param name="shared">The numbers of a connection that has other topics too; null if the stream has its own.</param>
internal struct AccountReader<TSink>(AccountParser parser, TSink sink, SequenceCheck? shared = null) : IFrameReader
    where TSink : struct, IAccountSink
{
    private readonly AccountParser _parser = parser;
    private TSink _sink = sink;
    private readonly SequenceCheck _sequence = shared ?? new SequenceCheck();
    private readonly bool _isShared = shared is not null;

    public readonly StreamKind Kind => StreamKind.Account;

    public readonly int Market => -1;

    public readonly FeedCounters Counters => _parser.Counters;

    public readonly void Restart()
    {
        // Who shares the numbers restarts them for all.
        if (!_isShared)
            _sequence.Restart();
    }

    public void OnConnection(in ConnectionChange change) => _sink.OnConnection(in change);

    public readonly void Opened(WebSocketConnection socket)
    {
    }

    public readonly long Touch(ReadOnlySpan<byte> last) => 0;

    public readonly void Work(long nowNs)
    {
    }

    public DisconnectReason Read(ReadOnlySpan<byte> message, bool isText, int epoch, long receiveNs)
    {
        ParseOutcome outcome = isText ? _parser.Parse(message) : ParseOutcome.Rejected;
        var header = new FrameHeader(Kind, Market, epoch, receiveNs, _parser.ExchangeMs, _parser.Seq) { SharesSequence = _isShared };
        if (outcome == ParseOutcome.Rejected)
        {
            RejectionReason reason = isText ? _parser.Reason : RejectionReason.NotText;
            Rejections.Deliver(ref _sink, in header, message, reason, isText ? _parser.ErrorOffset : 0, expectedSeq: 0, reconnects: true);
            return DisconnectReason.FrameRejected;
        }
        RejectionReason order = _sequence.Take(_parser.Seq);
        if (order != RejectionReason.None)
        {
            Rejections.Deliver(ref _sink, in header, message, order, offset: 0, _sequence.Expected, reconnects: true);
            return DisconnectReason.Sequence;
        }
        if (outcome == ParseOutcome.Frame)
            Deliver(ref _sink, _parser.Scratch, in header);
        return DisconnectReason.None;
    }

    /// <summary>Hands the scratch's content to the sink.</summary>
    public static void Deliver(ref TSink sink, AccountScratch scratch, in FrameHeader header)
    {
        if (scratch.HasOrders)
            sink.OnOrders(new OrdersFrame(header, scratch.IsSnapshot, scratch.Orders, scratch.Text));
        if (scratch.HasFills)
            sink.OnTrades(new FillsFrame(header, scratch.IsSnapshot, scratch.Fills, scratch.Text));
        if (scratch.HasPositions)
            sink.OnPositions(new PositionsFrame(header, scratch.IsSnapshot, scratch.Positions));
        if (scratch.HasBalance)
            sink.OnBalance(new BalanceFrame(header, scratch.IsSnapshot, scratch.Balance));
    }
}
