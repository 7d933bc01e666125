using LowLatencyMM.Core.Book;
using LowLatencyMM.Core.Estimation;
using LowLatencyMM.Core.Events;
using LowLatencyMM.Core.Orders;
using LowLatencyMM.Core.Pnl;
using LowLatencyMM.Core.Quoting;
using LowLatencyMM.Core.Risk;
using LowLatencyMM.Core.Settings;

namespace LowLatencyMM.Core;

/// <summary>
/// The engine's mind: book, estimators, quoting, risk, orders and profit as one function of (state, event). It takes every event of
/// the ring, its own decisions among them, and adds what it decides to the batch. "Now" is the largest receive time so far.
/// </summary>
/// <remarks>Single-threaded. No clock, no chance, no I/O; the same events give the same decisions. Allocates nothing after construction.</remarks>
public sealed class TradingCore
{
    private const long LongGapNs = 1_800_000_000_000;
    private const double Pico = 1e12;

    private readonly EngineSettings _settings;
    private readonly MarketUnits _units;
    private readonly MarketState _market;
    private readonly SampledVolatility _volatility;
    private readonly VirtualQuotes _virtualQuotes;
    private readonly IntensityEstimate _intensity;
    private readonly RiskLimits _limits;
    private readonly RequestBudget _budget;
    private readonly PnlLedger _ledger = new();
    private readonly PositionWatch _position = new();
    private readonly OrderLifecycle _orders;
    private readonly SideRisk _bidRisk = new(Side.Buy);
    private readonly SideRisk _askRisk = new(Side.Sell);

    private QuoteInputs _inputs;
    private QuotePrices _prices;
    private QuoteDecisionPayload _quote;
    private QuoteDecisionPayload _published;
    private Touch _others;
    private Touch _touch;
    private bool _touchIsOld;
    private long _lotSteps;
    private long _lotMid2;
    private long _nowNs;
    private long _events;
    private long _reasonChanges;
    private long _equityMicro;
    private long _warmSinceNs;
    private long _lastMidNs;
    private bool _isStarted;

    /// <summary>Prepares everything that will ever be needed.</summary>
    /// <exception cref="ArgumentException">A setting that no decision can be made with.</exception>
    public TradingCore(EngineSettings settings)
    {
        SettingsCheck.Validate(settings);
        _settings = settings;
        _units = new MarketUnits(settings.Market);
        _market = new MarketState(new OrderBook());
        _volatility = new SampledVolatility(settings.Quoting);
        _virtualQuotes = new VirtualQuotes(settings.Quoting, _units.TickSize);
        _intensity = new IntensityEstimate(settings.Quoting, _units.TickSize);
        _limits = new RiskLimits(settings, _units);
        _budget = new RequestBudget(settings.Risk);
        _orders = new OrderLifecycle(settings, _units, _ledger, _budget);
        _inputs = ConstantInputs(settings, _units);
    }

    /// <summary>Takes one event. The batch is cleared first and then holds what the event made the core decide.</summary>
    public void OnEvent(in Event e, long sequence, ref DecisionBatch decisions)
    {
        decisions.Clear();
        _events++;
        if (e.ReceiveNs > _nowNs)
            _nowNs = e.ReceiveNs;
        // Whatever is neither time nor prices may be about our own orders, which are taken out of the touch.
        _touchIsOld |= e.Kind is not (EventKind.Timer or EventKind.MarkPrice or EventKind.PublicTrade);
        if (Apply(e))
            Decide(sequence, ref decisions);
        if (_events % _settings.StateHashInterval == 0)
            PublishStateHash(sequence, ref decisions);
    }

    /// <summary>A hash of the whole state. O(levels of the book).</summary>
    public ulong StateHash()
    {
        var hash = default(StateHasher);
        _market.AddTo(ref hash);
        _volatility.AddTo(ref hash);
        _virtualQuotes.AddTo(ref hash);
        _intensity.AddTo(ref hash);
        _budget.AddTo(ref hash);
        _ledger.AddTo(ref hash);
        _position.AddTo(ref hash);
        _orders.AddTo(ref hash);
        _bidRisk.AddTo(ref hash);
        _askRisk.AddTo(ref hash);
        hash.Add((long)_published.Reason);
        hash.Add(_published.BidTicks);
        hash.Add(_published.AskTicks);
        hash.Add((long)_published.Clamps);
        hash.Add(_published.PositionSteps);
        hash.Add(_published.SizeSteps);
        hash.Add(_touch.BidTicks);
        hash.Add(_touch.AskTicks);
        hash.Add(_nowNs);
        hash.Add(_events);
        hash.Add(_reasonChanges);
        hash.Add(_equityMicro);
        hash.Add(_warmSinceNs);
        hash.Add(_lastMidNs);
        hash.Add(_isStarted);
        return (ulong)hash.Value;
    }

    /// <summary>Copies what there is to show.</summary>
    public void CopyStatus(ref CoreStatus status)
    {
        long unrealised = _ledger.UnrealisedMicro(PositionValueMicro());
        OrderCounters counters = _orders.Counters;
        status.NowNs = _nowNs;
        status.Events = _events;
        status.Reason = _quote.Reason;
        status.Touch = _touch;
        CopySide(Side.Buy, _quote.BidTicks, _bidRisk, ref status.Bid);
        CopySide(Side.Sell, _quote.AskTicks, _askRisk, ref status.Ask);
        status.FairPrice = _quote.FairPrice;
        status.ReservationPrice = _quote.ReservationPrice;
        status.HalfSpread = _quote.HalfSpread;
        status.SigmaRelative = _volatility.Sigma;
        status.Kappa = _quote.Kappa;
        status.IntensityQuality = _intensity.Quality;
        status.Clamps = _quote.Clamps;
        status.MarkPriceNano = _market.MarkNano;
        status.PositionSteps = _ledger.PositionSteps;
        status.RealisedMicro = _ledger.RealisedMicro;
        status.UnrealisedMicro = unrealised;
        status.FeesMicro = _ledger.FeesMicro;
        status.PnlMicro = _ledger.RealisedMicro + unrealised - _ledger.FeesMicro;
        status.VolumeMicro = _ledger.VolumeMicro;
        status.EquityMicro = _equityMicro;
        status.Fills = _ledger.Fills;
        status.Creates = counters.Creates;
        status.Replaces = counters.Replaces;
        status.Cancels = counters.Cancels;
        status.Queries = counters.Queries;
        status.Rejects = counters.Rejects;
        status.ReasonChanges = _reasonChanges;
        status.Decisions = counters.Creates + counters.Replaces + counters.Cancels + counters.Queries + _reasonChanges;
        status.PossiblyLive = _orders.PossiblyLive;
        status.IsQuiet = _orders.IsQuiet;
        status.NoncesAvailable = _orders.NoncesAvailable;
    }

    private static QuoteInputs ConstantInputs(EngineSettings settings, MarketUnits units) => new()
    {
        HorizonSeconds = settings.Quoting.HorizonSeconds,
        TickSize = units.TickSize,
        MakerFee = settings.Market.MakerFeePico / Pico,
        AddFee = settings.Quoting.AddFee,
        MinimumSpreadBps = settings.Quoting.MinimumSpreadBps,
        MaximumSpreadBps = settings.Quoting.MaximumSpreadBps,
        MinEdgeBps = settings.Quoting.MinEdgeBps,
        MaxSkewBps = settings.Quoting.MaxSkewBps,
    };

    // What the event says.

    /// <summary>Takes the event into the state. True if there may be something to decide.</summary>
    private bool Apply(in Event e)
    {
        switch (e.Kind)
        {
            case EventKind.BookLevel:
                return e.Market == 0 && OnBookLevel(e);
            case EventKind.BestBidAsk:
                if (e.Market == 0)
                    OnBestBidAsk(e);
                return true;
            case EventKind.PublicTrade:
                if (e.Market == 0)
                    OnPublicTrade(e.PublicTrade);
                return true;
            case EventKind.MarkPrice:
                if (e.Market == 0)
                    _market.OnMarkPrice(e.Price.PriceNano);
                return true;
            case EventKind.AccountOrder:
                if (e.Market == 0)
                    _orders.OnAccountOrder(e.AccountOrder, (e.Flags & EventFlags.FromRest) != 0, _nowNs);
                return true;
            case EventKind.AccountTrade:
                if (e.Market == 0)
                    _orders.OnAccountTrade(e.AccountTrade, _nowNs);
                return true;
            case EventKind.Position:
                if (e.Market == 0)
                    OnPosition(e.Position);
                return true;
            case EventKind.Balance:
                _equityMicro = e.Balance.EquityMicro;
                return true;
            case EventKind.AccountReady:
                _orders.OnAccountReady(e.AccountReady, _nowNs);
                return true;
            case EventKind.OrderAnswer:
                _orders.OnOrderAnswer(e.OrderAnswer, _nowNs);
                return true;
            case EventKind.QueryAnswer:
                _orders.OnQueryAnswer(e.QueryAnswer, _nowNs);
                return true;
            case EventKind.ControlAnswer:
                _orders.OnControlAnswer(e.ControlAnswer);
                return true;
            case EventKind.Timer:
                return true;
            case EventKind.Connection:
                OnConnection(e.Stream, e.Connection.State);
                return true;
            case EventKind.OperatorCommand:
                OnOperatorCommand(e.OperatorCommand.Action);
                return true;
            case EventKind.FrameRejected:
                OnFrameRejected(e.Stream, e.FrameRejected.Reason);
                return true;
            case EventKind.Session:
                _orders.OnSession(e.Session.OrderEpoch);
                return true;
            case EventKind.NonceBlock:
                _orders.OnNonceBlock(e.NonceBlock.FirstNonce, e.NonceBlock.Count);
                return true;
            case EventKind.OrderSent:
                _orders.OnOrderSent(e.OrderSent, _nowNs);
                return true;
            default:
                // Our own words that come back, texts, and what this version does not know change nothing.
                return false;
        }
    }

    private bool OnBookLevel(in Event e)
    {
        bool isConsistent = _market.OnBookLevel(e, _nowNs);
        if (isConsistent)
            OnTouch();
        // In the middle of a frame the book is not what the exchange has: nothing is decided on it.
        return isConsistent || (e.Flags & EventFlags.FrameEnd) != 0;
    }

    private void OnBestBidAsk(in Event e)
    {
        _market.OnBestBidAsk(e.BestBidAsk, e.ExchangeMs, _nowNs);
        OnTouch();
    }

    private void OnTouch()
    {
        if (_market.Problem != QuoteReason.None)
            return;
        _others = _market.TouchWithout(_orders);
        _touchIsOld = false;
        Touch touch = _others;
        if (touch.IsOneSided || touch.IsCrossed)
            return;
        if (_warmSinceNs == 0 || _nowNs - _lastMidNs > LongGapNs)
            _warmSinceNs = _nowNs;
        _lastMidNs = _nowNs;
        _volatility.OnMid(_nowNs, touch.Mid2);
        _virtualQuotes.OnMid(_nowNs, touch.Mid2);
        _intensity.Advance(_nowNs, _virtualQuotes, touch.Mid2);
    }

    private void OnPublicTrade(in PublicTradePayload trade)
    {
        if (trade.TradeType == TradeType.Trade && !_orders.Fills.Knows(trade.TradeId))
            _virtualQuotes.OnTrade(_nowNs, trade.TakerSide, trade.PriceTicks);
    }

    private void OnPosition(in PositionPayload position)
    {
        if (!_orders.WasAccountReady)
        {
            long cost = _units.ValueOfNanoMicro(position.OpenPriceNano, position.SizeSteps);
            _ledger.SetPosition(position.SizeSteps, cost);
            _orders.Fills.TakePosition(position.UpdatedMs, isCorrection: false);
        }
        _position.OnPosition(position, _orders.Fills.LastFillMs);
    }

    private void OnConnection(StreamId stream, ConnectionState state)
    {
        if (stream == StreamId.OrderBook)
            BreakBook(isGap: false);
        else if (stream == StreamId.BestBidAsk)
            _market.InvalidateBest();
        else
            _orders.OnConnection(stream, state, _nowNs);
    }

    private void OnFrameRejected(StreamId stream, FrameRejection reason)
    {
        // A message of an unknown type was never meant to change anything here.
        if (reason == FrameRejection.UnknownType)
            return;
        if (stream == StreamId.OrderBook)
            BreakBook(reason == FrameRejection.SequenceGap);
        else if (stream == StreamId.BestBidAsk)
            _market.InvalidateBest();
        else if (stream == StreamId.Account)
            _orders.AskForAll(_nowNs);
    }

    private void BreakBook(bool isGap)
    {
        _market.InvalidateBook(isGap);
        _volatility.Break();
        _virtualQuotes.Break();
    }

    private void OnOperatorCommand(OperatorAction action)
    {
        if (action == OperatorAction.Start)
            _isStarted = true;
        else if (action == OperatorAction.Stop)
            _orders.Stop(_nowNs);
    }

    // What follows from the state.

    private void Decide(long sequence, ref DecisionBatch decisions)
    {
        _budget.Refill(_nowNs);
        _orders.Advance(_nowNs);
        _volatility.Advance(_nowNs);
        _virtualQuotes.Advance(_nowNs);
        CorrectPosition(sequence, ref decisions);
        bool isWanted = ComputeQuote();
        PublishQuote(sequence, ref decisions);
        Steer(Side.Buy, isWanted, _quote.BidTicks, _bidRisk, sequence, ref decisions);
        Steer(Side.Sell, isWanted, _quote.AskTicks, _askRisk, sequence, ref decisions);
        _orders.ClearUp(_nowNs, sequence, ref decisions);
    }

    /// <summary>Computes the quote that the model wants. False if there must be none: then every order is cancelled.</summary>
    private bool ComputeQuote()
    {
        QuoteReason problem = Problem();
        _quote = default;
        _quote.PositionSteps = _ledger.PositionSteps;
        _quote.SigmaRelative = _volatility.Sigma;
        if (problem == QuoteReason.None)
            problem = ComputePrices();
        if (problem == QuoteReason.None && _orders.IsHalted)
            problem = QuoteReason.HaltedByRejects;
        _quote.Reason = problem == QuoteReason.None ? Pause() : problem;
        if (problem == QuoteReason.None)
            return true;
        _quote.BidTicks = 0;
        _quote.AskTicks = 0;
        return false;
    }

    /// <summary>Why nothing can be quoted; none if something can.</summary>
    private QuoteReason Problem()
    {
        if (_orders.IsStopped)
            return QuoteReason.Stopped;
        if (!_isStarted)
            return QuoteReason.NotStarted;
        if (!_orders.IsAccountReady)
            return QuoteReason.AccountDown;
        if (_market.Problem != QuoteReason.None)
            return _market.Problem;
        if (_nowNs - _market.UpdatedNs > _settings.Quoting.MaxDataAgeNs)
            return QuoteReason.BookStale;
        if (_touchIsOld)
        {
            _others = _market.TouchWithout(_orders);
            _touchIsOld = false;
        }
        if (_others.IsOneSided)
            return QuoteReason.BookOneSided;
        if (_others.IsCrossed)
            return QuoteReason.BookCrossed;
        _touch = _others;
        if (_nowNs - _warmSinceNs < _settings.Quoting.WarmupNs)
            return QuoteReason.WarmingUp;
        return _market.MarkNano > 0 ? QuoteReason.None : QuoteReason.NoMarkPrice;
    }

    /// <summary>Why nothing new is sent although quotes are wanted; quoting if nothing hinders.</summary>
    private QuoteReason Pause()
    {
        if (_orders.NoncesAvailable == 0 || !_orders.HasEpoch)
            return QuoteReason.NoNonce;
        if (_orders.IsRateLimited(_nowNs))
            return QuoteReason.RateLimited;
        return _orders.IsBackingOff(Side.Buy, _nowNs) && _orders.IsBackingOff(Side.Sell, _nowNs)
            ? QuoteReason.RejectBackoff
            : QuoteReason.Quoting;
    }

    private QuoteReason ComputePrices()
    {
        long mid2 = _touch.Mid2;
        if (mid2 != _lotMid2)
        {
            _lotMid2 = mid2;
            _lotSteps = _units.StepsWithinAtMid(_settings.Quoting.NotionalMicro, mid2);
        }
        _quote.SizeSteps = _lotSteps;
        if (_lotSteps < _settings.Market.MinOrderSteps)
            return QuoteReason.SizeBelowMinimum;
        double fair = mid2 * 0.5 * _units.TickSize;
        double kappa = _intensity.Kappa(_nowNs, fair, out QuoteClamps kappaClamps);
        if (!(kappa > 0) || !double.IsFinite(kappa))
            return QuoteReason.NoIntensity;
        if (!(_volatility.Sigma >= 0) || !double.IsFinite(_volatility.Sigma))
            return QuoteReason.NoVolatility;
        _inputs.FairPrice = fair;
        _inputs.InventoryLots = _ledger.PositionSteps / (double)_lotSteps;
        _inputs.GammaLot = _settings.Quoting.Gamma * _lotSteps * _units.StepSize;
        _inputs.Kappa = kappa;
        _inputs.SigmaRelative = _volatility.Sigma;
        _inputs.BestBidTicks = _touch.BidTicks;
        _inputs.BestAskTicks = _touch.AskTicks;
        _inputs.BidSafetyTicks = _settings.Quoting.PostOnlySafetyTicks + _orders.SafetyTicks(Side.Buy);
        _inputs.AskSafetyTicks = _settings.Quoting.PostOnlySafetyTicks + _orders.SafetyTicks(Side.Sell);
        if (!PricePipeline.TryCompute(_inputs, out _prices))
            return QuoteReason.NotFinite;
        _quote.FairPrice = fair;
        _quote.ReservationPrice = _prices.ReservationPrice;
        _quote.HalfSpread = _prices.HalfSpread;
        _quote.Kappa = kappa;
        _quote.BidTicks = Math.Max(0, _prices.BidTicks);
        _quote.AskTicks = Math.Max(0, _prices.AskTicks);
        _quote.Clamps = _prices.Clamps | kappaClamps | _volatility.Clamps;
        return QuoteReason.None;
    }

    private void Steer(Side side, bool isWanted, long priceTicks, SideRisk risk, long sequence, ref DecisionBatch decisions)
    {
        if (!isWanted || priceTicks == 0)
        {
            _orders.Steer(side, SideTarget.Nothing, _nowNs, sequence, ref decisions);
            return;
        }
        var exposure = new Exposure(_ledger.PositionSteps, _orders.WatchedSteps(side));
        RiskDecision decision = _limits.Check(
            side, priceTicks, _lotSteps, exposure, _touch.Mid2, _market.MarkNano, _orders.IsShortOfFunds(_nowNs));
        long room = RiskLimits.Room(side, _limits.MaxPositionSteps(_touch.Mid2), exposure);
        var target = new SideTarget(priceTicks, decision.AllowedSteps, room, LimitTicks(side, priceTicks), _touch.Mid2);
        _orders.Steer(side, target, _nowNs, sequence, ref decisions);
        if (_orders.Slot(side).IsHeldByBudget)
            decision = new RiskDecision(RiskReason.RequestBudget, 0, _budget.RequestsPerMinute, _budget.Available);
        PublishVerdict(risk, decision, priceTicks, sequence, ref decisions);
    }

    /// <summary>
    /// The most aggressive price at which a resting order may stay: behind the opposite best, with the least edge; but never behind the
    /// price that is wanted now, which a skewed quote may have with less edge.
    /// </summary>
    private long LimitTicks(Side side, long wantedTicks)
    {
        double edge = PricePipeline.LeastEdge(_inputs);
        if (side == Side.Buy)
        {
            long limit = (long)Math.Floor((_inputs.FairPrice - edge) / _units.TickSize + 1e-7);
            return Math.Max(wantedTicks, Math.Min(limit, _touch.AskTicks - 1));
        }
        long least = (long)Math.Ceiling((_inputs.FairPrice + edge) / _units.TickSize - 1e-7);
        return Math.Min(wantedTicks, Math.Max(least, _touch.BidTicks + 1));
    }

    private void CorrectPosition(long sequence, ref DecisionBatch decisions)
    {
        if (!_orders.WasAccountReady || !_position.IsWrong(_ledger.PositionSteps, _orders.Fills.LastFillMs, _nowNs) || !_orders.IsQuiet)
            return;
        long ours = _ledger.PositionSteps;
        long difference = _position.ExchangeSteps - ours;
        _ledger.Correct(difference, _units.ValueAtMidMicro(_touch.Mid2, difference));
        _orders.Fills.TakePosition(_position.ExchangeMs, isCorrection: true);
        ref RiskVerdictPayload verdict = ref decisions.Add(EventKind.RiskVerdict, 0, _nowNs).RiskVerdict;
        verdict.CauseSequence = sequence;
        verdict.Reason = RiskReason.PositionCorrected;
        verdict.WantedSteps = ours;
        verdict.AllowedSteps = _position.ExchangeSteps;
        verdict.Value = difference;
    }

    // What is told.

    /// <summary>
    /// Publishes the quote when something that can be sent, or its reason, has changed. A change of model values alone is not published:
    /// it would double the events of every tick and decide nothing.
    /// </summary>
    private void PublishQuote(long sequence, ref DecisionBatch decisions)
    {
        bool isSame = _quote.Reason == _published.Reason && _quote.BidTicks == _published.BidTicks
            && _quote.AskTicks == _published.AskTicks && _quote.Clamps == _published.Clamps
            && _quote.PositionSteps == _published.PositionSteps && _quote.SizeSteps == _published.SizeSteps;
        if (isSame)
            return;
        if (_quote.Reason != _published.Reason)
            _reasonChanges++;
        _quote.CauseSequence = sequence;
        _published = _quote;
        decisions.Add(EventKind.QuoteDecision, 0, _nowNs).QuoteDecision = _quote;
    }

    private void PublishVerdict(
        SideRisk risk, in RiskDecision decision, long priceTicks, long sequence, ref DecisionBatch decisions)
    {
        if (!risk.Changes(decision, _lotSteps))
            return;
        ref RiskVerdictPayload verdict = ref decisions.Add(EventKind.RiskVerdict, 0, _nowNs).RiskVerdict;
        verdict.CauseSequence = sequence;
        verdict.Side = risk.Side;
        verdict.Reason = decision.Reason;
        verdict.PriceTicks = priceTicks;
        verdict.WantedSteps = _lotSteps;
        verdict.AllowedSteps = decision.AllowedSteps;
        verdict.Limit = decision.Limit;
        verdict.Value = decision.Value;
    }

    private void PublishStateHash(long sequence, ref DecisionBatch decisions)
    {
        ref StateHashPayload payload = ref decisions.Add(EventKind.StateHash, 0, _nowNs).StateHash;
        payload.CauseSequence = sequence;
        payload.Hash = (long)StateHash();
        payload.Events = _events;
    }

    private long PositionValueMicro() => _touch.Mid2 != 0
        ? _units.ValueAtMidMicro(_touch.Mid2, _ledger.PositionSteps)
        : _units.ValueOfNanoMicro(_market.MarkNano, _ledger.PositionSteps);

    private void CopySide(Side side, long wantedTicks, SideRisk risk, ref SideStatus status)
    {
        QuoteSlot slot = _orders.Slot(side);
        ref OwnOrder order = ref _orders.Find(slot.Current);
        status.State = slot.State;
        status.OwnId = order.OwnId;
        status.PriceTicks = order.PriceTicks;
        status.RemainingSteps = order.RemainingSteps;
        status.WantedTicks = wantedTicks;
        status.AllowedSteps = wantedTicks == 0 ? 0 : risk.AllowedSteps;
        status.Risk = risk.Reason;
        status.Refusals = slot.Refusals;
        status.BackoffUntilNs = slot.BackoffUntilNs;
    }
}
