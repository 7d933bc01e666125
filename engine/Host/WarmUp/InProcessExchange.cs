using LowLatencyMM.Core.Events;
using LowLatencyMM.Core.Ring;
using LowLatencyMM.Feed;
using LowLatencyMM.Feed.Frames;
using LowLatencyMM.Feed.Streams;
using LowLatencyMM.Host.Ingress;
using ConnectionState = LowLatencyMM.Core.Events.ConnectionState;
using OrderStatus = LowLatencyMM.Core.Events.OrderStatus;
using Side = LowLatencyMM.Core.Events.Side;

namespace LowLatencyMM.Host.WarmUp;

/// <summary>
/// Publishes into a ring what an engine without sockets needs to hear: frames through the live parsers, and in the exchange's place
/// that every order was accepted and rests. Consuming is the caller's.
/// </summary>
public sealed class InProcessExchange
{
    private const long NonceCount = 1_000_000;

    // So much that no limit of leverage is in the way.
    private const long WealthMicro = 1_000_000_000_000_000;

    private readonly RingBuffer<Event> _ring;
    private readonly ChainClock _clock;
    private readonly Event[] _unanswered = new Event[2 * DecisionBatch.Capacity];
    private readonly MarketDataMessages<MarketDataSink> _book;
    private readonly MarketDataMessages<MarketDataSink> _bestBidAsk;
    private readonly MarketDataMessages<MarketDataSink> _trades;
    private readonly MarketDataMessages<MarketDataSink> _markPrice;
    private readonly Func<StreamKind, ExtendedStream> _newStream;
    private ExtendedStream? _bookStream;
    private ExtendedStream? _bestStream;
    private int _noted;
    private int _answered;
    private long _firstNonce = 1;
    private long _noncesLeft;
    private long _orderId;

    /// <summary>Publishes into <paramref name="ring"/> with the time of <paramref name="clock"/>, stamped as live frames are.</summary>
    public InProcessExchange(RingBuffer<Event> ring, ArrivalStamps stamps, FeedMarket market, ChainClock clock)
    {
        _ring = ring;
        _clock = clock;
        var sink = new MarketDataSink(ring, stamps);
        _book = new MarketDataMessages<MarketDataSink>(StreamKind.OrderBook, market, sink);
        _bestBidAsk = new MarketDataMessages<MarketDataSink>(StreamKind.BestBidAsk, market, sink);
        _trades = new MarketDataMessages<MarketDataSink>(StreamKind.PublicTrades, market, sink);
        _markPrice = new MarketDataMessages<MarketDataSink>(StreamKind.MarkPrice, market, sink);
        var nowhere = new StreamOptions { BaseAddress = new Uri("ws://localhost"), UserAgent = EngineVersion.UserAgent };
        _newStream = kind => ExtendedStreams.MarketData(kind, market, sink, nowhere, clock.Wall);
    }

    /// <summary>Orders, replaces and cancels noted so far.</summary>
    public long Requests { get; private set; }

    /// <summary>Brings the engine to where a live one quotes from: connections up, account known, wealthy and flat, started.</summary>
    public void Begin()
    {
        Next(EventKind.Session, StreamId.Engine).Session.OrderEpoch = 1;
        Publish();
        AddNonces();
        foreach (StreamId stream in new[] { StreamId.OrdersBuy, StreamId.OrdersSell, StreamId.OrderBook, StreamId.BestBidAsk, StreamId.Account })
        {
            ref Event connected = ref Next(EventKind.Connection, stream);
            connected.Connection.State = ConnectionState.Connected;
            connected.Connection.ConnectionEpoch = 1;
            Publish();
        }
        Next(EventKind.Position, StreamId.Account).Flags = EventFlags.Snapshot | EventFlags.FromRest | EventFlags.FrameStart | EventFlags.FrameEnd;
        Publish();
        ref Event balance = ref Next(EventKind.Balance, StreamId.Account);
        balance.Balance.EquityMicro = WealthMicro;
        balance.Balance.BalanceMicro = WealthMicro;
        Publish();
        Next(EventKind.AccountReady, StreamId.Account).AccountReady.ConnectionEpoch = 1;
        Publish();
        Next(EventKind.OperatorCommand, StreamId.Engine).OperatorCommand.Action = OperatorAction.Start;
        Publish();
    }

    /// <summary>Gives one frame to its stream's parser.</summary>
    public void Read(StreamKind stream, ReadOnlySpan<byte> frame)
    {
        MarketDataMessages<MarketDataSink> messages = stream switch
        {
            StreamKind.OrderBook => _book,
            StreamKind.BestBidAsk => _bestBidAsk,
            StreamKind.PublicTrades => _trades,
            _ => _markPrice,
        };
        messages.Read(frame, 1, _clock.NowNs);
    }

    /// <summary>
    /// Gives one WebSocket frame to its stream as though it had come from the socket; the same stream must not be given frames by <see cref="Read"/> too.
    /// </summary>
    public void Receive(StreamKind stream, ReadOnlySpan<byte> bytes)
    {
        // Made when it is first used: a connection has room for the longest message.
        ref ExtendedStream? connection = ref stream == StreamKind.OrderBook ? ref _bookStream : ref _bestStream;
        connection ??= _newStream(stream);
        connection.Take(bytes);
    }

    /// <summary>Lets time pass.</summary>
    public void Tick()
    {
        Next(EventKind.Timer, StreamId.Engine);
        Publish();
    }

    /// <summary>Notes an order, replace or cancel that left; <see cref="Answer"/> answers it.</summary>
    public void Note(in Event sent)
    {
        if (_noted - _answered == _unanswered.Length)
            throw new InvalidOperationException($"More than {_unanswered.Length} requests wait for an answer.");
        _unanswered[_noted++ % _unanswered.Length] = sent;
        Requests++;
        if (sent.OrderSent.Nonce != 0)
            _noncesLeft--;
    }

    /// <summary>Answers what was noted: accepted, and then resting, replaced or cancelled.</summary>
    public void Answer()
    {
        while (AnswerNext())
        {
        }
    }

    /// <summary>Answers the first one that was noted and not answered yet; false if there is none.</summary>
    public bool AnswerNext()
    {
        if (_answered < _noted)
        {
            Answer(_unanswered[_answered++ % _unanswered.Length].OrderSent);
            return true;
        }
        _noted = 0;
        _answered = 0;
        if (_noncesLeft < NonceCount / 2)
            AddNonces();
        return false;
    }

    /// <summary>Publishes an order as the gateway would have, where there is none.</summary>
    public void PublishSent(in Event decided)
    {
        ref Event sent = ref Next(EventKind.OrderSent, StreamId.Engine);
        sent.OrderSent = decided.OrderSent;
        sent.OrderSent.Outcome = SendOutcome.Sent;
        Publish();
    }

    private void Answer(in OrderSentPayload sent)
    {
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
        update.AccountOrder.UpdatedMs = _clock.NowNs / 1_000_000;
        Publish();
    }

    private void AddNonces()
    {
        ref Event block = ref Next(EventKind.NonceBlock, StreamId.Engine);
        block.NonceBlock.FirstNonce = _firstNonce;
        block.NonceBlock.Count = NonceCount;
        _firstNonce += NonceCount;
        _noncesLeft += NonceCount;
        Publish();
    }

    private ref Event Next(EventKind kind, StreamId stream)
    {
        long sequence = _ring.Next(1);
        ref Event e = ref _ring[sequence];
        e.Begin(kind, EventFlags.None, 0, stream, _clock.NowNs);
        return ref e;
    }

    // One thread: what was claimed last is what is published.
    private void Publish() => _ring.Publish(_ring.Cursor);
}
