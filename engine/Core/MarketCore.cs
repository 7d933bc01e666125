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
/// One market: book, estimators, quoting, risk, orders and profit as one function of (state, event). What it shares with the other
/// markets of the account comes from <see cref="AccountOrders"/> and <see cref="AccountRisk"/>.
/// </summary>
/// <remarks>Single-threaded. No clock, no chance, no I/O; the same events give the same decisions. Allocates nothing after construction.</remarks>
public sealed class MarketCore
{
    /// <summary>
    /// Most decisions on one event: a stream distrusted, the quote, a corrected position, a verdict and a request for each side, a query or mass
    /// cancel, the estimates.
    /// </summary>
    public const int MostDecisions = 9;

    private const long NsPerMs = 1_000_000;
    private const long OldTradeMs = 1_000;
    private const long LongGapNs = 1_800_000_000_000;
    private const double BasisPoint = 1e-4;

    private readonly TradedMarket _settings;
    private readonly ushort _number;
    private readonly MarketUnits _units;
    private readonly MarketState _market;
    private readonly SampledVolatility _volatility;
    private readonly IntensityEstimator _intensity;
    private readonly Quoter _quoter;
    private readonly RiskLimits _limits;
    private readonly AccountOrders _account;
    private readonly AccountRisk _accountRisk;
    private readonly MarketPnl _pnl;
    private readonly PnlLedger _ledger;
    private readonly PositionWatch _position = new();
    private readonly OrderLifecycle _orders;
    private readonly PingPong _pingPong;
    private readonly SideRisk _bidRisk = new(Side.Buy);
    private readonly SideRisk _askRisk = new(Side.Sell);

    private QuoteDecisionPayload _quote;
    private QuoteDecisionPayload _published;
    private long _modelBidTicks;
    private long _modelAskTicks;
    private Touch _others;
    private Touch _touch;
    private bool _touchIsOld;
    private bool _isOnBackup;
    private RequestReason _unwanted;
    private long _lotSteps;
    private long _lotMid2;
    private long _nowNs;
    private long _warmSinceNs;
    private long _lastMidNs;
    private long _publishedFits;
    private bool _isWarmingUp;

    // Between the two halves of a decision only.
    private bool _isWanted;

    /// <summary>Prepares everything that will ever be needed.</summary>
    public MarketCore(TradedMarket settings, ushort number, AccountOrders account, AccountRisk accountRisk)
    {
        _settings = settings;
        _number = number;
        _account = account;
        _accountRisk = accountRisk;
        _units = new MarketUnits(settings.Market);
        _market = new MarketState(new OrderBook(), settings.Quoting);
        _volatility = new SampledVolatility(settings.Quoting);
        _limits = new RiskLimits(settings.Market, settings.Risk, _units);
        _pnl = new MarketPnl(_units);
        _ledger = _pnl.Ledger;
        _orders = new OrderLifecycle(account, number, settings.Orders, settings.Quoting, _units, _pnl);
        _pingPong = new PingPong(settings.Orders, settings.Market.MinOrderSteps);
        _intensity = new IntensityEstimator(
            settings.Quoting, _units.TickSize, new OthersDepth(_market, _orders, _units, settings.Quoting.NotionalMicro));
        _quoter = new Quoter(settings, _units);
    }

    /// <summary>The state of GARCH, for a fit elsewhere; null with another volatility.</summary>
    public GarchVariance? Garch => _volatility.Garch;

    /// <summary>The market's own orders.</summary>
    public OrderLifecycle Orders => _orders;

    /// <summary>Whether the value of the position is known.</summary>
    public bool IsValued => _pnl.IsValued(_market.MarkNano);

    /// <summary>Realised and unrealised profit less fees, with funding, 1e-6 of the collateral.</summary>
    public long PnlMicro => _pnl.TotalMicro(_market.MarkNano);

    /// <summary>What the market made of the wallet's balance, 1e-6 of the collateral.</summary>
    public long CashMicro => _ledger.CashMicro;

    /// <summary>Round trips in a row that lost.</summary>
    public long LossesInRow => _ledger.LossesInRow;

    /// <summary>Changes of the quoting reason.</summary>
    public long ReasonChanges { get; private set; }

    /// <summary>
    /// Takes an event of this market into the state. True if there may be something to decide.
    /// </summary>
    public bool Apply(in Event e, long nowNs)
    {
        _nowNs = nowNs;
        if (_isWarmingUp)
            SetWarmingUp(false);
        _touchIsOld |= e.Kind is not (EventKind.MarkPrice or EventKind.PublicTrade);
        switch (e.Kind)
        {
            case EventKind.BookLevel:
                return OnBookLevel(e);
            case EventKind.BestBidAsk:
                OnBestBidAsk(e);
                return true;
            case EventKind.PublicTrade:
                OnPublicTrade(e);
                return true;
            case EventKind.MarkPrice:
                _market.OnMarkPrice(e.Price.PriceNano, _nowNs);
                return true;
            case EventKind.Funding:
                _quoter.OnFunding(e.Funding.RatePico);
                _pnl.OnFunding(e.Funding, _market.MarkNano);
                return true;
            case EventKind.Parameters:
                _volatility.OnParameters(e.Parameters, _nowNs);
                return true;
            case EventKind.AccountOrder:
                _orders.OnAccountOrder(e.AccountOrder, (e.Flags & EventFlags.FromRest) != 0, _nowNs);
                return true;
            case EventKind.AccountTrade:
                _orders.OnAccountTrade(e.AccountTrade, _nowNs);
                return true;
            case EventKind.Position:
                OnPosition(e.Position);
                return true;
            case EventKind.Connection:
                OnConnection(e.Stream, e.Connection.State);
                return true;
            case EventKind.FrameRejected:
                OnFrameRejected(e.Stream, e.FrameRejected.Reason);
                return true;
            default:
                return false;
        }
    }

    /// <summary>
    /// Takes an event from before the session: book and trades feed the estimators as if they were live, and nothing is decided. The book
    /// that they make is not that of today: with the first live event it ends.
    /// </summary>
    public void WarmUp(in Event e, long nowNs)
    {
        _nowNs = nowNs;
        if (!_isWarmingUp)
            SetWarmingUp(true);
        if (e.Kind == EventKind.BookLevel)
            OnBookLevel(e);
        else if (e.Kind == EventKind.BestBidAsk)
            OnBestBidAsk(e);
        else if (e.Kind == EventKind.PublicTrade)
            OnPublicTrade(e);
        else if (e is { Kind: EventKind.Connection, Stream: StreamId.OrderBook or StreamId.BestBidAsk })
            OnConnection(e.Stream, e.Connection.State);
        _intensity.FitIfDue(_nowNs);
    }

    /// <summary>The account is ready for the first time: from now on funding is not in its balance yet.</summary>
    public void BeginBooks(long nowNs) => _pnl.TakePosition(nowNs / NsPerMs);

    /// <summary>Something of the account changed that may concern own orders, which are taken out of the touch.</summary>
    public void Refresh() => _touchIsOld = true;

    /// <summary>Adds the whole state to a hash, of the book at most <paramref name="levels"/> a side. O(levels).</summary>
    public void AddTo(ref StateHasher hash, int levels = int.MaxValue)
    {
        _market.AddTo(ref hash, levels);
        _volatility.AddTo(ref hash);
        _intensity.AddTo(ref hash);
        _quoter.AddTo(ref hash);
        _pnl.AddTo(ref hash);
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
        hash.Add(ReasonChanges);
        hash.Add(_warmSinceNs);
        hash.Add(_lastMidNs);
        hash.Add(_isOnBackup);
        hash.Add(_publishedFits);
        hash.Add(_isWarmingUp);
    }

    /// <summary>Reads what the next event changes and <see cref="AddTo"/> does not cover, so that it is in the caches.</summary>
    public long Touch() => _intensity.Touch();

    /// <summary>Copies what there is to show of this market.</summary>
    public void CopyStatus(ref CoreStatus status)
    {
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
        status.UnrealisedMicro = _ledger.UnrealisedMicro(_pnl.ValueMicro(_market.MarkNano));
        status.FundingMicro = _ledger.FundingMicro;
        status.FeesMicro = _ledger.FeesMicro;
        status.PnlMicro = PnlMicro;
        status.VolumeMicro = _ledger.VolumeMicro;
        status.Fills = _ledger.Fills;
        status.MakerVolumeMicro = _ledger.MakerVolumeMicro;
        status.TradedVolumeMicro = _ledger.TradedVolumeMicro;
        status.SpreadMicro = _pnl.Markouts.SpreadMicro;
        for (int i = 0; i < Markouts.Horizons; i++)
            status.MarkoutMicro[i] = _pnl.Markouts.SumMicro(i);
        status.QuotedNs = _pnl.Uptime.QuotedNs;
        status.AllowedNs = _pnl.Uptime.AllowedNs;
    }

    private bool OnBookLevel(in Event e)
    {
        // What stood in the queues until now counts, not what this frame makes of them.
        if ((e.Flags & EventFlags.FrameStart) != 0)
            _intensity.Advance(_nowNs);
        bool isConsistent = _market.OnBookLevel(e, _nowNs);
        if (isConsistent)
            OnTouch();
        // In the middle of a frame the book is not what the exchange has: nothing is decided on it.
        return isConsistent || (e.Flags & EventFlags.FrameEnd) != 0;
    }

    private void OnBestBidAsk(in Event e)
    {
        if ((e.Flags & EventFlags.FromRest) != 0)
        {
            // A backup to quote from, nothing to learn from.
            _market.OnBackup(e.BestBidAsk, _nowNs);
            return;
        }
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
        _pnl.OnMid(_nowNs, touch.Mid2);
        _volatility.OnMid(_nowNs, touch.Mid2);
        _intensity.OnMid(_nowNs, touch.Mid2);
    }

    private void OnPublicTrade(in Event e)
    {
        ref readonly PublicTradePayload trade = ref e.PublicTrade;
        // At each subscription v2 sends the last trades again: they are history.
        if (e.ExchangeMs != 0 && e.ExchangeMs - trade.TradeMs > OldTradeMs)
            return;
        _market.OnTrade(trade, _nowNs);
        if (_intensity.Counts(trade.TradeType) && !_orders.Fills.Knows(trade.TradeId))
            _intensity.OnTrade(_nowNs, trade);
    }

    private void OnPosition(in PositionPayload position)
    {
        if (!_account.WasReady)
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
        else if (stream == StreamId.MarkPrice)
            _market.Watch.Forget(stream);
        else if (stream is StreamId.OrdersBuy or StreamId.OrdersSell)
            _orders.OnConnection(stream == StreamId.OrdersBuy ? Side.Buy : Side.Sell, state, _nowNs);
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
    }

    private void BreakBook(bool isGap)
    {
        _market.InvalidateBook(isGap);
        _volatility.Break();
        _intensity.Break();
    }

    private void SetWarmingUp(bool isWarmingUp)
    {
        _isWarmingUp = isWarmingUp;
        _market.InvalidateBook(isGap: false);
        _market.InvalidateBest();
    }

    // What follows from the state.

    /// <summary>
    /// The first half of what follows from the state: estimators and quote. <see cref="Steer(long, ref DecisionBatch)"/> must follow, before
    /// anything else; both together decide at most <see cref="MostDecisions"/>.
    /// </summary>
    public void Quote(long nowNs, long sequence, ref DecisionBatch decisions)
    {
        _nowNs = nowNs;
        if (_isWarmingUp)
            SetWarmingUp(false);
        _orders.Advance(_nowNs);
        if (_settings.Quoting is { HorizonMode: HorizonMode.Session, Model: QuoteModelKind.AvellanedaStoikov })
            _volatility.SetHorizon(_quoter.HorizonSeconds(_nowNs));
        _volatility.Advance(_nowNs);
        _intensity.Advance(_nowNs);
        _pnl.Advance(_nowNs);
        DistrustStream(sequence, ref decisions);
        CorrectPosition(sequence, ref decisions);
        _accountRisk.SetExposure(_number, Math.Abs(_pnl.ValueMicro(_market.MarkNano)));
        _isWanted = ComputeQuote();
        ChooseSides(_isWanted);
        PublishQuote(sequence, ref decisions);
    }

    /// <summary>The second half: risk and orders for the quote just made.</summary>
    public void Steer(long sequence, ref DecisionBatch decisions)
    {
        int decided = decisions.Count;
        Steer(Side.Buy, _quote.BidTicks, _bidRisk, sequence, ref decisions);
        Steer(Side.Sell, _quote.AskTicks, _askRisk, sequence, ref decisions);
        _orders.Clearing.ClearUp(_nowNs, sequence, ref decisions);
        NoteUptime(_isWanted);
        // What was decided is not kept waiting: the next event is that decision, and the rest can follow on it.
        if (decisions.Count == decided)
            Prepare(sequence, ref decisions);
    }

    /// <summary>What no order of this event waits for, but later ones gain by: the plan and the fit, which is told when the quote has used it.</summary>
    private void Prepare(long sequence, ref DecisionBatch decisions)
    {
        if (_isWanted)
        {
            PlanAhead();
            if (_intensity.Fits != _publishedFits)
                PublishEstimates(sequence, ref decisions);
        }
        _intensity.FitIfDue(_nowNs);
    }

    /// <summary>
    /// What will most likely be wanted next: the sizes of now at the prices around those of now; in ping-pong on both sides, because a fill
    /// turns the side.
    /// </summary>
    private void PlanAhead()
    {
        PlanAhead(Side.Buy, _modelBidTicks, _bidRisk);
        PlanAhead(Side.Sell, _modelAskTicks, _askRisk);
    }

    private void PlanAhead(Side side, long priceTicks, SideRisk risk)
    {
        if (!_orders.Plan.IsDue(side, _nowNs, _orders.Slots.Of(side, 0).NextRefreshNs))
            return;
        long wanted = WantedSteps(side);
        long steps = risk.AllowedSteps > 0 ? Math.Min(wanted, risk.AllowedSteps) : wanted;
        if (priceTicks > 0 && steps > 0)
            _orders.Plan.Plan(side, priceTicks, steps, _nowNs, _account.Nonces);
    }

    private void NoteUptime(bool isWanted)
    {
        bool isAllowed = Gate() is QuoteReason.None or QuoteReason.AccountDown;
        bool isQuoted = isWanted
            && (_quote.BidTicks == 0 || IsResting(Side.Buy)) && (_quote.AskTicks == 0 || IsResting(Side.Sell));
        _pnl.Uptime.Advance(_nowNs, isAllowed, isQuoted);
    }

    private bool IsResting(Side side) => _account.Own.Find(_orders.Slots.Of(side, 0).Current).Life == OrderLife.Live;

    /// <summary>Computes the quote that the model wants. False if there must be none: then every order is cancelled.</summary>
    private bool ComputeQuote()
    {
        QuoteReason gate = Gate();
        // Before the start and in a pause everything is computed all the same, to be seen.
        QuoteReason problem = gate is QuoteReason.Paused or QuoteReason.NotStarted ? QuoteReason.None : gate;
        _quote = default;
        _quote.PositionSteps = _ledger.PositionSteps;
        _quote.SigmaRelative = _volatility.Sigma;
        if (problem == QuoteReason.None)
            problem = MarketProblem();
        if (problem == QuoteReason.None)
            problem = ComputePrices();
        if (problem == QuoteReason.None && _account.IsHalted)
            problem = QuoteReason.HaltedByRejects;
        if (gate != QuoteReason.None)
            problem = gate;
        _quote.Reason = problem == QuoteReason.None ? Pause() : problem;
        if (problem == QuoteReason.None)
            return true;
        _quote.BidTicks = 0;
        _quote.AskTicks = 0;
        return false;
    }

    /// <summary>Why nothing is quoted whatever the market does; none if something may be.</summary>
    private QuoteReason Gate()
    {
        if (_account.IsStopped)
            return _accountRisk.IsKilled ? QuoteReason.Killed : QuoteReason.Stopped;
        if (!_account.WasStarted)
            return QuoteReason.NotStarted;
        if (_account.IsPaused)
            return QuoteReason.Paused;
        return _account.IsReady ? QuoteReason.None : QuoteReason.AccountDown;
    }

    /// <summary>Why the market cannot be quoted; none if it can.</summary>
    private QuoteReason MarketProblem()
    {
        bool wasOnBackup = _isOnBackup;
        _isOnBackup = _market.IsOnBackup(_nowNs);
        QuoteReason problem = _market.ProblemAt(_nowNs);
        if (problem != QuoteReason.None)
            return problem;
        if (_touchIsOld || _isOnBackup != wasOnBackup)
        {
            _others = _isOnBackup ? _market.BackupTouchWithout(_orders) : _market.TouchWithout(_orders);
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
        if (_account.Nonces.Available == 0 || !_account.Own.HasEpoch)
            return QuoteReason.NoNonce;
        if (_account.IsRateLimited(_nowNs))
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
        if (_lotSteps < _settings.Market.MinOrderSteps && _settings.Orders.RoundUpToMin)
            _lotSteps = _settings.Market.MinOrderSteps;
        _quote.SizeSteps = _lotSteps;
        if (_lotSteps < _settings.Market.MinOrderSteps)
            return QuoteReason.SizeBelowMinimum;
        double fair = FairPrice();
        FillIntensity intensity = _intensity.At(_nowNs, fair);
        if (!(intensity.Kappa > 0) || !double.IsFinite(intensity.Kappa)
            || (_settings.Quoting.Model != QuoteModelKind.AvellanedaStoikov && !(intensity.A > 0)))
            return QuoteReason.NoIntensity;
        if (!(_volatility.Sigma >= 0) || !double.IsFinite(_volatility.Sigma))
            return QuoteReason.NoVolatility;
        _quoter.Widen(_isOnBackup ? _settings.Quoting.BackupSpreadMultiplier : 1);
        bool isQuoted = _quoter.TryQuote(
            _nowNs, fair, _touch, _lotSteps * _units.StepSize, _ledger.PositionSteps / (double)_lotSteps, _volatility.Sigma, intensity,
            _settings.Quoting.PostOnlySafetyTicks + _orders.SafetyTicks(Side.Buy),
            _settings.Quoting.PostOnlySafetyTicks + _orders.SafetyTicks(Side.Sell), out QuotePrices prices);
        if (!isQuoted)
            return QuoteReason.NotFinite;
        _quote.FairPrice = fair;
        _quote.ReservationPrice = prices.ReservationPrice;
        _quote.HalfSpread = prices.HalfSpread;
        _quote.Kappa = intensity.Kappa;
        _quote.BidTicks = Math.Max(0, prices.BidTicks);
        _quote.AskTicks = Math.Max(0, prices.AskTicks);
        _modelBidTicks = _quote.BidTicks;
        _modelAskTicks = _quote.AskTicks;
        _quote.Clamps = prices.Clamps | intensity.Clamps | _volatility.Clamps;
        return QuoteReason.None;
    }

    private double FairPrice() => _quoter.NeedsSizes && !_isOnBackup
        ? _quoter.FairPrice(
            _touch, _market.StepsWithout(_orders, Side.Buy, _touch.BidTicks), _market.StepsWithout(_orders, Side.Sell, _touch.AskTicks))
        : _quoter.FairPrice(_touch, 0, 0);

    /// <summary>Ping-pong quotes the one side that its rule names; without a quote there is none.</summary>
    private void ChooseSides(bool isWanted)
    {
        _unwanted = isWanted ? RequestReason.WrongSide : ReasonOf(_quote.Reason);
        if (!isWanted || _settings.Orders.Mode != QuotingMode.PingPong)
            return;
        if (_pingPong.Wanted(_ledger.PositionSteps, _orders.Fills.LastFillSide) == Side.Buy)
            _quote.AskTicks = 0;
        else
            _quote.BidTicks = 0;
    }

    private static RequestReason ReasonOf(QuoteReason reason) => reason switch
    {
        QuoteReason.Stopped or QuoteReason.Killed or QuoteReason.HaltedByRejects => RequestReason.Stop,
        QuoteReason.Paused or QuoteReason.NotStarted => RequestReason.Disabled,
        _ => RequestReason.InvalidQuote,
    };

    private void Steer(Side side, long priceTicks, SideRisk risk, long sequence, ref DecisionBatch decisions)
    {
        SlotSet slots = _orders.Slots;
        long nearer = slots.WatchedSteps(side);
        if (priceTicks == 0)
        {
            SideTarget nothing = SideTarget.Nothing(_unwanted);
            for (int level = 0; level < slots.Levels; level++)
                _orders.Steering.Steer(slots.Of(side, level), nothing, _nowNs, sequence, ref decisions);
            return;
        }
        long wantedSteps = WantedSteps(side);
        long all = nearer;
        for (int level = 0; level < slots.Levels; level++)
            all += slots.LiveSteps(slots.Of(side, level));
        RiskDecision told = default;
        for (int level = 0; level < slots.Levels; level++)
        {
            QuoteSlot slot = slots.Of(side, level);
            long own = slots.LiveSteps(slot);
            RiskDecision decision = SteerLevel(slot, LevelTicks(side, priceTicks, level), wantedSteps, all - own, nearer, sequence, ref decisions);
            if (level == 0)
                told = decision;
            nearer += own;
        }
        PublishVerdict(risk, told, priceTicks, wantedSteps, sequence, ref decisions);
    }

    /// <summary>Steers one slot, and gives what risk said about it.</summary>
    /// <param name="slot">The slot.</param>
    /// <param name="priceTicks">Wanted price.</param>
    /// <param name="wantedSteps">Wanted size.</param>
    /// <param name="besides">Unfilled size of the side that may be live outside of this slot.</param>
    /// <param name="nearer">That part of it which has precedence, because it is nearer to the market or on its way out.</param>
    /// <param name="sequence">The event that caused it.</param>
    /// <param name="decisions">Where requests go.</param>
    private RiskDecision SteerLevel(
        QuoteSlot slot, long priceTicks, long wantedSteps, long besides, long nearer, long sequence, ref DecisionBatch decisions)
    {
        Side side = slot.Side;
        var exposure = new Exposure(_ledger.PositionSteps, besides);
        long leverage = _accountRisk.HasLeverageLimit ? _accountRisk.LeverageRoomMicro(_number) : long.MaxValue;
        RiskReason onlyReduce = _accountRisk.OnlyReduces ? RiskReason.Halted
            : _account.IsShortOfFunds(_nowNs) ? RiskReason.InsufficientFunds : RiskReason.Approved;
        // Judged is the farthest price at which an order that is planned may be taken instead.
        long tolerance = _orders.Plan.ToleranceTicks(priceTicks);
        RiskDecision decision = _limits.Check(
            side, side == Side.Buy ? priceTicks - tolerance : priceTicks + tolerance, wantedSteps, exposure, _touch.Mid2, _market.MarkNano, leverage, onlyReduce);
        long maxPosition = _limits.MaxPositionSteps(_touch.Mid2);
        var target = new SideTarget(
            priceTicks, decision.AllowedSteps, RiskLimits.Room(side, maxPosition, exposure), LimitTicks(side, priceTicks), _touch.Mid2)
        {
            KeepSteps = RiskLimits.Room(side, maxPosition, exposure with { LiveSteps = nearer }),
            Why = RequestReason.Risk,
            IsHeld = _nowNs - _orders.Fills.LastFillNs(side) < _settings.Orders.FillCooldownNs,
        };
        _orders.Steering.Steer(slot, target, _nowNs, sequence, ref decisions);
        return slot.IsHeldByBudget
            ? new RiskDecision(RiskReason.RequestBudget, 0, _account.Budget.RequestsPerMinute, _account.Budget.Available)
            : decision;
    }

    private long WantedSteps(Side side) => _settings.Orders.Mode == QuotingMode.PingPong
        ? _pingPong.Steps(side, _ledger.PositionSteps, _lotSteps)
        : SizeShape.Steps(side, _lotSteps, _ledger.PositionSteps, _limits.MaxPositionSteps(_touch.Mid2), _settings.Orders.SizeShape);

    /// <summary>Price of a level: each stands a fixed part of the fair price, at least a tick, behind the one before.</summary>
    private long LevelTicks(Side side, long priceTicks, int level)
    {
        if (level == 0)
            return priceTicks;
        double spacing = _settings.Orders.LevelSpacingBps * BasisPoint * _quoter.Inputs.FairPrice / _units.TickSize;
        long distance = level * Math.Max(1, (long)Math.Round(spacing));
        return side == Side.Buy ? Math.Max(1, priceTicks - distance) : priceTicks + distance;
    }

    /// <summary>
    /// The most aggressive price at which a resting order may stay: behind the opposite best, with the least edge; but never behind the
    /// price that is wanted now, which a skewed quote may have with less edge.
    /// </summary>
    private long LimitTicks(Side side, long wantedTicks)
    {
        double fair = _quoter.Inputs.FairPrice;
        double edge = PricePipeline.LeastEdge(_quoter.Inputs);
        if (side == Side.Buy)
        {
            long limit = (long)Math.Floor((fair - edge) / _units.TickSize + 1e-7);
            return Math.Max(wantedTicks, Math.Min(limit, _touch.AskTicks - 1));
        }
        long least = (long)Math.Ceiling((fair + edge) / _units.TickSize - 1e-7);
        return Math.Min(wantedTicks, Math.Max(least, _touch.BidTicks + 1));
    }

    private void DistrustStream(long sequence, ref DecisionBatch decisions)
    {
        if (!_market.Watch.TryDistrust(_nowNs, out StreamDistrustedPayload distrusted))
            return;
        distrusted.CauseSequence = sequence;
        decisions.Add(EventKind.StreamDistrusted, _number, _nowNs).StreamDistrusted = distrusted;
    }

    private void CorrectPosition(long sequence, ref DecisionBatch decisions)
    {
        if (!_account.WasReady || !_position.IsWrong(_ledger.PositionSteps, _orders.Fills.LastFillMs, _nowNs) || !_orders.Slots.IsQuiet)
            return;
        long ours = _ledger.PositionSteps;
        long difference = _position.ExchangeSteps - ours;
        _ledger.Correct(difference, _units.ValueAtMidMicro(_touch.Mid2, difference));
        _orders.Fills.TakePosition(_position.ExchangeMs, isCorrection: true);
        ref RiskVerdictPayload verdict = ref decisions.Add(EventKind.RiskVerdict, _number, _nowNs).RiskVerdict;
        verdict.CauseSequence = sequence;
        verdict.Reason = RiskReason.PositionCorrected;
        verdict.WantedSteps = ours;
        verdict.AllowedSteps = _position.ExchangeSteps;
        verdict.Value = difference;
        _account.Alerts.Raise(_number, new AlertPayload { Alert = AlertKind.PositionCorrected, Value = difference });
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
            ReasonChanges++;
        _quote.CauseSequence = sequence;
        _published = _quote;
        decisions.Add(EventKind.QuoteDecision, _number, _nowNs).QuoteDecision = _quote;
    }

    /// <summary>What the models use now, and what the fit just made came from: both regressions, both sides.</summary>
    private void PublishEstimates(long sequence, ref DecisionBatch decisions)
    {
        _publishedFits = _intensity.Fits;
        QuotingSettings quoting = _settings.Quoting;
        IntensityFit weighted = _intensity.Fit(quoting.IntensitySide, IntensityRegression.Weighted);
        IntensityFit ordinary = _intensity.Fit(quoting.IntensitySide, IntensityRegression.Ordinary);
        IntensityFit ask = _intensity.Fit(IntensitySide.Ask, quoting.IntensityRegression);
        IntensityFit bid = _intensity.Fit(IntensitySide.Bid, quoting.IntensityRegression);
        ref EstimatesPayload estimates = ref decisions.Add(EventKind.Estimates, _number, _nowNs).Estimates;
        estimates.CauseSequence = sequence;
        estimates.Quality = (long)_intensity.Quality;
        estimates.Clamps = _quote.Clamps;
        estimates.Kappa = _quoter.Inputs.Kappa;
        estimates.Intensity = _quoter.Inputs.Intensity;
        estimates.KappaWeighted = weighted.KappaPerTick / _units.TickSize;
        estimates.KappaOrdinary = ordinary.KappaPerTick / _units.TickSize;
        estimates.KappaAsk = ask.KappaPerTick / _units.TickSize;
        estimates.KappaBid = bid.KappaPerTick / _units.TickSize;
        estimates.RSquared = (quoting.IntensityRegression == IntensityRegression.Ordinary ? ordinary : weighted).RSquared;
        estimates.SigmaRelative = _volatility.Sigma;
        estimates.EffectiveHorizonSeconds = _quoter.EffectiveHorizonSeconds();
    }

    private void PublishVerdict(
        SideRisk risk, in RiskDecision decision, long priceTicks, long wantedSteps, long sequence, ref DecisionBatch decisions)
    {
        if (!risk.Changes(decision, wantedSteps))
            return;
        ref RiskVerdictPayload verdict = ref decisions.Add(EventKind.RiskVerdict, _number, _nowNs).RiskVerdict;
        verdict.CauseSequence = sequence;
        verdict.Side = risk.Side;
        verdict.Reason = decision.Reason;
        verdict.PriceTicks = priceTicks;
        verdict.WantedSteps = wantedSteps;
        verdict.AllowedSteps = decision.AllowedSteps;
        verdict.Limit = decision.Limit;
        verdict.Value = decision.Value;
    }

    private void CopySide(Side side, long wantedTicks, SideRisk risk, ref SideStatus status)
    {
        QuoteSlot slot = _orders.Slots.Of(side, 0);
        ref OwnOrder order = ref _account.Own.Find(slot.Current);
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
