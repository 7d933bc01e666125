using LowLatencyMM.Core.Events;
using LowLatencyMM.Core.Pnl;
using LowLatencyMM.Core.Settings;

namespace LowLatencyMM.Core.Orders;

/// <summary>
/// The life of one market's own orders: what the exchange says about them goes to their slots; <see cref="Steering"/> and
/// <see cref="Clearing"/> decide the requests.
/// </summary>
/// <remarks>
/// A slot changes at the decision, not at the sending: whoever replays the events up to a decision knows it. A request that has no
/// answer is never taken for not executed. Nothing allocates after construction.
/// </remarks>
public sealed class OrderLifecycle
{
    private const long MaxSafetyTicks = 3;

    private readonly AccountOrders _account;
    private readonly OrderSettings _settings;
    private readonly ushort _market;
    private readonly Setbacks _setbacks;
    private readonly TradeIntake _trades;

    /// <summary>Empty slots; nothing is sent before the session, nonces and the account are known.</summary>
    /// <param name="account">What all markets share.</param>
    /// <param name="market">The market's number.</param>
    /// <param name="orders">Order handling of this market.</param>
    /// <param name="quoting">When orders are replaced.</param>
    /// <param name="units">The market's units.</param>
    /// <param name="pnl">Where fills are booked.</param>
    public OrderLifecycle(
        AccountOrders account, ushort market, OrderSettings orders, QuotingSettings quoting, MarketUnits units, MarketPnl pnl)
    {
        _account = account;
        _settings = orders;
        _market = market;
        Fills = new FillBook(units, pnl);
        Slots = new SlotSet(account.Own, orders.Mode == QuotingMode.PingPong ? 1 : orders.LevelsPerSide, orders.QueryIntervalNs);
        _setbacks = new Setbacks(account, orders, market);
        _trades = new TradeIntake(account, Slots, Fills, market);
        Plan = new OrderPlan(orders, quoting.OrderRefreshNs);
        Steering = new OrderSteering(account, Slots, Plan, orders, quoting, market);
        Clearing = new OrderClearing(account, Slots, orders, market);
    }

    /// <summary>Fills counted once.</summary>
    public FillBook Fills { get; }

    /// <summary>The orders that will most likely be wanted next.</summary>
    public OrderPlan Plan { get; }

    /// <summary>The slots and what is in them.</summary>
    public SlotSet Slots { get; }

    /// <summary>Brings the slots to what they shall have.</summary>
    public OrderSteering Steering { get; }

    /// <summary>Clears up what is unclear.</summary>
    public OrderClearing Clearing { get; }

    /// <summary>Whether every slot of a side pauses after refusals.</summary>
    public bool IsBackingOff(Side side, long nowNs)
    {
        for (int level = 0; level < Slots.Levels; level++)
        {
            if (nowNs >= Slots.Of(side, level).BackoffUntilNs)
                return false;
        }
        return true;
    }

    /// <summary>Ticks of extra distance from the opposite best, one for each refusal in a row.</summary>
    public long SafetyTicks(Side side)
    {
        long most = 0;
        for (int level = 0; level < Slots.Levels; level++)
            most = Math.Max(most, Slots.Of(side, level).Refusals);
        return Math.Min(most, MaxSafetyTicks);
    }

    /// <summary>
    /// How much of the book's size at a price was ours when the exchange made that book: orders that existed then and had not
    /// ended yet. An order whose exchange time is not known yet counts for nothing.
    /// </summary>
    /// <param name="side">Buy for bids.</param>
    /// <param name="priceTicks">The level.</param>
    /// <param name="bookMs">The exchange's time of the book; 0 if unknown, then only what is live counts.</param>
    public long OwnStepsAt(Side side, long priceTicks, long bookMs) => Slots.OwnStepsAt(side, priceTicks, bookMs);

    /// <summary>An order connection changed its state.</summary>
    public void OnConnection(Side side, ConnectionState state, long nowNs)
    {
        ref RequestLine line = ref Slots.Line(side);
        line.OnConnection(state);
        if (state == ConnectionState.Connected)
        {
            for (int level = 0; level < Slots.Levels; level++)
                Slots.Of(side, level).CancelNotBeforeNs = nowNs;
        }
        if (state != ConnectionState.Disconnected || line.Request == RequestKind.None)
            return;
        RequestKind request = line.Request;
        ref OwnOrder order = ref _account.Own.Find(line.OwnId);
        line.End();
        Slots.Route(order, LostOf(request), nowNs);
    }

    /// <summary>A request came back with the outcome of its sending.</summary>
    public void OnOrderSent(in OrderSentPayload sent, long nowNs)
    {
        ref RequestLine line = ref Slots.Line(sent.Side);
        if (sent.Outcome is SendOutcome.Pending or SendOutcome.Sent || !line.Carries(sent.Request, sent.OwnId))
            return;
        line.End();
        ref OwnOrder order = ref _account.Own.Find(sent.OwnId);
        if (order.OwnId == 0)
            return;
        if (sent.Outcome == SendOutcome.Unknown)
        {
            Slots.Route(order, LostOf(sent.Request), nowNs);
            return;
        }
        // Nothing was given to the connection. Fields that the signer refused are as bad as fields that the exchange refuses.
        Refusal refusal = sent.Outcome == SendOutcome.Refused ? Refusal.Transient : Refusal.Harmless;
        Slots.Of(order).BackoffUntilNs = nowNs + _settings.RejectBackoffNs;
        OnRefused(ref order, sent.Request, refusal, errorCode: 0, retryAfterMs: 0, nowNs);
    }

    /// <summary>A request's answer came, or will never come: its connection is free.</summary>
    public void EndRequest(RequestKind request, long ownId)
    {
        if (Slots.Line(Side.Buy).Carries(request, ownId))
            Slots.Line(Side.Buy).End();
        if (Slots.Line(Side.Sell).Carries(request, ownId))
            Slots.Line(Side.Sell).End();
    }

    /// <summary>The exchange answered an order, replace or cancel request about a known order.</summary>
    public void OnOrderAnswer(ref OwnOrder order, in OrderAnswerPayload answer, long nowNs)
    {
        _account.Own.Learn(ref order, answer.OrderId);
        switch (answer.Outcome)
        {
            case AnswerOutcome.Accepted:
                Slots.Route(order, AcceptedOf(answer.Request), nowNs);
                break;
            case AnswerOutcome.Rejected:
                _account.Counters.Rejects++;
                Refusal refusal = Refusals.OfAnswer(answer.HttpStatus, answer.ErrorCode);
                OnRefused(ref order, answer.Request, refusal, answer.ErrorCode, answer.RetryAfterMs, nowNs);
                break;
            default:
                Slots.Route(order, LostOf(answer.Request), nowNs);
                break;
        }
    }

    /// <summary>The exchange answered a query for a known order; a found order was told of before.</summary>
    public void OnQueryAnswer(ref OwnOrder order, in QueryAnswerPayload answer, long nowNs)
    {
        AskLater(ref order, nowNs);
        if (answer.Outcome == AnswerOutcome.Found)
            order.NotFoundCount = 0;
        if (answer.HttpStatus == 429)
            _account.PauseForRateLimit(0, nowNs);
        if (answer.Outcome != AnswerOutcome.NotFound || !order.IsPossiblyLive)
            return;
        order.NotFoundCount++;
        if (order.NotFoundCount >= 2)
            Slots.End(ref order, OrderLife.Absent, 0, nowNs);
    }

    /// <summary>A query was not sent: it is due again after the pause between two.</summary>
    public void AskLater(ref OwnOrder order, long nowNs) => order.NextQueryNs = nowNs + _settings.QueryIntervalNs;

    /// <summary>The exchange told the state of an order.</summary>
    public void OnAccountOrder(in AccountOrderPayload update, bool fromRest, long nowNs)
    {
        ref OwnOrder order = ref _account.Own.Find(update.OwnId);
        if (order.OwnId == 0 || order.Market != _market)
            return;
        _account.Own.Learn(ref order, update.OrderId);
        order.NotFoundCount = 0;
        if (order.CreatedMs == 0)
            order.CreatedMs = update.CreatedMs;
        long reported = update.Status == OrderStatus.Filled ? order.QuantitySteps : update.FilledSteps;
        if (reported >= order.ReportedSteps)
        {
            order.ReportedSteps = reported;
            order.AveragePriceNano = update.AveragePriceNano;
            order.ReportedFeeNano = Math.Max(order.ReportedFeeNano, update.FeeMicro * 1_000);
        }
        Book(ref order, update.UpdatedMs, nowNs);
        if (update.Status is OrderStatus.Filled or OrderStatus.Cancelled or OrderStatus.Rejected or OrderStatus.Expired)
            Finish(ref order, update.Status, update.Reason, update.UpdatedMs, nowNs);
        else
            Seen(ref order, fromRest, update.UpdatedMs, nowNs);
    }

    /// <summary>A fill was told of.</summary>
    public void OnAccountTrade(in AccountTradePayload trade, long nowNs)
    {
        ref OwnOrder order = ref _trades.Take(trade, nowNs);
        if (order.OwnId != 0 && order.Market == _market)
            ApplyTrade(ref order, trade, nowNs);
    }

    /// <summary>What becomes due as time passes.</summary>
    public void Advance(long nowNs)
    {
        for (int i = 0; i < Slots.Count; i++)
        {
            QuoteSlot slot = Slots[i];
            if (slot.IsWaiting && !slot.IsAsking && nowNs - slot.SinceNs >= _settings.InflightTimeoutNs)
                Slots.Apply(slot, SlotEvent.Timeout, nowNs);
        }
        while (_trades.HasWaiting && _trades.TryTakeWaiting(nowNs, out AccountTradePayload trade))
            ApplyTrade(ref _account.Own.FindByOrderId(trade.OrderId), trade, nowNs);
    }

    /// <summary>Adds the state to a hash.</summary>
    public void AddTo(ref StateHasher hash)
    {
        Fills.AddTo(ref hash);
        Slots.AddTo(ref hash);
        _trades.AddTo(ref hash);
        Clearing.AddTo(ref hash);
        Plan.AddTo(ref hash);
    }

    private static SlotEvent AcceptedOf(RequestKind request) => request switch
    {
        RequestKind.Create => SlotEvent.CreateAccepted,
        RequestKind.Replace => SlotEvent.ReplaceAccepted,
        _ => SlotEvent.CancelAccepted,
    };

    private static SlotEvent LostOf(RequestKind request) => request switch
    {
        RequestKind.Create => SlotEvent.CreateLost,
        RequestKind.Replace => SlotEvent.ReplaceLost,
        _ => SlotEvent.CancelLost,
    };

    private static AlertPayload About(in OwnOrder order) => new() { Side = order.Side, OwnId = order.OwnId };

    private void OnRefused(
        ref OwnOrder order, RequestKind request, Refusal refusal, long errorCode, long retryAfterMs, long nowNs)
    {
        QuoteSlot slot = Slots.Of(order);
        if (refusal == Refusal.Uncertain)
        {
            Slots.Route(order, LostOf(request), nowNs);
            return;
        }
        if (request == RequestKind.Cancel)
        {
            Slots.Route(order, _setbacks.OnCancel(slot, refusal, retryAfterMs, nowNs), nowNs);
            return;
        }
        SlotEvent slotEvent = request == RequestKind.Create ? SlotEvent.CreateRefused
            : refusal == Refusal.NotFound ? SlotEvent.ReplaceMissed : SlotEvent.ReplaceRefused;
        if (order.Life == OrderLife.Pending)
            _account.Own.Close(ref order, OrderLife.Absent, nowNs, 0);
        else if (slot.State == SlotState.Unknown)
            return; // It was seen at the exchange: the refusal contradicts, and the question is on its way.
        Slots.Route(order, slotEvent, nowNs);
        // The old order ended first: nothing was wrong with the new one.
        if (slotEvent != SlotEvent.ReplaceMissed)
            _setbacks.OnOrder(slot, refusal, About(order) with { Value = errorCode }, retryAfterMs, nowNs);
    }

    /// <summary>The order was seen at the exchange, not ended.</summary>
    private void Seen(ref OwnOrder order, bool fromRest, long updatedMs, long nowNs)
    {
        if (order.Life == OrderLife.Final)
            return;
        if (order.RemainingSteps == 0)
        {
            Finish(ref order, OrderStatus.Filled, StatusReason.None, updatedMs, nowNs);
            return;
        }
        bool wasAbsent = order.Life == OrderLife.Absent;
        order.Life = OrderLife.Live;
        QuoteSlot slot = Slots.Of(order);
        int watched = Slots.Watched.IndexOf(order.OwnId);
        if (order.OwnId == slot.Current)
        {
            if (slot.State == SlotState.Submitting)
                slot.Refusals = 0;
            Slots.Apply(slot, SlotEvent.OrderLive, nowNs);
        }
        else if (order.OwnId == slot.Next)
        {
            slot.Refusals = 0;
            Slots.Apply(slot, SlotEvent.NextLive, nowNs);
        }
        else if (wasAbsent || watched < 0)
        {
            Slots.Watched.Add(order.OwnId, isStray: true);
        }
        else if (fromRest)
        {
            Slots.Watched.MarkStray(watched);
        }
    }

    /// <summary>The exchange said that the order has ended.</summary>
    private void Finish(ref OwnOrder order, OrderStatus status, StatusReason reason, long updatedMs, long nowNs)
    {
        if (order.Life == OrderLife.Final)
            return;
        if (status == OrderStatus.Rejected)
            _account.Counters.Rejects++;
        QuoteSlot slot = Slots.Of(order);
        bool isCurrent = order.OwnId == slot.Current;
        if (isCurrent || order.OwnId == slot.Next)
            JudgeEnd(slot, isCurrent, order, status, reason, nowNs);
        Slots.End(ref order, OrderLife.Final, updatedMs, nowNs);
    }

    private void JudgeEnd(QuoteSlot slot, bool isCurrent, in OwnOrder order, OrderStatus status, StatusReason reason, long nowNs)
    {
        if (status == OrderStatus.Filled)
        {
            slot.Refusals = 0;
            slot.NextRefreshNs = nowNs;
            return;
        }
        bool wasAsked = isCurrent && slot.State is SlotState.Canceling or SlotState.Replacing or SlotState.Unknown;
        bool isUnsolicited = isCurrent && !wasAsked && !_account.IsStopped && status is OrderStatus.Cancelled or OrderStatus.Expired;
        AlertPayload alert = About(order) with { Reason = reason };
        if (isUnsolicited)
            _account.Alerts.Raise(_market, alert with { Alert = AlertKind.UnsolicitedCancel });
        if (status == OrderStatus.Rejected || (status == OrderStatus.Cancelled && !wasAsked))
            _setbacks.OnOrder(slot, Refusals.OfReason(reason), alert, retryAfterMs: 0, nowNs);
    }

    private void ApplyTrade(ref OwnOrder order, in AccountTradePayload trade, long nowNs)
    {
        _account.Own.Learn(ref order, trade.OrderId);
        Fills.AddTrade(ref order, trade);
        Book(ref order, trade.CreatedMs, nowNs);
        Seen(ref order, fromRest: false, trade.CreatedMs, nowNs);
    }

    private void Book(ref OwnOrder order, long exchangeMs, long nowNs)
    {
        Fills.Book(ref order, exchangeMs, nowNs);
        if (!order.IsPossiblyLive)
            _account.Own.Record(order);
    }
}
