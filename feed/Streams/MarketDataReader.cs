using LowLatencyMM.Feed.Frames;
using LowLatencyMM.Feed.Parsing;

namespace LowLatencyMM.Feed.Streams;

/// <summary>Reads the messages of one market data stream into its sink.</summary>
/// <remarks>Hot path: no allocation, no virtual call but the parser's few.</remarks>
internal struct MarketDataReader<TSink>(MarketDataParser parser, int market, TSink sink) : IFrameReader
    where TSink : struct, IMarketDataSink
{
    private readonly MarketDataParser _parser = parser;
    private TSink _sink = sink;
    private readonly SequenceCheck _sequence = new();

    public readonly StreamKind Kind => _parser.Kind;

    public readonly int Market { get; } = market;

    public readonly FeedCounters Counters => _parser.Counters;

    public void Restart() => _sequence.Restart();

    public void OnConnection(in ConnectionChange change) => _sink.OnConnection(in change);

    public DisconnectReason Read(ReadOnlySpan<byte> message, bool isText, int epoch, long receiveNs)
    {
        ParseOutcome outcome = isText ? _parser.Parse(message) : ParseOutcome.Rejected;
        var header = new FrameHeader(Kind, Market, epoch, receiveNs, _parser.ExchangeMs, _parser.Seq);
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
                _sink.OnTrades(new TradesFrame(of, scratch.Trades));
                break;
            case StreamKind.Funding:
                _sink.OnFunding(new FundingFrame(of, scratch.Value, scratch.ValueMs));
                break;
            default:
                _sink.OnPrice(new PriceFrame(of, scratch.Value));
                break;
        }
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
