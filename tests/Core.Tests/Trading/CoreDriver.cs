using LowLatencyMM.Core.Events;
using LowLatencyMM.Core.Settings;

namespace LowLatencyMM.Core.Tests.Trading;

/// <summary>Feeds a core with events in order, and keeps what it decides.</summary>
internal sealed class CoreDriver
{
    public const long StartMs = 1_790_000_000_000;
    private const long NsPerMs = 1_000_000;

    private readonly List<Event> _decided = [];
    private readonly Queue<OrderSentPayload>[] _requests;
    private readonly long[] _bookSeq;
    private DecisionBatch _batch;

    public CoreDriver(EngineSettings settings)
    {
        Core = new TradingCore(settings);
        Settings = settings;
        _bookSeq = new long[Core.MarketCount];
        _requests = [.. Enumerable.Range(0, Core.MarketCount).Select(_ => new Queue<OrderSentPayload>())];
    }

    public TradingCore Core { get; }

    public EngineSettings Settings { get; }

    /// <summary>The market that events are about.</summary>
    public ushort Market { get; set; }

    /// <summary>Milliseconds since the start.</summary>
    public long NowMs { get; set; }

    public long Sequence { get; private set; }

    /// <summary>Everything that was fed, in order.</summary>
    public List<Event> Log { get; } = [];

    /// <summary>Whether decisions other than requests are fed back at once, as the ring does.</summary>
    public bool EchoesNotes { get; init; } = true;

    /// <summary>Requests about the market, decided by the last events, taken by whoever plays the exchange.</summary>
    public Queue<OrderSentPayload> Requests => _requests[Market];

    public List<Event> Decisions => _decided;

    public CoreStatus Status
    {
        get
        {
            CoreStatus status = default;
            Core.CopyStatus(Market, ref status);
            return status;
        }
    }

    public Event New(EventKind kind, StreamId stream, EventFlags flags = EventFlags.None)
    {
        Event e = default;
        e.Begin(kind, flags, Market, stream, (StartMs + NowMs) * NsPerMs);
        e.ExchangeMs = StartMs + NowMs;
        return e;
    }

    public void Feed(in Event e)
    {
        Log.Add(e);
        Core.OnEvent(e, Sequence++, ref _batch);
        int first = _decided.Count;
        for (int i = 0; i < _batch.Count; i++)
            _decided.Add(_batch[i]);
        int last = _decided.Count;
        for (int i = first; i < last; i++)
        {
            Event decided = _decided[i];
            if (decided.Kind == EventKind.OrderSent)
                _requests[decided.Market].Enqueue(decided.OrderSent);
            else if (EchoesNotes)
                Feed(decided);
        }
    }

    public void Timer(long advanceMs)
    {
        NowMs += advanceMs;
        Feed(New(EventKind.Timer, StreamId.Engine));
    }

    /// <summary>Session, nonces, connections, mark, book, account and start: what a host does before the first quote.</summary>
    public void Begin(long bidTicks = 618_000, long askTicks = 618_001)
    {
        Session();
        Nonces(1, 1_000_000);
        Connect(StreamId.Control);
        Connect(StreamId.Account);
        for (Market = 0; Market < Core.MarketCount; Market++)
        {
            Connect(StreamId.OrdersBuy);
            Connect(StreamId.OrdersSell);
            Connect(StreamId.OrderBook);
            Mark((bidTicks + askTicks) * 50_000_000);
            Snapshot(bidTicks, askTicks);
        }
        Market = 0;
        AccountReady();
        Command(OperatorAction.Start);
    }

    public void Session(long epoch = 7)
    {
        Event e = New(EventKind.Session, StreamId.Engine);
        e.Session.OrderEpoch = epoch;
        Feed(e);
    }

    public void Nonces(long first, long count)
    {
        Event e = New(EventKind.NonceBlock, StreamId.Engine);
        e.NonceBlock.FirstNonce = first;
        e.NonceBlock.Count = count;
        Feed(e);
    }

    public void Connect(StreamId stream) => Connection(stream, ConnectionState.Connected);

    public void Disconnect(StreamId stream) => Connection(stream, ConnectionState.Disconnected);

    public void Command(OperatorAction action)
    {
        Event e = New(EventKind.OperatorCommand, StreamId.Engine);
        e.OperatorCommand.Action = action;
        Feed(e);
    }

    public void Mark(long priceNano)
    {
        Event e = New(EventKind.MarkPrice, StreamId.MarkPrice);
        e.Price.PriceNano = priceNano;
        Feed(e);
    }

    public void AccountReady(long lastTradeId = 0)
    {
        Event e = New(EventKind.AccountReady, StreamId.Account, EventFlags.FromRest);
        e.AccountReady.LastTradeId = lastTradeId;
        Feed(e);
    }

    /// <summary>A whole book: ten levels a side.</summary>
    public void Snapshot(long bidTicks, long askTicks, long steps = 5_000)
    {
        _bookSeq[Market]++;
        for (int i = 0; i < 10; i++)
        {
            Level(Side.Buy, bidTicks - i, steps, i == 0 ? EventFlags.FrameStart : EventFlags.None);
            Level(Side.Sell, askTicks + i, steps, i == 9 ? EventFlags.FrameEnd : EventFlags.None);
        }
    }

    public void Best(long bidTicks, long askTicks, long bidSteps = 5_000, long askSteps = 5_000)
    {
        Event e = New(EventKind.BestBidAsk, StreamId.BestBidAsk);
        e.BestBidAsk.BidTicks = bidTicks;
        e.BestBidAsk.BidSteps = bidSteps;
        e.BestBidAsk.AskTicks = askTicks;
        e.BestBidAsk.AskSteps = askSteps;
        Feed(e);
    }

    /// <summary>The request came back from the gateway.</summary>
    public void Sent(in OrderSentPayload request, SendOutcome outcome = SendOutcome.Sent)
    {
        Event e = New(EventKind.OrderSent, StreamId.Engine);
        e.OrderSent = request;
        e.OrderSent.Outcome = outcome;
        Feed(e);
    }

    public void Answer(in OrderSentPayload request, AnswerOutcome outcome, long status = 200, long code = 0, long orderId = 0)
    {
        StreamId stream = request.Side == Side.Buy ? StreamId.OrdersBuy : StreamId.OrdersSell;
        Event e = New(EventKind.OrderAnswer, stream);
        e.OrderAnswer.OwnId = request.OwnId;
        e.OrderAnswer.Request = request.Request;
        e.OrderAnswer.Outcome = outcome;
        e.OrderAnswer.HttpStatus = status;
        e.OrderAnswer.ErrorCode = code;
        e.OrderAnswer.OrderId = orderId;
        Feed(e);
    }

    public void QueryAnswer(long ownId, AnswerOutcome outcome, long status = 200)
    {
        Event e = New(EventKind.QueryAnswer, StreamId.Control);
        e.QueryAnswer.OwnId = ownId;
        e.QueryAnswer.Outcome = outcome;
        e.QueryAnswer.HttpStatus = status;
        Feed(e);
    }

    /// <summary>An ORDER update of an own order.</summary>
    public void Order(
        in OrderSentPayload request, OrderStatus status, long filled = 0, StatusReason reason = StatusReason.None,
        EventFlags flags = EventFlags.None, long orderId = 0)
    {
        Event e = New(EventKind.AccountOrder, StreamId.Account, flags);
        e.AccountOrder.OwnId = request.OwnId;
        e.AccountOrder.OrderId = orderId == 0 ? request.OwnId + 1_000 : orderId;
        e.AccountOrder.Side = request.Side;
        e.AccountOrder.Status = status;
        e.AccountOrder.Reason = reason;
        e.AccountOrder.PriceTicks = request.PriceTicks;
        e.AccountOrder.QuantitySteps = request.QuantitySteps;
        e.AccountOrder.FilledSteps = filled;
        e.AccountOrder.CreatedMs = StartMs + NowMs;
        e.AccountOrder.UpdatedMs = StartMs + NowMs;
        Feed(e);
    }

    /// <summary>A fill of an own order at its price.</summary>
    public void Trade(in OrderSentPayload request, long tradeId, long steps, long feeNano = 0)
    {
        Event e = New(EventKind.AccountTrade, StreamId.Account);
        e.AccountTrade.TradeId = tradeId;
        e.AccountTrade.OrderId = request.OwnId + 1_000;
        e.AccountTrade.OwnId = request.OwnId;
        e.AccountTrade.Side = request.Side;
        e.AccountTrade.PriceNano = request.PriceTicks * 100_000_000;
        e.AccountTrade.QuantitySteps = steps;
        e.AccountTrade.FeeNano = feeNano;
        e.AccountTrade.TradeType = TradeType.Trade;
        e.AccountTrade.CreatedMs = StartMs + NowMs;
        Feed(e);
    }

    public void Position(long steps, long updatedMs)
    {
        Event e = New(EventKind.Position, StreamId.Account);
        e.Position.SizeSteps = steps;
        e.Position.OpenPriceNano = 61_800_000_000_000;
        e.Position.UpdatedMs = updatedMs;
        Feed(e);
    }

    /// <summary>The exchange told the account's balance.</summary>
    public void Equity(long equityMicro, long balanceMicro = 0)
    {
        Event e = New(EventKind.Balance, StreamId.Account);
        e.Balance.EquityMicro = equityMicro;
        e.Balance.BalanceMicro = balanceMicro;
        Feed(e);
    }

    /// <summary>The next request; it must be there.</summary>
    public OrderSentPayload Take(RequestKind kind, Side side)
    {
        Assert.True(Requests.TryDequeue(out OrderSentPayload request), $"no request where {kind} {side} was expected");
        Assert.Equal((kind, side), (request.Request, request.Side));
        return request;
    }

    /// <summary>Begins, and lets both first orders rest.</summary>
    public (OrderSentPayload Bid, OrderSentPayload Ask) BeginResting()
    {
        Begin();
        OrderSentPayload bid = Take(RequestKind.Create, Side.Buy);
        OrderSentPayload ask = Take(RequestKind.Create, Side.Sell);
        Rest(bid);
        Rest(ask);
        return (bid, ask);
    }

    /// <summary>Sent, accepted and resting.</summary>
    public void Rest(in OrderSentPayload request)
    {
        Sent(request);
        Answer(request, AnswerOutcome.Accepted);
        Order(request, OrderStatus.New);
    }

    private void Connection(StreamId stream, ConnectionState state)
    {
        if (stream == StreamId.OrderBook)
            _bookSeq[Market] = 0;
        Event e = New(EventKind.Connection, stream);
        e.Connection.State = state;
        Feed(e);
    }

    private void Level(Side side, long priceTicks, long steps, EventFlags flags)
    {
        Event e = New(EventKind.BookLevel, StreamId.OrderBook, flags | EventFlags.Snapshot | EventFlags.Absolute);
        e.StreamSeq = _bookSeq[Market];
        e.BookLevel.Side = side;
        e.BookLevel.PriceTicks = priceTicks;
        e.BookLevel.QuantitySteps = steps;
        Feed(e);
    }
}
