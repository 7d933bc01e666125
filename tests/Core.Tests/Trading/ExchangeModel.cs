using LowLatencyMM.Core.Events;
using LowLatencyMM.Core.Settings;

namespace LowLatencyMM.Core.Tests.Trading;

/// <summary>
/// An exchange with every nasty habit: random latencies, lost requests, lost answers, refusals, engine rejects after acceptance, fills
/// that race cancels, an account stream that breaks. It knows the truth and checks the core against it.
/// </summary>
internal sealed class ExchangeModel
{
    private readonly CoreDriver _driver;
    private readonly Random _random;
    private readonly ExchangeFaults _faults;
    private readonly PriorityQueue<Action, (long Ms, long Order)> _due = new();
    private readonly Dictionary<long, ModelOrder> _orders = [];
    private readonly List<ModelOrder> _newest = [];
    private readonly List<ModelTrade> _trades = [];
    private readonly long[] _lineUpMs = new long[3];
    private readonly ModelAccount _account;
    private readonly OrderSettings _slots;
    private readonly ushort _market;
    private long _scheduled;
    private long _mid2;
    private long _lastTradeMs;

    public ExchangeModel(CoreDriver driver, ModelAccount account, ushort market, Random random, ExchangeFaults faults)
    {
        _driver = driver;
        _account = account;
        _market = market;
        _slots = driver.Settings.Markets[market].Orders;
        _random = random;
        _faults = faults;
        account.Markets.Add(this);
    }

    public long PositionSteps { get; private set; }

    public int Fills => _trades.Count;

    /// <summary>The largest position there was, without sign.</summary>
    public long LargestPosition { get; private set; }

    /// <summary>Orders that rest. The list of candidates is cleaned as it is read.</summary>
    public IEnumerable<ModelOrder> Live
    {
        get
        {
            _newest.RemoveAll(order => order.HasEnded);
            return _newest.Where(order => order.IsLive);
        }
    }

    /// <summary>Runs a market until a time, ten milliseconds a step.</summary>
    public void RunTo(long endMs, long mid2Start) => RunTo(endMs, mid2Start, [this]);

    /// <summary>Runs markets beside each other.</summary>
    public static void RunTo(long endMs, long mid2Start, IReadOnlyList<ExchangeModel> markets)
    {
        CoreDriver driver = markets[0]._driver;
        foreach (ExchangeModel market in markets)
            market._mid2 = mid2Start;
        while (driver.NowMs < endMs)
        {
            long begin = driver.NowMs;
            foreach (ExchangeModel market in markets)
                market.Step(begin);
            driver.NowMs = begin + 10;
            driver.Timer(0);
        }
    }

    /// <summary>Ten milliseconds. With several markets their events of one step come market by market; engine time does not run backwards.</summary>
    private void Step(long begin)
    {
        _driver.Market = _market;
        _driver.NowMs = begin;
        TakeRequests();
        while (_due.TryPeek(out Action? action, out (long Ms, long Order) when) && when.Ms <= begin + 10)
        {
            _due.Dequeue();
            _driver.NowMs = Math.Max(_driver.NowMs, when.Ms);
            action();
            TakeRequests();
        }
        _driver.NowMs = begin + 10;
        _mid2 += _random.Next(-30, 31);
        MarketData(_mid2);
        if (_random.NextDouble() < _faults.FillChance)
            FillSomething();
        if (_account.IsUp && _random.NextDouble() < _faults.AccountLossChance)
            LoseAccountStream();
    }

    private void MarketData(long mid2)
    {
        long bid = mid2 / 2 - 3;
        if (_driver.NowMs % 100 == 0)
        {
            _driver.Snapshot(bid, bid + 6);
            _driver.Mark(mid2 * 50_000_000);
        }
        else
        {
            _driver.Best(bid, bid + 6);
        }
    }

    // Requests.

    private void TakeRequests()
    {
        while (_driver.Requests.TryDequeue(out OrderSentPayload request))
            TakeRequest(request);
    }

    private void TakeRequest(OrderSentPayload request)
    {
        if (request.Nonce != 0)
            Assert.True(_account.Nonces.Add(request.Nonce), $"nonce {request.Nonce} was used twice");
        StreamId line = LineOf(request);
        if (_driver.NowMs < _lineUpMs[IndexOf(line)])
        {
            _driver.Sent(request, SendOutcome.NotSent);
            return;
        }
        double luck = _random.NextDouble();
        if (luck < _faults.NotSentChance)
        {
            _driver.Sent(request, SendOutcome.NotSent);
            return;
        }
        bool breaks = luck < _faults.NotSentChance + _faults.BreakChance;
        bool arrives = !breaks || _random.Next(2) == 0;
        bool breaksInCall = breaks && _random.Next(2) == 0;
        _driver.Sent(request, breaksInCall ? SendOutcome.Unknown : SendOutcome.Sent);
        // What was sent over a broken connection may arrive late; but within the second that lies between two questions.
        long transit = breaks ? _random.Next(0, 900) : Latency();
        if (arrives)
            After(transit, () => Process(request, answers: !breaks));
        if (breaks)
        {
            // It may be up again before the exchange has seen what was sent over the broken one.
            long breakMs = breaksInCall ? 0 : _random.Next(1, 1_000);
            long upMs = breakMs + _random.Next(1, 300);
            _lineUpMs[IndexOf(line)] = _driver.NowMs + upMs;
            After(breakMs, () => Break(line, request));
            After(upMs, () => _driver.Connect(line));
        }
    }

    private void Break(StreamId line, OrderSentPayload request)
    {
        // The gateway may tell of the request, of the connection, or of both.
        if (_random.Next(2) == 0)
            Answer(request, AnswerOutcome.Unknown, 0, 0);
        _driver.Disconnect(line);
    }

    private void Process(OrderSentPayload request, bool answers)
    {
        switch (request.Request)
        {
            case RequestKind.Create:
                ProcessCreate(request, answers);
                break;
            case RequestKind.Replace:
                ProcessReplace(request, answers);
                break;
            case RequestKind.Cancel:
                ProcessCancel(request, answers);
                break;
            case RequestKind.Query:
                ProcessQuery(request, answers);
                break;
            case RequestKind.MassCancel:
                foreach (ModelOrder order in Live.ToList())
                    End(order, OrderStatus.Cancelled, StatusReason.None);
                After(Latency(), () => MassCancelAnswer(request));
                break;
        }
    }

    private void ProcessCreate(OrderSentPayload request, bool answers)
    {
        if (_random.NextDouble() < _faults.RefuseChance)
        {
            AnswerLater(request, answers, AnswerOutcome.Rejected, 400, 1126);
            return;
        }
        var order = new ModelOrder(request, _account.NextOrderId++, Now);
        _orders.Add(request.OwnId, order);
        _newest.Add(order);
        AnswerLater(request, answers, AnswerOutcome.Accepted, 200, 0, order.OrderId);
        if (_random.NextDouble() < _faults.EngineRejectChance)
            End(order, OrderStatus.Rejected, StatusReason.PostOnlyFailed);
        else
            Rest(order);
    }

    private void ProcessReplace(OrderSentPayload request, bool answers)
    {
        bool hasOld = _orders.TryGetValue(request.CancelOwnId, out ModelOrder? old) && old.IsLive;
        if (_random.NextDouble() < _faults.RefuseChance || (!hasOld && _random.Next(2) == 0))
        {
            AnswerLater(request, answers, AnswerOutcome.Rejected, 400, hasOld ? 1126 : 1142);
            return;
        }
        var order = new ModelOrder(request, _account.NextOrderId++, Now);
        _orders.Add(request.OwnId, order);
        _newest.Add(order);
        AnswerLater(request, answers, AnswerOutcome.Accepted, 200, 0, order.OrderId);
        if (!hasOld)
        {
            End(order, OrderStatus.Rejected, StatusReason.PreviousOrderNotFound);
        }
        else if (_random.NextDouble() < _faults.EngineRejectChance)
        {
            // Refused in matching: both die.
            InAnyOrder(
                () => End(old!, OrderStatus.Cancelled, StatusReason.None),
                () => End(order, OrderStatus.Rejected, StatusReason.PostOnlyFailed));
        }
        else
        {
            // Atomic: what the exchange does is one step, what it tells is two frames in either order.
            old!.IsLive = false;
            order.IsLive = true;
            InAnyOrder(() => End(old, OrderStatus.Cancelled, StatusReason.OrderReplaced), () => Rest(order));
        }
    }

    private void ProcessCancel(OrderSentPayload request, bool answers)
    {
        if (!_orders.TryGetValue(request.OwnId, out ModelOrder? order) || !order.IsLive)
        {
            AnswerLater(request, answers, AnswerOutcome.Rejected, 404, 0);
            return;
        }
        if (_random.NextDouble() < _faults.RefuseChance)
        {
            AnswerLater(request, answers, AnswerOutcome.Rejected, 429, 0);
            return;
        }
        AnswerLater(request, answers, AnswerOutcome.Accepted, 200, 0);
        // Asynchronous: a fill may still win the race.
        After(Latency(), () =>
        {
            if (order.IsLive)
                End(order, OrderStatus.Cancelled, StatusReason.None);
        });
    }

    private void ProcessQuery(OrderSentPayload request, bool answers)
    {
        if (!answers)
            return;
        // Closed orders without a fill are not archived for some accounts.
        bool isKnown = _orders.TryGetValue(request.OwnId, out ModelOrder? order)
            && (order.IsLive || order.FilledSteps > 0 || _random.Next(3) > 0);
        Event found = isKnown ? OrderEvent(order!, EventFlags.FromRest) : default;
        After(Latency(), () =>
        {
            if (isKnown)
                _driver.Feed(Restamped(found));
            _driver.QueryAnswer(request.OwnId, isKnown ? AnswerOutcome.Found : AnswerOutcome.NotFound, isKnown ? 200 : 404);
        });
    }

    private void AnswerLater(
        OrderSentPayload request, bool answers, AnswerOutcome outcome, long status, long code, long orderId = 0)
    {
        if (!answers)
            return;
        After(Latency(), () => _driver.Answer(request, outcome, status, code, _random.Next(2) == 0 ? orderId : 0));
    }

    private void Answer(OrderSentPayload request, AnswerOutcome outcome, long status, long code)
    {
        if (request.Request == RequestKind.Query)
            _driver.QueryAnswer(request.OwnId, outcome, status);
        else if (request.Request == RequestKind.MassCancel)
            MassCancelAnswer(request, outcome);
        else
            _driver.Answer(request, outcome, status, code);
    }

    private void MassCancelAnswer(OrderSentPayload request, AnswerOutcome outcome = AnswerOutcome.Accepted)
    {
        Event e = _driver.New(EventKind.ControlAnswer, StreamId.Control);
        e.ControlAnswer.Request = request.Request;
        e.ControlAnswer.Outcome = outcome;
        e.ControlAnswer.OpenOrders = -1;
        _driver.Feed(e);
    }

    // Matching.

    private void Rest(ModelOrder order)
    {
        order.IsLive = true;
        CheckSlots(order.Request.Side);
        Tell(OrderEvent(order, EventFlags.None));
    }

    private void End(ModelOrder order, OrderStatus status, StatusReason reason)
    {
        order.IsLive = false;
        order.Status = status;
        order.Reason = reason;
        order.UpdatedMs = Now;
        Tell(OrderEvent(order, EventFlags.None));
    }

    private void FillSomething()
    {
        List<ModelOrder> live = [.. Live];
        if (live.Count == 0)
            return;
        ModelOrder order = live[_random.Next(live.Count)];
        long left = order.Request.QuantitySteps - order.FilledSteps;
        long steps = _random.Next(2) == 0 ? left : _random.NextInt64(1, left + 1);
        order.FilledSteps += steps;
        order.IsLive = order.FilledSteps < order.Request.QuantitySteps;
        order.Status = order.IsLive ? OrderStatus.PartiallyFilled : OrderStatus.Filled;
        order.UpdatedMs = Now;
        PositionSteps += order.Request.Side == Side.Buy ? steps : -steps;
        LargestPosition = Math.Max(LargestPosition, Math.Abs(PositionSteps));
        _lastTradeMs = Now;
        var trade = new ModelTrade(order, _account.NextTradeId++, steps, Now);
        _trades.Add(trade);
        Event orderEvent = OrderEvent(order, EventFlags.None);
        Event tradeEvent = TradeEvent(trade, isRest: false);
        Event positionEvent = PositionEvent();
        Event[] frames = [orderEvent, tradeEvent, positionEvent];
        _random.Shuffle(frames);
        foreach (Event frame in frames)
            Tell(frame);
        if (_random.Next(10) == 0)
            Tell(tradeEvent);
    }

    /// <summary>Each slot has at most one order: ping-pong has one slot, two-sided one on each side for each level.</summary>
    private void CheckSlots(Side side)
    {
        bool isPingPong = _slots.Mode == QuotingMode.PingPong;
        int live = Live.Count(order => isPingPong || order.Request.Side == side);
        int slots = isPingPong ? 1 : _slots.LevelsPerSide;
        Assert.True(live <= slots, $"{live} orders rest in {slots} slots, side {side}, at {_driver.NowMs} ms");
    }

    // The account stream: one order of frames, lost as a whole when it breaks.

    private void Tell(Event e)
    {
        long epoch = _account.Epoch;
        if (!_account.IsUp)
            return;
        _account.FrameMs = Math.Max(_account.FrameMs, _driver.NowMs + _random.Next(0, 80));
        At(_account.FrameMs, () =>
        {
            if (_account.IsUp && epoch == _account.Epoch)
                _driver.Feed(Restamped(e));
        });
    }

    private void LoseAccountStream()
    {
        _account.IsUp = false;
        _driver.Disconnect(StreamId.Account);
        After(_random.Next(100, 3_000), () =>
        {
            _account.IsUp = true;
            _account.Epoch++;
            _driver.Connect(StreamId.Account);
            foreach (ExchangeModel market in _account.Markets)
                market.TellAll();
            _driver.Market = _market;
            _driver.AccountReady(_account.NextTradeId - 1);
        });
    }

    /// <summary>What a recovery after a lost account stream fetches.</summary>
    private void TellAll()
    {
        _driver.Market = _market;
        foreach (ModelOrder order in Live.ToList())
            _driver.Feed(Restamped(OrderEvent(order, EventFlags.Snapshot | EventFlags.FromRest)));
        foreach (ModelTrade trade in _trades.TakeLast(50))
            _driver.Feed(Restamped(TradeEvent(trade, isRest: true)));
        _driver.Feed(Restamped(PositionEvent()));
    }

    private Event OrderEvent(ModelOrder order, EventFlags flags)
    {
        Event e = _driver.New(EventKind.AccountOrder, StreamId.Account, flags);
        e.AccountOrder.OwnId = order.Request.OwnId;
        e.AccountOrder.OrderId = order.OrderId;
        e.AccountOrder.Side = order.Request.Side;
        e.AccountOrder.Status = order.Status;
        e.AccountOrder.Reason = order.Reason;
        e.AccountOrder.PriceTicks = order.Request.PriceTicks;
        e.AccountOrder.QuantitySteps = order.Request.QuantitySteps;
        e.AccountOrder.FilledSteps = order.Status == OrderStatus.Filled && _random.Next(4) == 0 ? 0 : order.FilledSteps;
        e.AccountOrder.AveragePriceNano = order.FilledSteps > 0 ? order.Request.PriceTicks * 100_000_000 : 0;
        e.AccountOrder.CreatedMs = order.CreatedMs;
        e.AccountOrder.UpdatedMs = order.UpdatedMs;
        return e;
    }

    private Event TradeEvent(ModelTrade trade, bool isRest)
    {
        Event e = _driver.New(EventKind.AccountTrade, StreamId.Account, isRest ? EventFlags.FromRest : EventFlags.None);
        e.AccountTrade.TradeId = trade.TradeId;
        e.AccountTrade.OrderId = trade.Order.OrderId;
        e.AccountTrade.OwnId = isRest ? 0 : trade.Order.Request.OwnId;
        e.AccountTrade.Side = trade.Order.Request.Side;
        e.AccountTrade.PriceNano = trade.Order.Request.PriceTicks * 100_000_000;
        e.AccountTrade.QuantitySteps = trade.Steps;
        e.AccountTrade.TradeType = TradeType.Trade;
        e.AccountTrade.CreatedMs = trade.Ms;
        return e;
    }

    private Event PositionEvent()
    {
        Event e = _driver.New(EventKind.Position, StreamId.Account);
        e.Position.SizeSteps = PositionSteps;
        e.Position.UpdatedMs = _lastTradeMs;
        return e;
    }

    private Event Restamped(Event e)
    {
        e.ReceiveNs = (CoreDriver.StartMs + _driver.NowMs) * 1_000_000;
        return e;
    }

    private long Now => CoreDriver.StartMs + _driver.NowMs;

    private long Latency() => _random.Next(20) == 0 ? _random.Next(50, 400) : _random.Next(0, 30);

    private void InAnyOrder(Action first, Action second)
    {
        bool isFirst = _random.Next(2) == 0;
        (isFirst ? first : second)();
        (isFirst ? second : first)();
    }

    private void After(long milliseconds, Action action) => At(_driver.NowMs + milliseconds, action);

    private void At(long ms, Action action) => _due.Enqueue(action, (ms, _scheduled++));

    private static StreamId LineOf(in OrderSentPayload request) => request.Request switch
    {
        RequestKind.Query or RequestKind.MassCancel => StreamId.Control,
        _ => request.Side == Side.Buy ? StreamId.OrdersBuy : StreamId.OrdersSell,
    };

    private static int IndexOf(StreamId line) => line - StreamId.OrdersBuy;
}
