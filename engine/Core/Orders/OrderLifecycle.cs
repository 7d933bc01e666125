using LowLatencyMM.Core.Events;
using LowLatencyMM.Core.Pnl;
using LowLatencyMM.Core.Risk;
using LowLatencyMM.Core.Settings;

namespace LowLatencyMM.Core.Orders;

/// <summary>
/// The life of all own orders: two quote slots, the three connections that their requests go over, what the exchange says about
/// them, and the questions that clear up what it did not say.
/// </summary>
/// <remarks>
/// A slot changes at the decision, not at the sending: whoever replays the events up to a decision knows it. A request that has no
/// answer is never taken for not executed. Nothing allocates after construction.
/// </remarks>
public sealed class OrderLifecycle
{
    private const long FundsPauseNs = 30_000_000_000;
    private const long RateLimitPauseNs = 5_000_000_000;
    private const long RateLimitCancelPauseNs = 1_000_000_000;
    private const long MassCancelNs = 2_000_000_000;
    private const long MaxSafetyTicks = 3;
    private const int MaxBackoffDoublings = 16;
    private const long NsPerMs = 1_000_000;

    private readonly OrderSettings _settings;
    private readonly QuotingSettings _quoting;
    private readonly RequestBudget _budget;
    private readonly FillBook _fills;
    private readonly OwnOrders _orders;
    private readonly NonceSource _nonces = new();
    private readonly WatchList _watched = new();
    private readonly UnattributedTrades _unattributed = new();
    private readonly QuoteSlot _buy = new(Side.Buy);
    private readonly QuoteSlot _sell = new(Side.Sell);
    private readonly ClosedOrders _closedBuys = new();
    private readonly ClosedOrders _closedSells = new();
    private RequestLine _buyLine;
    private RequestLine _sellLine;
    private RequestLine _controlLine;
    private long _fundsUntilNs;
    private long _rateLimitedUntilNs;
    private long _nextMassCancelNs;
    private long _baselineTradeId;
    private bool _wasReady;

    /// <summary>Two empty slots; nothing is sent before the session, nonces and the account are known.</summary>
    public OrderLifecycle(EngineSettings settings, MarketUnits units, PnlLedger ledger, RequestBudget budget)
    {
        _settings = settings.Orders;
        _quoting = settings.Quoting;
        _budget = budget;
        _fills = new FillBook(units, ledger);
        _orders = new OwnOrders(settings.Risk);
    }

    /// <summary>Fills counted once.</summary>
    public FillBook Fills => _fills;

    /// <summary>Whether the account stream is up and what it missed was fetched.</summary>
    public bool IsAccountReady { get; private set; }

    /// <summary>Whether the account was ready once: the position is known.</summary>
    public bool WasAccountReady => _wasReady;

    /// <summary>Whether the operator stopped: everything is cancelled, nothing placed.</summary>
    public bool IsStopped { get; private set; }

    /// <summary>Whether a refusal that needs a person halted placing.</summary>
    public bool IsHalted { get; private set; }

    /// <summary>Nonces left.</summary>
    public long NoncesAvailable => _nonces.Available;

    /// <summary>Whether ids can be given.</summary>
    public bool HasEpoch => _orders.HasEpoch;

    /// <summary>What was sent and came back, counted.</summary>
    public OrderCounters Counters { get; } = new();

    /// <summary>The slot of a side.</summary>
    public QuoteSlot Slot(Side side) => side == Side.Buy ? _buy : _sell;

    /// <summary>An own order; a record without id if it is unknown.</summary>
    public ref OwnOrder Find(long ownId) => ref _orders.Find(ownId);

    /// <summary>Whether orders pause because funds did not suffice.</summary>
    public bool IsShortOfFunds(long nowNs) => nowNs < _fundsUntilNs;

    /// <summary>Whether orders pause because of the exchange's rate limit.</summary>
    public bool IsRateLimited(long nowNs) => nowNs < _rateLimitedUntilNs;

    /// <summary>Whether a side pauses after refusals.</summary>
    public bool IsBackingOff(Side side, long nowNs) => nowNs < Slot(side).BackoffUntilNs;

    /// <summary>Ticks of extra distance from the opposite best, one for each refusal in a row.</summary>
    public long SafetyTicks(Side side) => Math.Min(Slot(side).Refusals, MaxSafetyTicks);

    /// <summary>Whether no request is on its way and nothing is unclear.</summary>
    public bool IsQuiet =>
        _buy.State is SlotState.Empty or SlotState.Open && _sell.State is SlotState.Empty or SlotState.Open && _watched.Count == 0;

    /// <summary>Orders that may be live, whatever their state.</summary>
    public int PossiblyLive => CountOf(_buy) + CountOf(_sell) + _watched.Count;

    /// <summary>Unfilled size of a side's orders that may be live and are not in its slot, steps.</summary>
    public long WatchedSteps(Side side)
    {
        long steps = 0;
        for (int i = 0; i < _watched.Count; i++)
        {
            ref OwnOrder order = ref _orders.Find(_watched[i]);
            if (order.Side == side)
                steps += order.RemainingSteps;
        }
        return steps;
    }

    /// <summary>
    /// How much of the book's size at a price was ours when the exchange made that book: orders that existed then and had not
    /// ended yet. An order whose exchange time is not known yet counts for nothing.
    /// </summary>
    /// <param name="side">Buy for bids.</param>
    /// <param name="priceTicks">The level.</param>
    /// <param name="bookMs">The exchange's time of the book; 0 if unknown, then only what is live counts.</param>
    public long OwnStepsAt(Side side, long priceTicks, long bookMs)
    {
        QuoteSlot slot = Slot(side);
        long steps = VisibleSteps(slot.Current, priceTicks, bookMs) + VisibleSteps(slot.Next, priceTicks, bookMs);
        for (int i = 0; i < _watched.Count; i++)
        {
            if (_orders.Find(_watched[i]).Side == side)
                steps += VisibleSteps(_watched[i], priceTicks, bookMs);
        }
        return steps + (side == Side.Buy ? _closedBuys : _closedSells).StepsAt(priceTicks, bookMs);
    }

    /// <summary>The session begins.</summary>
    public void OnSession(long epoch) => _orders.Begin(epoch);

    /// <summary>Nonces were reserved.</summary>
    public void OnNonceBlock(long firstNonce, long count) => _nonces.Add(firstNonce, count);

    /// <summary>The operator stops: from now on nothing is placed.</summary>
    public void Stop(long nowNs)
    {
        if (IsStopped)
            return;
        IsStopped = true;
        _nextMassCancelNs = nowNs + MassCancelNs;
    }

    /// <summary>A connection of ours, or the account stream, changed its state.</summary>
    public void OnConnection(StreamId stream, ConnectionState state, long nowNs)
    {
        switch (stream)
        {
            case StreamId.Account:
                IsAccountReady = false;
                break;
            case StreamId.OrdersBuy:
                OnOrderConnection(ref _buyLine, _buy, state, nowNs);
                break;
            case StreamId.OrdersSell:
                OnOrderConnection(ref _sellLine, _sell, state, nowNs);
                break;
            case StreamId.Control:
                _controlLine.OnConnection(state);
                if (state == ConnectionState.Disconnected)
                    _controlLine.End();
                break;
        }
    }

    /// <summary>The account stream is up, and what it missed was published.</summary>
    public void OnAccountReady(in AccountReadyPayload ready, long nowNs)
    {
        IsAccountReady = true;
        if (!_wasReady)
            _baselineTradeId = ready.LastTradeId;
        _wasReady = true;
        AskForAll(nowNs);
    }

    /// <summary>Something the exchange said was lost: every order that may be live is asked for.</summary>
    public void AskForAll(long nowNs)
    {
        Reconcile(_buy, _buyLine, nowNs);
        Reconcile(_sell, _sellLine, nowNs);
        for (int i = 0; i < _watched.Count; i++)
            _orders.Find(_watched[i]).NextQueryNs = nowNs;
    }

    /// <summary>A request came back with the outcome of its sending.</summary>
    public void OnOrderSent(in OrderSentPayload sent, long nowNs)
    {
        ref RequestLine line = ref LineOf(sent.Request, sent.Side);
        if (sent.Outcome is SendOutcome.Pending or SendOutcome.Sent || !line.Carries(sent.Request, sent.OwnId))
            return;
        line.End();
        ref OwnOrder order = ref _orders.Find(sent.OwnId);
        if (order.OwnId == 0)
            return;
        if (sent.Request == RequestKind.Query)
        {
            order.NextQueryNs = nowNs + _settings.QueryIntervalNs;
            return;
        }
        if (sent.Outcome == SendOutcome.Unknown)
        {
            Route(ref order, LostOf(sent.Request), nowNs);
            return;
        }
        // Nothing was given to the connection. Fields that the signer refused are as bad as fields that the exchange refuses.
        Refusal refusal = sent.Outcome == SendOutcome.Refused ? Refusal.Transient : Refusal.Harmless;
        Slot(order.Side).BackoffUntilNs = nowNs + _settings.RejectBackoffNs;
        OnRefused(ref order, sent.Request, refusal, 0, nowNs);
    }

    /// <summary>The exchange answered an order, replace or cancel request.</summary>
    public void OnOrderAnswer(in OrderAnswerPayload answer, long nowNs)
    {
        if (_buyLine.Carries(answer.Request, answer.OwnId))
            _buyLine.End();
        if (_sellLine.Carries(answer.Request, answer.OwnId))
            _sellLine.End();
        ref OwnOrder order = ref _orders.Find(answer.OwnId);
        if (order.OwnId == 0)
            return;
        _orders.Learn(ref order, answer.OrderId);
        switch (answer.Outcome)
        {
            case AnswerOutcome.Accepted:
                Route(ref order, AcceptedOf(answer.Request), nowNs);
                break;
            case AnswerOutcome.Rejected:
                Counters.Rejects++;
                Refusal refusal = Refusals.OfAnswer(answer.HttpStatus, answer.ErrorCode);
                OnRefused(ref order, answer.Request, refusal, answer.RetryAfterMs, nowNs);
                break;
            default:
                Route(ref order, LostOf(answer.Request), nowNs);
                break;
        }
    }

    /// <summary>The exchange answered a query; a found order was told of before.</summary>
    public void OnQueryAnswer(in QueryAnswerPayload answer, long nowNs)
    {
        if (_controlLine.Carries(RequestKind.Query, answer.OwnId))
            _controlLine.End();
        ref OwnOrder order = ref _orders.Find(answer.OwnId);
        if (order.OwnId == 0)
            return;
        order.NextQueryNs = nowNs + _settings.QueryIntervalNs;
        if (answer.Outcome == AnswerOutcome.Found)
            order.NotFoundCount = 0;
        if (answer.HttpStatus == 429)
            PauseForRateLimit(0, nowNs);
        if (answer.Outcome != AnswerOutcome.NotFound || !order.IsPossiblyLive)
            return;
        order.NotFoundCount++;
        if (order.NotFoundCount >= 2)
            End(ref order, OrderLife.Absent, 0, nowNs);
    }

    /// <summary>The exchange answered a control call.</summary>
    public void OnControlAnswer(in ControlAnswerPayload answer)
    {
        if (_controlLine.Request == answer.Request)
            _controlLine.End();
    }

    /// <summary>The exchange told the state of an order.</summary>
    public void OnAccountOrder(in AccountOrderPayload update, bool fromRest, long nowNs)
    {
        ref OwnOrder order = ref _orders.Find(update.OwnId);
        if (order.OwnId == 0)
            return;
        _orders.Learn(ref order, update.OrderId);
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
        Book(ref order, update.UpdatedMs);
        if (update.Status is OrderStatus.Filled or OrderStatus.Cancelled or OrderStatus.Rejected or OrderStatus.Expired)
            Finish(ref order, update.Status, update.Reason, update.UpdatedMs, nowNs);
        else
            Seen(ref order, fromRest, update.UpdatedMs, nowNs);
    }

    /// <summary>A fill was told of.</summary>
    public void OnAccountTrade(in AccountTradePayload trade, long nowNs)
    {
        if (!_fills.Remember(trade.TradeId))
            return;
        ref OwnOrder order = ref _orders.Find(trade.OwnId);
        if (order.OwnId == 0)
            order = ref _orders.FindByOrderId(trade.OrderId);
        if (order.OwnId != 0)
        {
            ApplyTrade(ref order, trade, nowNs);
            return;
        }
        bool mayBeOwn = trade.OwnId == 0 && HasOrderWithoutId;
        if (!mayBeOwn || !_unattributed.Add(trade))
            BookForeign(trade);
    }

    /// <summary>What becomes due as time passes.</summary>
    public void Advance(long nowNs)
    {
        CheckTimeout(_buy, nowNs);
        CheckTimeout(_sell, nowNs);
        if (_unattributed.Count > 0)
            Attribute(nowNs);
    }

    /// <summary>Brings a side nearer to what it shall have: at most one request.</summary>
    public void Steer(Side side, in SideTarget target, long nowNs, long sequence, ref DecisionBatch batch)
    {
        QuoteSlot slot = Slot(side);
        if (target.Steps == 0)
            slot.IsHeldByBudget = false;
        if (slot.State == SlotState.Open)
            SteerOpen(slot, target, nowNs, sequence, ref batch);
        else if (slot.State == SlotState.Empty && target.Steps > 0 && nowNs >= slot.NextRefreshNs && CanPlace(slot, nowNs))
            TryPlace(slot, target, nowNs, sequence, ref batch);
    }

    /// <summary>Asks the exchange about what is unclear, and cancels what should not be there: at most one request a connection.</summary>
    public void ClearUp(long nowNs, long sequence, ref DecisionBatch batch)
    {
        CancelStrays(nowNs, sequence, ref batch);
        // A question is asked again when its answer is overdue: unlike an order, it changes nothing.
        if (_controlLine.Request != RequestKind.None && nowNs - _controlLine.SinceNs >= _settings.InflightTimeoutNs)
            _controlLine.End();
        if (!_controlLine.IsFree || !_budget.AllowsCancel || IsRateLimited(nowNs))
            return;
        if (IsStopped && nowNs >= _nextMassCancelNs && PossiblyLive > 0)
        {
            _nextMassCancelNs = nowNs + MassCancelNs;
            Send(ref batch, sequence, RequestKind.MassCancel, Side.None, nowNs);
            Counters.Cancels++;
            return;
        }
        ref OwnOrder order = ref NextUnclear(nowNs);
        if (order.OwnId == 0)
            return;
        order.NextQueryNs = nowNs + _settings.QueryIntervalNs;
        ref OrderSentPayload query = ref Send(ref batch, sequence, RequestKind.Query, order.Side, nowNs, order.OwnId);
        query.PriceTicks = order.PriceTicks;
        query.QuantitySteps = order.QuantitySteps;
        Counters.Queries++;
    }

    /// <summary>Adds the state to a hash.</summary>
    public void AddTo(ref StateHasher hash)
    {
        _orders.AddTo(ref hash);
        _fills.AddTo(ref hash);
        _nonces.AddTo(ref hash);
        _watched.AddTo(ref hash);
        _unattributed.AddTo(ref hash);
        _buy.AddTo(ref hash);
        _sell.AddTo(ref hash);
        _buyLine.AddTo(ref hash);
        _sellLine.AddTo(ref hash);
        _controlLine.AddTo(ref hash);
        AddOrders(ref hash, _buy);
        AddOrders(ref hash, _sell);
        _closedBuys.AddTo(ref hash);
        _closedSells.AddTo(ref hash);
        hash.Add(_fundsUntilNs);
        hash.Add(_rateLimitedUntilNs);
        hash.Add(_nextMassCancelNs);
        hash.Add(_baselineTradeId);
        hash.Add(_wasReady);
        hash.Add(IsAccountReady);
        hash.Add(IsStopped);
        hash.Add(IsHalted);
        Counters.AddTo(ref hash);
    }

    private bool HasOrderWithoutId => IsWithoutId(_buy.Current) || IsWithoutId(_buy.Next)
        || IsWithoutId(_sell.Current) || IsWithoutId(_sell.Next);

    private static int CountOf(QuoteSlot slot) => (slot.Current != 0 ? 1 : 0) + (slot.Next != 0 ? 1 : 0);

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

    private bool IsWithoutId(long ownId) => ownId != 0 && _orders.Find(ownId).OrderId == 0;

    private ref RequestLine LineOf(RequestKind request, Side side)
    {
        if (request is RequestKind.Create or RequestKind.Replace or RequestKind.Cancel)
            return ref LineOf(side);
        return ref _controlLine;
    }

    private ref RequestLine LineOf(Side side)
    {
        if (side == Side.Buy)
            return ref _buyLine;
        return ref _sellLine;
    }

    // What happened to orders.

    private void OnOrderConnection(ref RequestLine line, QuoteSlot slot, ConnectionState state, long nowNs)
    {
        line.OnConnection(state);
        if (state == ConnectionState.Connected)
            slot.CancelNotBeforeNs = nowNs;
        if (state != ConnectionState.Disconnected || line.Request == RequestKind.None)
            return;
        RequestKind request = line.Request;
        ref OwnOrder order = ref _orders.Find(line.OwnId);
        line.End();
        Route(ref order, LostOf(request), nowNs);
    }

    private void Reconcile(QuoteSlot slot, in RequestLine line, long nowNs)
    {
        // An answer that is on its way will tell; if it does not, the timeout does.
        bool isOnItsWay = line.Request != RequestKind.None && (line.OwnId == slot.Current || line.OwnId == slot.Next);
        if (!isOnItsWay)
            Apply(slot, SlotEvent.Reconcile, nowNs);
    }

    /// <summary>Gives an event about an order to its slot, if it is in one.</summary>
    private void Route(ref OwnOrder order, SlotEvent slotEvent, long nowNs)
    {
        QuoteSlot slot = Slot(order.Side);
        if (order.OwnId != 0 && (order.OwnId == slot.Current || order.OwnId == slot.Next))
            Apply(slot, slotEvent, nowNs);
    }

    private void Apply(QuoteSlot slot, SlotEvent slotEvent, long nowNs)
    {
        long old = slot.Current;
        bool wasAsking = slot.IsAsking;
        SlotEffect effect = slot.Apply(slotEvent, nowNs);
        if (effect == SlotEffect.AdoptNext && slot.State == SlotState.Submitting && wasAsking)
        {
            // The new order's answer is lost already: there is nothing to wait for.
            Apply(slot, SlotEvent.Timeout, nowNs);
        }
        else if (effect == SlotEffect.AdoptNext && _orders.Find(old).IsPossiblyLive)
        {
            _orders.Find(old).NextQueryNs = nowNs + _settings.QueryIntervalNs;
            _watched.Add(old, isStray: false);
        }
        else if (effect == SlotEffect.Ask)
        {
            AskAt(slot.Current, nowNs);
            AskAt(slot.Next, nowNs);
        }
        else if (effect == SlotEffect.DropNext)
        {
            // The stream is about to say what became of the old order; ask when it does not.
            AskAt(slot.Current, nowNs + _settings.QueryIntervalNs);
        }
    }

    private void AskAt(long ownId, long atNs)
    {
        if (ownId == 0)
            return;
        ref OwnOrder order = ref _orders.Find(ownId);
        order.NotFoundCount = 0;
        order.NextQueryNs = atNs;
    }

    private void OnRefused(ref OwnOrder order, RequestKind request, Refusal refusal, long retryAfterMs, long nowNs)
    {
        if (refusal == Refusal.Uncertain)
        {
            Route(ref order, LostOf(request), nowNs);
            return;
        }
        if (request == RequestKind.Cancel)
        {
            OnCancelRefused(ref order, refusal, retryAfterMs, nowNs);
            return;
        }
        SlotEvent slotEvent = request == RequestKind.Create ? SlotEvent.CreateRefused
            : refusal == Refusal.NotFound ? SlotEvent.ReplaceMissed : SlotEvent.ReplaceRefused;
        QuoteSlot slot = Slot(order.Side);
        if (order.Life == OrderLife.Pending)
            _orders.Close(ref order, OrderLife.Absent, nowNs, 0);
        else if (slot.State == SlotState.Unknown)
            return; // It was seen at the exchange: the refusal contradicts, and the question is on its way.
        Route(ref order, slotEvent, nowNs);
        // The old order ended first: nothing was wrong with the new one.
        if (slotEvent != SlotEvent.ReplaceMissed)
            Penalise(slot, refusal, retryAfterMs, nowNs);
    }

    private void OnCancelRefused(ref OwnOrder order, Refusal refusal, long retryAfterMs, long nowNs)
    {
        QuoteSlot slot = Slot(order.Side);
        switch (refusal)
        {
            case Refusal.Harmless:
                slot.CancelNotBeforeNs = nowNs + _settings.RejectBackoffNs;
                Route(ref order, SlotEvent.CancelRefused, nowNs);
                break;
            case Refusal.RateLimit:
                PauseForRateLimit(retryAfterMs, nowNs);
                slot.CancelNotBeforeNs = nowNs + RateLimitCancelPauseNs;
                Route(ref order, SlotEvent.CancelRefused, nowNs);
                break;
            default:
                // Whatever the exchange dislikes about the cancel of our order, the order's own state tells more.
                slot.CancelNotBeforeNs = nowNs + _settings.RejectBackoffNs;
                Route(ref order, SlotEvent.CancelMissed, nowNs);
                break;
        }
    }

    private void Penalise(QuoteSlot slot, Refusal refusal, long retryAfterMs, long nowNs)
    {
        switch (refusal)
        {
            case Refusal.Halt:
                IsHalted = true;
                break;
            case Refusal.RateLimit:
                PauseForRateLimit(retryAfterMs, nowNs);
                break;
            case Refusal.Funds:
                _fundsUntilNs = nowNs + FundsPauseNs;
                BackOff(slot, nowNs);
                break;
            case Refusal.Transient or Refusal.NotFound:
                BackOff(slot, nowNs);
                break;
        }
    }

    private void BackOff(QuoteSlot slot, long nowNs)
    {
        slot.Refusals++;
        int doublings = (int)Math.Min(slot.Refusals - 1, MaxBackoffDoublings);
        long pause = Math.Min(_settings.RejectBackoffNs << doublings, _settings.RejectBackoffCapNs);
        slot.BackoffUntilNs = nowNs + pause;
    }

    private void PauseForRateLimit(long retryAfterMs, long nowNs)
    {
        long pause = retryAfterMs > 0 ? retryAfterMs * NsPerMs : RateLimitPauseNs;
        _rateLimitedUntilNs = Math.Max(_rateLimitedUntilNs, nowNs + pause);
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
        QuoteSlot slot = Slot(order.Side);
        int watched = _watched.IndexOf(order.OwnId);
        if (order.OwnId == slot.Current)
        {
            if (slot.State == SlotState.Submitting)
                slot.Refusals = 0;
            Apply(slot, SlotEvent.OrderLive, nowNs);
        }
        else if (order.OwnId == slot.Next)
        {
            slot.Refusals = 0;
            Apply(slot, SlotEvent.NextLive, nowNs);
        }
        else if (wasAbsent || watched < 0)
        {
            _watched.Add(order.OwnId, isStray: true);
        }
        else if (fromRest)
        {
            _watched.MarkStray(watched);
        }
    }

    /// <summary>The exchange said that the order has ended.</summary>
    private void Finish(ref OwnOrder order, OrderStatus status, StatusReason reason, long updatedMs, long nowNs)
    {
        if (order.Life == OrderLife.Final)
            return;
        QuoteSlot slot = Slot(order.Side);
        bool isCurrent = order.OwnId == slot.Current;
        bool isNext = order.OwnId == slot.Next;
        bool wasAsked = isCurrent && slot.State is SlotState.Canceling or SlotState.Replacing or SlotState.Unknown;
        if (status == OrderStatus.Rejected)
            Counters.Rejects++;
        if ((isCurrent || isNext) && status == OrderStatus.Filled)
        {
            slot.Refusals = 0;
            slot.NextRefreshNs = nowNs;
        }
        else if ((isCurrent || isNext) && (status == OrderStatus.Rejected || (status == OrderStatus.Cancelled && !wasAsked)))
        {
            Penalise(slot, Refusals.OfReason(reason), 0, nowNs);
        }
        End(ref order, OrderLife.Final, updatedMs, nowNs);
    }

    /// <summary>The order can no longer fill, as far as is known.</summary>
    private void End(ref OwnOrder order, OrderLife life, long closedMs, long nowNs)
    {
        _orders.Close(ref order, life, nowNs, closedMs);
        (order.Side == Side.Buy ? _closedBuys : _closedSells).Add(order);
        QuoteSlot slot = Slot(order.Side);
        if (order.OwnId == slot.Current)
            Apply(slot, SlotEvent.OrderFinal, nowNs);
        else if (order.OwnId == slot.Next)
            Apply(slot, SlotEvent.NextFinal, nowNs);
        else
            _watched.Remove(order.OwnId);
    }

    private long VisibleSteps(long ownId, long priceTicks, long bookMs)
    {
        if (ownId == 0)
            return 0;
        ref OwnOrder order = ref _orders.Find(ownId);
        bool isVisible = order.PriceTicks == priceTicks && order.IsPossiblyLive
            && order.CreatedMs != 0 && (bookMs == 0 || order.CreatedMs <= bookMs);
        return isVisible ? order.RemainingSteps : 0;
    }

    // Fills.

    private void ApplyTrade(ref OwnOrder order, in AccountTradePayload trade, long nowNs)
    {
        _orders.Learn(ref order, trade.OrderId);
        _fills.AddTrade(ref order, trade);
        Book(ref order, trade.CreatedMs);
        Seen(ref order, fromRest: false, trade.CreatedMs, nowNs);
    }

    private void Book(ref OwnOrder order, long exchangeMs)
    {
        _fills.Book(ref order, exchangeMs);
        if (!order.IsPossiblyLive)
            _orders.Record(order);
    }

    private void BookForeign(in AccountTradePayload trade)
    {
        // Before the account was ready, fills are part of the position that was fetched.
        if (_wasReady && trade.TradeId > _baselineTradeId)
            _fills.BookForeign(trade);
    }

    /// <summary>Gives fills that waited to the orders whose ids are known by now.</summary>
    private void Attribute(long nowNs)
    {
        bool mayBeOwn = HasOrderWithoutId;
        for (int i = 0; i < _unattributed.Count;)
        {
            AccountTradePayload trade = _unattributed[i];
            ref OwnOrder order = ref _orders.FindByOrderId(trade.OrderId);
            if (order.OwnId == 0 && mayBeOwn)
            {
                i++;
                continue;
            }
            _unattributed.RemoveAt(i);
            if (order.OwnId != 0)
                ApplyTrade(ref order, trade, nowNs);
            else
                BookForeign(trade);
        }
    }

    // What is decided.

    private void CheckTimeout(QuoteSlot slot, long nowNs)
    {
        if (slot.IsWaiting && !slot.IsAsking && nowNs - slot.SinceNs >= _settings.InflightTimeoutNs)
            Apply(slot, SlotEvent.Timeout, nowNs);
    }

    private bool CanPlace(QuoteSlot slot, long nowNs)
    {
        if (IsStopped || IsHalted || !IsAccountReady || IsRateLimited(nowNs) || nowNs < slot.BackoffUntilNs)
            return false;
        if (_nonces.Available == 0 || !_orders.CanAdd(nowNs) || !_watched.HasRoom)
            return false;
        for (int i = 0; i < _watched.Count; i++)
        {
            if (_watched.IsStray(i) && _orders.Find(_watched[i]).Side == slot.Side)
                return false;
        }
        return true;
    }

    private void SteerOpen(QuoteSlot slot, in SideTarget target, long nowNs, long sequence, ref DecisionBatch batch)
    {
        if (!LineOf(slot.Side).IsFree)
            return;
        ref OwnOrder order = ref _orders.Find(slot.Current);
        if (target.Steps == 0)
        {
            TryCancel(slot, nowNs + _quoting.OrderRefreshNs, nowNs, sequence, ref batch);
            return;
        }
        bool isUrgent = order.RemainingSteps > target.RoomSteps || IsBeyond(slot.Side, order.PriceTicks, target.LimitTicks);
        if (!isUrgent)
        {
            if (nowNs < slot.NextRefreshNs)
                return;
            slot.NextRefreshNs = nowNs + _quoting.OrderRefreshNs;
            if (!Repricing.IsDue(order, target, nowNs, _quoting))
                return;
        }
        // A replaced order may fill a little before the swap: both together must fit, or the old one goes first.
        bool fits = order.RemainingSteps + target.Steps <= target.RoomSteps;
        if (fits && _settings.UseAtomicReplace && CanPlace(slot, nowNs) && _budget.AllowsOrder)
            SendReplace(slot, target, nowNs, sequence, ref batch);
        else if (isUrgent || (CanPlace(slot, nowNs) && _budget.AllowsOrder))
            TryCancel(slot, nowNs, nowNs, sequence, ref batch);
        else
            slot.IsHeldByBudget = !_budget.AllowsOrder;
    }

    private static bool IsBeyond(Side side, long priceTicks, long limitTicks) =>
        side == Side.Buy ? priceTicks > limitTicks : priceTicks < limitTicks;

    private void TryPlace(QuoteSlot slot, in SideTarget target, long nowNs, long sequence, ref DecisionBatch batch)
    {
        if (!LineOf(slot.Side).IsFree)
            return;
        if (!_budget.AllowsOrder)
        {
            slot.IsHeldByBudget = true;
            return;
        }
        ref OwnOrder order = ref _orders.Add(slot.Side, target.PriceTicks, target.Steps, nowNs, target.Mid2);
        slot.Apply(SlotEvent.Place, nowNs, order.OwnId);
        SendOrder(slot, order, RequestKind.Create, 0, nowNs, sequence, ref batch);
        Counters.Creates++;
    }

    private void SendReplace(QuoteSlot slot, in SideTarget target, long nowNs, long sequence, ref DecisionBatch batch)
    {
        ref OwnOrder order = ref _orders.Add(slot.Side, target.PriceTicks, target.Steps, nowNs, target.Mid2);
        slot.Apply(SlotEvent.Replace, nowNs, order.OwnId);
        SendOrder(slot, order, RequestKind.Replace, slot.Current, nowNs, sequence, ref batch);
        Counters.Replaces++;
    }

    private void SendOrder(
        QuoteSlot slot, in OwnOrder order, RequestKind request, long cancelOwnId, long nowNs, long sequence, ref DecisionBatch batch)
    {
        slot.NextRefreshNs = nowNs + _quoting.OrderRefreshNs;
        slot.IsHeldByBudget = false;
        ref OrderSentPayload sent = ref Send(ref batch, sequence, request, slot.Side, nowNs, order.OwnId);
        sent.CancelOwnId = cancelOwnId;
        sent.PriceTicks = order.PriceTicks;
        sent.QuantitySteps = order.QuantitySteps;
        sent.Nonce = _nonces.Take();
        // Whole seconds: the settlement's expiry is in seconds, and rounding up or down then agrees.
        sent.ExpiryMs = (nowNs / 1_000_000_000 + _settings.ExpirySeconds) * 1_000;
    }

    private void TryCancel(QuoteSlot slot, long nextRefreshNs, long nowNs, long sequence, ref DecisionBatch batch)
    {
        if (!_budget.AllowsCancel || nowNs < slot.CancelNotBeforeNs)
            return;
        slot.Apply(SlotEvent.Cancel, nowNs);
        slot.NextRefreshNs = nextRefreshNs;
        SendCancel(_orders.Find(slot.Current), nowNs, sequence, ref batch);
    }

    private void SendCancel(in OwnOrder order, long nowNs, long sequence, ref DecisionBatch batch)
    {
        ref OrderSentPayload sent = ref Send(ref batch, sequence, RequestKind.Cancel, order.Side, nowNs, order.OwnId);
        sent.PriceTicks = order.PriceTicks;
        sent.QuantitySteps = order.QuantitySteps;
        Counters.Cancels++;
    }

    private void CancelStrays(long nowNs, long sequence, ref DecisionBatch batch)
    {
        for (int i = 0; i < _watched.Count; i++)
        {
            ref OwnOrder order = ref _orders.Find(_watched[i]);
            if (!_watched.MustCancel(i) || !LineOf(order.Side).IsFree || !_budget.AllowsCancel
                || nowNs < Slot(order.Side).CancelNotBeforeNs)
                continue;
            _watched.MarkCanceled(i);
            order.NextQueryNs = nowNs + _settings.QueryIntervalNs;
            SendCancel(order, nowNs, sequence, ref batch);
        }
    }

    private ref OrderSentPayload Send(
        ref DecisionBatch batch, long sequence, RequestKind request, Side side, long nowNs, long ownId = 0)
    {
        _budget.Take();
        LineOf(request, side).Begin(request, ownId, nowNs);
        ref OrderSentPayload sent = ref batch.Add(EventKind.OrderSent, 0, nowNs).OrderSent;
        sent.CauseSequence = sequence;
        sent.Request = request;
        sent.OwnId = ownId;
        sent.Side = side;
        return ref sent;
    }

    /// <summary>The next order to ask for, in a fixed order; a record without id if nothing is unclear or due.</summary>
    private ref OwnOrder NextUnclear(long nowNs)
    {
        if (_buy.IsAsking && IsToAsk(_buy.Current, nowNs))
            return ref _orders.Find(_buy.Current);
        if (_buy.IsAsking && IsToAsk(_buy.Next, nowNs))
            return ref _orders.Find(_buy.Next);
        if (_sell.IsAsking && IsToAsk(_sell.Current, nowNs))
            return ref _orders.Find(_sell.Current);
        if (_sell.IsAsking && IsToAsk(_sell.Next, nowNs))
            return ref _orders.Find(_sell.Next);
        for (int i = 0; i < _watched.Count; i++)
        {
            if (!_watched.MustCancel(i) && IsToAsk(_watched[i], nowNs))
                return ref _orders.Find(_watched[i]);
        }
        return ref _orders.Find(0);
    }

    private bool IsToAsk(long ownId, long nowNs)
    {
        ref OwnOrder order = ref _orders.Find(ownId);
        return order.OwnId != 0 && order.IsPossiblyLive && nowNs >= order.NextQueryNs;
    }

    private void AddOrders(ref StateHasher hash, QuoteSlot slot)
    {
        AddOrder(ref hash, _orders.Find(slot.Current));
        AddOrder(ref hash, _orders.Find(slot.Next));
    }

    private static void AddOrder(ref StateHasher hash, in OwnOrder order)
    {
        hash.Add(order.OwnId);
        hash.Add(order.OrderId);
        hash.Add((long)order.Life);
        hash.Add(order.PriceTicks);
        hash.Add(order.QuantitySteps);
        hash.Add(order.ReportedSteps);
        hash.Add(order.TradedSteps);
        hash.Add(order.BookedMicro);
        hash.Add(order.BookedFeeNano);
        hash.Add(order.PlacedNs);
        hash.Add(order.PlacedMid2);
        hash.Add(order.CreatedMs);
        hash.Add(order.NotFoundCount);
        hash.Add(order.NextQueryNs);
    }
}
