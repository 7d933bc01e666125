using LowLatencyMM.Feed.Frames;
using LowLatencyMM.Feed.Parsing;
using LowLatencyMM.Feed.Sockets;
using LowLatencyMM.Feed.Streams.Rpc;

namespace LowLatencyMM.Feed.Streams;

/// <summary>Reads the messages of one market data stream into its sink.</summary>
/// <remarks>Hot path: no allocation, no virtual call but the parser's few.</remarks>
/// <param name="parser">Of the stream's kind and markets.</param>
/// <param name="market">The caller's number of the market, or -1.</param>
/// <param name="sink">Takes the frames.</param>
/// <param name="shared">The numbers of a connection that has other topics too; null if the stream has its own.</param>
/// <param name="filter">Leaves out trades that were sent before; null for none.</param>
internal struct MarketDataReader<TSink>(
    MarketDataParser parser, int market, TSink sink, SequenceCheck? shared = null, TradeReplayFilter? filter = null) : IFrameReader
    where TSink : struct, IMarketDataSink
{
    private readonly MarketDataParser _parser = parser;
    private TSink _sink = sink;
    private readonly SequenceCheck _sequence = shared ?? new SequenceCheck();
    private readonly bool _isShared = shared is not null;
    private readonly TradeReplayFilter? _filter = filter;

    public readonly StreamKind Kind => _parser.Kind;

    public readonly int Market { get; } = market;

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

    public readonly long Touch(ReadOnlySpan<byte> last) => _parser.Touch(last) + _sequence.Expected;

    public readonly void Work(long nowNs)
    {
    }

    public DisconnectReason Read(ReadOnlySpan<byte> message, bool isText, int epoch, long receiveNs)
    {
        ParseOutcome outcome = isText ? _parser.Parse(message) : ParseOutcome.Rejected;
        var header = new FrameHeader(Kind, Market, epoch, receiveNs, _parser.ExchangeMs, _parser.Seq) { SharesSequence = _isShared };
        if (outcome == ParseOutcome.Rejected)
            return Reject(message, isText, in header);
        RejectionReason order = _sequence.Take(_parser.Seq);
        if (order != RejectionReason.None)
        {
            Rejections.Deliver(ref _sink, in header, message, order, offset: 0, _sequence.Expected, reconnects: true);
            return DisconnectReason.Sequence;
        }
        if (outcome == ParseOutcome.Frame)
            Deliver(in header);
        return DisconnectReason.None;
    }

    private void Deliver(in FrameHeader header)
    {
        MarketDataScratch scratch = _parser.Scratch;
        FrameHeader of = scratch.Market is null ? header : header with { Market = scratch.Market.Id };
        switch (Kind)
        {
            case StreamKind.OrderBook:
                _sink.OnBook(new BookFrame(of, scratch.IsSnapshot, scratch.Bids, scratch.Asks));
                break;
            case StreamKind.BestBidAsk:
                BookLevel bid = First(scratch.Bids), ask = First(scratch.Asks);
                _sink.OnBestBidAsk(new BestBidAskFrame(of, bid.PriceTicks, bid.QuantitySteps, ask.PriceTicks, ask.QuantitySteps));
                break;
            case StreamKind.PublicTrades:
                DeliverTrades(of, scratch.Trades);
                break;
            case StreamKind.Funding:
                _sink.OnFunding(new FundingFrame(of, scratch.Value, scratch.ValueMs));
                break;
            default:
                _sink.OnPrice(new PriceFrame(of, scratch.Value));
                break;
        }
    }

    private void DeliverTrades(in FrameHeader header, ReadOnlySpan<PublicTrade> trades)
    {
        if (_filter is not null)
            trades = _filter.Fresh(trades);
        if (!trades.IsEmpty)
            _sink.OnTrades(new TradesFrame(header, trades));
    }

    /// <summary>The best level; a side without size is a side without orders.</summary>
    private static BookLevel First(ReadOnlySpan<BookLevel> levels) =>
        levels.IsEmpty || levels[0].QuantitySteps == 0 ? default : levels[0];

    /// <summary>A book that missed a frame is wrong until it starts over; the other streams go on with their next frame.</summary>
    private DisconnectReason Reject(ReadOnlySpan<byte> message, bool isText, in FrameHeader header)
    {
        RejectionReason reason = isText ? _parser.Reason : RejectionReason.NotText;
        bool reconnects = Kind == StreamKind.OrderBook || reason == RejectionReason.ServerError;
        if (!isText)
            _parser.Counters.Rejected++;
        _sequence.Restart();
        Rejections.Deliver(ref _sink, in header, message, reason, isText ? _parser.ErrorOffset : 0, expectedSeq: 0, reconnects);
        return reconnects ? DisconnectReason.FrameRejected : DisconnectReason.None;
    }
}
