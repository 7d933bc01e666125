using LowLatencyMM.Core;
using LowLatencyMM.Core.Events;
using LowLatencyMM.Core.Ring;
using LowLatencyMM.Core.Settings;
using LowLatencyMM.Feed;
using LowLatencyMM.Feed.Frames;
using LowLatencyMM.Feed.Streams;
using LowLatencyMM.Host.Ingress;
using ConnectionState = LowLatencyMM.Core.Events.ConnectionState;
using OrderStatus = LowLatencyMM.Core.Events.OrderStatus;
using Side = LowLatencyMM.Core.Events.Side;

namespace LowLatencyMM.Bench.Frames;

/// <summary>
/// From a frame's bytes to the decision, and no further: parser, ring and core are the live ones; there is no journal, and nothing is
/// signed. Orders are answered as the exchange would, so that they rest.
/// </summary>
internal sealed class DecisionChain : IFrameChain, IDisposable
{
    private readonly RingBuffer<Event> _ring = new(MarketDataSink.RingSize, MarketDataSink.RingReserve, new BusySpinWaitStrategy());
    private readonly Sequence _consumed = new();
    private readonly SequenceBarrier _barrier;
    private readonly TradingCore _core;
    private readonly MarketDataMessages<MarketDataSink> _book;
    private readonly MarketDataMessages<MarketDataSink> _bestBidAsk;
    private readonly MarketDataMessages<MarketDataSink> _trades;
    private readonly MarketDataMessages<MarketDataSink> _markPrice;
    private readonly Event[] _unanswered = new Event[2 * DecisionBatch.Capacity];
    private DecisionBatch _decisions;
    private int _unansweredCount;
    private long _nowNs;
    private long _orderId;

    public DecisionChain(EngineSettings settings, FeedMarket market)
    {
        _ring.AddGatingSequence(_consumed);
        _barrier = _ring.NewBarrier();
        _core = new TradingCore(settings);
        var sink = new MarketDataSink(_ring);
        _book = new MarketDataMessages<MarketDataSink>(StreamKind.OrderBook, market, sink);
        _bestBidAsk = new MarketDataMessages<MarketDataSink>(StreamKind.BestBidAsk, market, sink);
        _trades = new MarketDataMessages<MarketDataSink>(StreamKind.PublicTrades, market, sink);
        _markPrice = new MarketDataMessages<MarketDataSink>(StreamKind.MarkPrice, market, sink);
    }

    /// <inheritdoc/>
    public long Orders { get; private set; }

    /// <summary>Quotes that the core decided so far: another price, size, position or reason than before.</summary>
    public long Quotes { get; private set; }

    /// <inheritdoc/>
    public void Begin(long nowNs)
    {
        _nowNs = nowNs;
        Next(EventKind.Session, StreamId.Engine).Session.OrderEpoch = 1;
        Publish();
        ref Event block = ref Next(EventKind.NonceBlock, StreamId.Engine);
        block.NonceBlock.FirstNonce = 1;
        block.NonceBlock.Count = 1_000_000_000;
        Publish();
        foreach (StreamId stream in new[] { StreamId.OrdersBuy, StreamId.OrdersSell, StreamId.OrderBook, StreamId.BestBidAsk, StreamId.Account })
        {
            ref Event connected = ref Next(EventKind.Connection, stream);
            connected.Connection.State = ConnectionState.Connected;
            connected.Connection.ConnectionEpoch = 1;
            Publish();
        }
        Next(EventKind.Position, StreamId.Account).Flags = EventFlags.Snapshot | EventFlags.FromRest | EventFlags.FrameStart | EventFlags.FrameEnd;
        Publish();
        Next(EventKind.AccountReady, StreamId.Account).AccountReady.ConnectionEpoch = 1;
        Publish();
        Next(EventKind.OperatorCommand, StreamId.Engine).OperatorCommand.Action = OperatorAction.Start;
        Publish();
    }

    /// <inheritdoc/>
    public void Read(StreamKind stream, ReadOnlySpan<byte> frame, long nowNs)
    {
        _nowNs = nowNs;
        MarketDataMessages<MarketDataSink> messages = stream switch
        {
            StreamKind.OrderBook => _book,
            StreamKind.BestBidAsk => _bestBidAsk,
            StreamKind.PublicTrades => _trades,
            _ => _markPrice,
        };
        messages.Read(frame, 1, nowNs);
        Consume();
    }

    /// <inheritdoc/>
    public void Answer()
    {
        int count = _unansweredCount;
        _unansweredCount = 0;
        for (int i = 0; i < count; i++)
            Answer(in _unanswered[i]);
    }

    /// <summary>What there is to show of the core.</summary>
    public CoreStatus Status()
    {
        var status = default(CoreStatus);
        _core.CopyStatus(ref status);
        return status;
    }

    public void Dispose() => _ring.Dispose();

    private void Answer(in Event decided)
    {
        OrderSentPayload sent = decided.OrderSent;
        sent.Outcome = SendOutcome.Sent;
        Next(EventKind.OrderSent, StreamId.Engine).OrderSent = sent;
        Publish();
        ref Event answer = ref Next(EventKind.OrderAnswer, sent.Side == Side.Buy ? StreamId.OrdersBuy : StreamId.OrdersSell);
        answer.OrderAnswer.OwnId = sent.OwnId;
        answer.OrderAnswer.Request = sent.Request;
        answer.OrderAnswer.Outcome = AnswerOutcome.Accepted;
        answer.OrderAnswer.HttpStatus = 200;
        answer.OrderAnswer.OrderId = sent.Request == RequestKind.Cancel ? 0 : ++_orderId;
        Publish();
        if (sent.CancelOwnId != 0)
            Update(sent.CancelOwnId, OrderStatus.Cancelled, StatusReason.OrderReplaced, sent);
        Update(sent.OwnId, sent.Request == RequestKind.Cancel ? OrderStatus.Cancelled : OrderStatus.New, StatusReason.None, sent);
    }

    private void Update(long ownId, OrderStatus status, StatusReason reason, in OrderSentPayload sent)
    {
        ref Event update = ref Next(EventKind.AccountOrder, StreamId.Account);
        update.Flags = EventFlags.FrameStart | EventFlags.FrameEnd;
        update.AccountOrder.OwnId = ownId;
        update.AccountOrder.OrderId = _orderId;
        update.AccountOrder.Side = sent.Side;
        update.AccountOrder.Status = status;
        update.AccountOrder.Reason = reason;
        update.AccountOrder.PriceTicks = sent.PriceTicks;
        update.AccountOrder.QuantitySteps = sent.QuantitySteps;
        update.AccountOrder.UpdatedMs = _nowNs / 1_000_000;
        Publish();
    }

    private ref Event Next(EventKind kind, StreamId stream)
    {
        long sequence = _ring.Next(1);
        ref Event e = ref _ring[sequence];
        e.Begin(kind, EventFlags.None, 0, stream, _nowNs);
        return ref e;
    }

    private void Publish()
    {
        _ring.Publish(_ring.Cursor);
        Consume();
    }

    private void Consume()
    {
        long next = _consumed.Value + 1;
        long available = _barrier.Available(next);
        for (; next <= available; next++)
        {
            _core.OnEvent(in _ring[next], next, ref _decisions);
            if (_decisions.Count > 0)
                Note();
            _consumed.SetValue(next);
        }
    }

    private void Note()
    {
        for (int i = 0; i < _decisions.Count; i++)
        {
            ref Event decision = ref _decisions[i];
            if (decision.Kind == EventKind.QuoteDecision)
                Quotes++;
            if (decision.Kind != EventKind.OrderSent)
                continue;
            Orders++;
            _unanswered[_unansweredCount++] = decision;
        }
    }
}
