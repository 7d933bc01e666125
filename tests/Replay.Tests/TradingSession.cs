using LowLatencyMM.Core.Events;

namespace LowLatencyMM.Replay.Tests;

/// <summary>
/// A made-up market and exchange for the engine's own core: a book and a best bid and ask that wander, orders that are accepted, rest, are
/// replaced, cancelled, and now and then filled. Everything comes from a seed.
/// </summary>
internal sealed class TradingSession<TCore>(SessionRecorder<TCore> recorder, int seed) where TCore : struct, ICoreHandler
{
    private const long StepNs = 20_000_000;

    private readonly Random _chance = new(seed);
    private readonly Dictionary<long, OrderSentPayload> _resting = [];
    private long _nowNs = TestSession.StartNs;
    private long _bid = 168_000;
    private long _bookSeq;
    private long _bestSeq;
    private long _position;
    private long _exchangeId = 1_000;
    private long _tradeId = 5_000;
    private int _answered;

    /// <summary>Fills that the exchange made.</summary>
    public int Fills { get; private set; }

    /// <summary>Starts the engine and lets it trade for so many steps of 20 ms; then stops it.</summary>
    public void Run(int steps)
    {
        Start();
        for (int i = 0; i < steps; i++)
            Step(i);
        Publish(EventKind.OperatorCommand, StreamId.Engine, (ref Event e) => e.OperatorCommand.Action = OperatorAction.Stop);
        for (int i = 0; i < 50; i++)
            Step(1);
    }

    private void Start()
    {
        Publish(EventKind.Session, StreamId.Engine, (ref Event e) => e.Session.OrderEpoch = 3);
        Publish(EventKind.NonceBlock, StreamId.Engine, (ref Event e) => (e.NonceBlock.FirstNonce, e.NonceBlock.Count) = (1_000, 100_000));
        foreach (StreamId stream in new[] { StreamId.OrderBook, StreamId.BestBidAsk, StreamId.Account, StreamId.OrdersBuy, StreamId.OrdersSell })
        {
            Publish(EventKind.Connection, stream,
                (ref Event e) => (e.Connection.State, e.Connection.ConnectionEpoch) = (ConnectionState.Connected, 1));
        }
        Publish(EventKind.AccountReady, StreamId.Account, (ref Event e) => e.AccountReady.ConnectionEpoch = 1);
        Publish(EventKind.OperatorCommand, StreamId.Engine, (ref Event e) => e.OperatorCommand.Action = OperatorAction.Start);
        recorder.Run();
    }

    private void Step(int i)
    {
        _nowNs += StepNs;
        _bid += _chance.Next(-3, 4);
        if (i % 5 == 0)
            PublishBook();
        PublishBest();
        if (i % 50 == 0)
            Publish(EventKind.MarkPrice, StreamId.MarkPrice, (ref Event e) => e.Price.PriceNano = _bid * 500_000_000);
        if (i % 3 == 0)
            PublishTrade();
        if (i % 5 == 1)
            Publish(EventKind.Timer, StreamId.Engine, (ref Event e) => e.Timer.IntervalNs = 100_000_000);
        recorder.Run();
        Answer();
        FillSome();
        recorder.Run();
    }

    private void PublishBook()
    {
        _bookSeq++;
        for (int level = 0; level < 5; level++)
        {
            EventFlags flags = EventFlags.Snapshot | EventFlags.Absolute | (level == 0 ? EventFlags.FrameStart : EventFlags.None);
            PublishLevel(Side.Buy, _bid - level, flags);
            PublishLevel(Side.Sell, _bid + 1 + level, EventFlags.Snapshot | EventFlags.Absolute
                | (level == 4 ? EventFlags.FrameEnd : EventFlags.None));
        }
    }

    private void PublishLevel(Side side, long ticks, EventFlags flags) => Publish(EventKind.BookLevel, StreamId.OrderBook, (ref Event e) =>
    {
        e.Flags = flags;
        e.StreamSeq = _bookSeq;
        (e.BookLevel.Side, e.BookLevel.PriceTicks, e.BookLevel.QuantitySteps) = (side, ticks, _chance.Next(100, 5_000));
    });

    private void PublishBest() => Publish(EventKind.BestBidAsk, StreamId.BestBidAsk, (ref Event e) =>
    {
        e.Flags = EventFlags.FrameStart | EventFlags.FrameEnd;
        e.StreamSeq = ++_bestSeq;
        (e.BestBidAsk.BidTicks, e.BestBidAsk.BidSteps) = (_bid, _chance.Next(100, 5_000));
        (e.BestBidAsk.AskTicks, e.BestBidAsk.AskSteps) = (_bid + 1, _chance.Next(100, 5_000));
    });

    private void PublishTrade() => Publish(EventKind.PublicTrade, StreamId.Trades, (ref Event e) =>
    {
        (e.PublicTrade.TradeId, e.PublicTrade.TradeMs, e.PublicTrade.TradeType) = (++_tradeId, NowMs, TradeType.Trade);
        e.PublicTrade.TakerSide = _chance.Next(2) == 0 ? Side.Buy : Side.Sell;
        (e.PublicTrade.PriceTicks, e.PublicTrade.QuantitySteps) = (_bid + _chance.Next(-4, 6), _chance.Next(1, 50));
    });

    private void Answer()
    {
        for (; _answered < recorder.Sent.Count; _answered++)
        {
            OrderSentPayload sent = recorder.Sent[_answered].OrderSent;
            if (sent.Outcome == SendOutcome.Sent && sent.Request is RequestKind.Create or RequestKind.Replace)
                Accept(sent);
            else if (sent.Request == RequestKind.Cancel)
                Cancel(sent);
            else if (sent.Request == RequestKind.Query)
                AnswerQuery(sent.OwnId);
        }
    }

    private void Accept(OrderSentPayload sent)
    {
        PublishAnswer(sent);
        if (sent.CancelOwnId != 0)
            Close(sent.CancelOwnId, OrderStatus.Cancelled, StatusReason.OrderReplaced);
        _resting[sent.OwnId] = sent;
        PublishUpdate(sent, OrderStatus.New, StatusReason.None, 0);
    }

    private void Cancel(OrderSentPayload sent)
    {
        PublishAnswer(sent);
        Close(sent.OwnId, OrderStatus.Cancelled, StatusReason.None);
    }

    private void AnswerQuery(long ownId)
    {
        bool found = _resting.TryGetValue(ownId, out OrderSentPayload order);
        if (found)
            PublishUpdate(order, OrderStatus.New, StatusReason.None, 0);
        Publish(EventKind.QueryAnswer, StreamId.Control, (ref Event e) =>
            (e.QueryAnswer.OwnId, e.QueryAnswer.Outcome) = (ownId, found ? AnswerOutcome.Found : AnswerOutcome.NotFound));
    }

    private void FillSome()
    {
        foreach (OrderSentPayload order in _resting.Values.OrderBy(order => order.OwnId).ToArray())
        {
            bool reached = order.Side == Side.Buy ? order.PriceTicks >= _bid : order.PriceTicks <= _bid + 1;
            if (!reached && _chance.Next(40) != 0)
                continue;
            Fills++;
            _position += order.Side == Side.Buy ? order.QuantitySteps : -order.QuantitySteps;
            Publish(EventKind.AccountTrade, StreamId.Account, (ref Event e) =>
            {
                (e.AccountTrade.TradeId, e.AccountTrade.OwnId, e.AccountTrade.Side) = (++_tradeId, order.OwnId, order.Side);
                (e.AccountTrade.PriceNano, e.AccountTrade.QuantitySteps) = (order.PriceTicks * 500_000_000, order.QuantitySteps);
                (e.AccountTrade.ValueMicro, e.AccountTrade.TradeType) = (order.PriceTicks * order.QuantitySteps * 500, TradeType.Trade);
                e.AccountTrade.CreatedMs = NowMs;
            });
            Close(order.OwnId, OrderStatus.Filled, StatusReason.None);
            Publish(EventKind.Position, StreamId.Account, (ref Event e) =>
                (e.Position.SizeSteps, e.Position.OpenPriceNano, e.Position.UpdatedMs) = (_position, order.PriceTicks * 500_000_000, NowMs));
        }
    }

    private void Close(long ownId, OrderStatus status, StatusReason reason)
    {
        if (_resting.Remove(ownId, out OrderSentPayload order))
            PublishUpdate(order, status, reason, status == OrderStatus.Filled ? order.QuantitySteps : 0);
    }

    private void PublishAnswer(OrderSentPayload sent) => Publish(EventKind.OrderAnswer, StreamId.OrdersBuy, (ref Event e) =>
    {
        (e.OrderAnswer.OwnId, e.OrderAnswer.Request, e.OrderAnswer.Outcome) = (sent.OwnId, sent.Request, AnswerOutcome.Accepted);
        (e.OrderAnswer.HttpStatus, e.OrderAnswer.OrderId) = (200, ++_exchangeId);
    });

    private void PublishUpdate(OrderSentPayload order, OrderStatus status, StatusReason reason, long filled) =>
        Publish(EventKind.AccountOrder, StreamId.Account, (ref Event e) =>
        {
            (e.AccountOrder.OwnId, e.AccountOrder.Side, e.AccountOrder.Status) = (order.OwnId, order.Side, status);
            (e.AccountOrder.Reason, e.AccountOrder.PriceTicks, e.AccountOrder.QuantitySteps) =
                (reason, order.PriceTicks, order.QuantitySteps);
            (e.AccountOrder.FilledSteps, e.AccountOrder.CreatedMs, e.AccountOrder.UpdatedMs) = (filled, NowMs, NowMs);
        });

    private long NowMs => _nowNs / 1_000_000;

    private delegate void Fill(ref Event e);

    private void Publish(EventKind kind, StreamId stream, Fill fill)
    {
        Event e = default;
        e.Begin(kind, EventFlags.None, 0, stream, _nowNs);
        e.ExchangeMs = stream == StreamId.Engine ? 0 : NowMs;
        fill(ref e);
        recorder.Publish(e);
    }
}
