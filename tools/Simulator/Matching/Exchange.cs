using System.Globalization;
using LowLatencyMM.Simulator.Recording;

namespace LowLatencyMM.Simulator.Matching;

/// <summary>
/// The exchange: its markets and one account. A pure function of the recordings, the rules and the sequence of (simulated time,
/// request): no clock, no chance, no threads. Time is nanoseconds since the start and never runs backwards.
/// </summary>
internal sealed class Exchange
{
    private const long BestBidAskPeriod = 10_000_000;
    private const long FramePeriod = 100_000_000;
    private const long SecondPeriod = 1_000_000_000;
    private const long MinutePeriod = 60_000_000_000;

    private readonly IExchangeSink _sink;
    private readonly ExchangeSettings _settings;
    private readonly SimulatedClock _clock;
    private readonly Snowflake _ids = new();
    private readonly OrderStore _store = new();
    private readonly OrderLimits _limits;
    private readonly MatchingEngine _engine;
    private readonly ConditionalOrders _conditional;
    private readonly Liquidation _liquidation;
    private readonly Dictionary<string, Market> _byName = new(StringComparer.Ordinal);
    private readonly Market[] _markets;
    private long _nextBestBidAsk = BestBidAskPeriod;
    private long _nextFrame = FramePeriod;
    private long _nextSecond = SecondPeriod;
    private long _nextMinute = MinutePeriod;
    private long _nextFunding;
    private long _nextExpiry = long.MaxValue;
    private long _deadMansSwitch = long.MaxValue;

    /// <summary>Makes the exchange at simulated time 0, with each recording's first book shown.</summary>
    /// <param name="markets">What drives each market's book, and its rules on the recording's grid.</param>
    /// <param name="settings">Balance, visibility of own orders, expiry horizon, funding.</param>
    /// <param name="startMs">Exchange time of simulated time 0, in epoch milliseconds.</param>
    /// <param name="sink">Who is told what happens.</param>
    public Exchange(
        IReadOnlyList<(MarketRules Rules, MarketRecording Recording)> markets, ExchangeSettings settings, long startMs, IExchangeSink sink)
    {
        _sink = sink;
        _settings = settings;
        _clock = new SimulatedClock(startMs);
        Account = new Account(settings.InitialBalance) { UpdatedMs = startMs };
        _limits = new OrderLimits(Account);
        _engine = new MatchingEngine(_clock, Account, _store, _ids, settings.Assumptions, sink);
        _conditional = new ConditionalOrders(_clock, _store, _ids, _engine, _limits, settings.Assumptions, sink);
        _liquidation = new Liquidation(_clock, Account, _store, _ids, _engine);
        _markets = [.. markets.Select(market => new Market(market.Rules, market.Recording, settings))];
        foreach (Market market in _markets)
        {
            _byName.Add(market.Rules.Name, market);
            Account.Add(market.Position);
            _engine.PlayNext(market);
            market.Book.Publish();
            market.ToldBest = (market.Book.Best(Side.Buy), market.Book.Best(Side.Sell));
            market.UpdatePrices(startMs);
            market.SampleFunding();
        }
        long intervalMs = settings.FundingInterval / 1_000_000;
        _nextFunding = _clock.ToSimulated(startMs - startMs % intervalMs + intervalMs);
    }

    public Account Account { get; }

    /// <summary>What was deposited before the start.</summary>
    public decimal InitialBalance => _settings.InitialBalance;

    /// <summary>Exchange time of the start, epoch milliseconds.</summary>
    public long StartMs => _clock.StartMs;

    /// <summary>The markets, in the order given.</summary>
    public IReadOnlyList<Market> Markets => _markets;

    /// <summary>Simulated time, nanoseconds since the start.</summary>
    public long Now => _clock.Now;

    /// <summary>Exchange time, epoch milliseconds.</summary>
    public long NowMs => _clock.NowMs;

    /// <summary>Exchange time of the last book frame.</summary>
    public long FrameMs => _clock.StartMs + (_nextFrame - FramePeriod) / 1_000_000;

    /// <summary>Exchange time of the next funding payment.</summary>
    public long NextFundingMs => _clock.StartMs + _nextFunding / 1_000_000;

    /// <summary>Open orders of all markets: those in the book, bids first, in priority, then those that wait for a trigger.</summary>
    public IEnumerable<Order> OpenOrders => _markets.SelectMany(market => market.Own.Concat(market.Waiting));

    /// <summary>All orders kept: the open ones and the latest 10,000 closed ones, oldest first.</summary>
    public IEnumerable<Order> Orders => _store.Orders;

    /// <summary>The latest trades of the account, at most 10,000, oldest first.</summary>
    public IReadOnlyList<Fill> Fills => _store.Fills;

    /// <summary>Simulated time at which something happens next by itself.</summary>
    public long NextTime
    {
        get
        {
            long next = Math.Min(Math.Min(_nextBestBidAsk, _nextFrame), Math.Min(_nextSecond, _nextMinute));
            next = Math.Min(next, Math.Min(_nextFunding, Math.Min(_nextExpiry, _deadMansSwitch)));
            foreach (Market market in _markets)
                next = Math.Min(next, market.Player.NextTime);
            return next;
        }
    }

    public Market? FindMarket(string? name) => name is null ? null : _byName.GetValueOrDefault(name);

    public Order? Find(long id) => _store.Find(id);

    public Order? Find(string externalId) => _store.Find(externalId);

    /// <summary>Lets everything happen that is due up to and including a time.</summary>
    public void Advance(long time)
    {
        while (NextTime is var next && next <= time)
        {
            _clock.Now = next;
            Step();
        }
        _clock.Now = Math.Max(_clock.Now, time);
    }

    /// <summary>Places an order, replacing another one if it names one.</summary>
    public OrderAnswer Place(long time, OrderRequest request)
    {
        Advance(time);
        if (FindMarket(request.Market) is not { } market)
            return OrderAnswer.Refused(new RequestError(404, 1001, $"Market '{request.Market}' not found"));
        if (OrderCheck.Check(request, market.Rules, market.Mode, _settings.MaxExpiryDays, NowMs, out OrderTerms terms) is { } malformed)
            return OrderAnswer.Refused(malformed);
        if (Find(request.ExternalId!) is not null)
            return OrderAnswer.Refused(RequestError.Refused(1134, $"Duplicate order: id '{request.ExternalId}' is taken"));
        Order? replaced = null;
        if (request.CancelId is not null && ((replaced = Find(request.CancelId)) is null || !replaced.IsOpen || replaced.Market != market))
            return OrderAnswer.Refused(RequestError.Refused(1142, $"Open order '{request.CancelId}' to replace not found"));
        if (_limits.Check(market, terms, request.ReduceOnly, replaced) is { } limits)
            return OrderAnswer.Refused(limits);

        if (request.SelfTradeProtection is null && _settings.Assumptions.OrderWithoutProtectionVanishes)
            return new OrderAnswer(_ids.Next(NowMs), request.ExternalId!, null);
        Order order = Accept(market, request, terms);
        Enter(order, replaced);
        if (replaced is not null || order.Status != OrderStatus.Rejected)
            _engine.TellBalance();
        Settle();
        return new OrderAnswer(order.Id, order.ExternalId, null);
    }

    /// <summary>Cancels an order by its id.</summary>
    public RequestError? Cancel(long time, long id)
    {
        Advance(time);
        return Cancel(Find(id), id.ToString(CultureInfo.InvariantCulture));
    }

    /// <summary>Cancels an order by its external id.</summary>
    public RequestError? Cancel(long time, string externalId)
    {
        Advance(time);
        return Cancel(Find(externalId), externalId);
    }

    /// <summary>Cancels every open order that the predicate names; one frame tells of all of them.</summary>
    public void CancelAll(long time, Func<Order, bool> which)
    {
        Advance(time);
        CancelAll(which, StatusReason.None);
    }

    /// <summary>Arms the dead man's switch to cancel all orders once after some seconds of exchange time; 0 disarms it.</summary>
    public void SetDeadMansSwitch(long time, long seconds)
    {
        Advance(time);
        _deadMansSwitch = seconds == 0 ? long.MaxValue : Now + Math.Min(seconds, 1_000_000_000) * 1_000_000_000;
    }

    /// <summary>Sets a market's leverage.</summary>
    public RequestError? SetLeverage(long time, Market market, decimal leverage)
    {
        Advance(time);
        Position position = market.Position;
        if (leverage < 1)
            return RequestError.Refused(1049, $"leverage {leverage} is below 1");
        if (leverage > market.Rules.MaxLeverage)
            return RequestError.Refused(1050, $"leverage {leverage} exceeds {market.Rules.MaxLeverage}");
        if (decimal.Round(leverage, 2) != leverage)
            return RequestError.Refused(1053, $"leverage {leverage} has more than 2 digits after the point");
        decimal largest = Math.Max(Math.Abs(position.Value + position.OpenBuys), Math.Abs(position.Value - position.OpenSells));
        if (largest > OrderLimits.LargestPositionValue(market.Rules, leverage))
            return RequestError.Refused(10501, "The position with its open orders is too large for this leverage");
        decimal margin = position.InitialMargin;
        if (Account.Equity - Account.InitialMargin + margin - margin * position.Leverage / leverage < 0)
            return RequestError.Refused(1052, "Not enough margin for this leverage");
        position.Leverage = leverage;
        _engine.TellBalance();
        return null;
    }

    /// <summary>Restricts a market, or opens it again.</summary>
    public void SetMode(long time, Market market, MarketMode mode)
    {
        Advance(time);
        market.Mode = mode;
    }

    private void Step()
    {
        foreach (Market market in _markets)
        {
            if (market.Player.NextTime != Now)
                continue;
            _engine.PlayNext(market);
            _conditional.Execute(market);
            Settle();
            return;
        }
        if (_nextExpiry == Now)
        {
            Expire();
        }
        else if (_deadMansSwitch == Now)
        {
            _deadMansSwitch = long.MaxValue;
            CancelAll(_ => true, StatusReason.None);
        }
        else if (_nextSecond == Now)
        {
            _nextSecond += SecondPeriod;
            _sink.OnSecond();
            foreach (Market market in _markets)
            {
                market.UpdatePrices(NowMs);
                _sink.OnPrices(market);
                _conditional.Execute(market);
            }
            Settle(pricesChanged: true);
        }
        else if (_nextMinute == Now)
        {
            _nextMinute += MinutePeriod;
            foreach (Market market in _markets)
                market.SampleFunding();
        }
        else if (_nextFunding == Now)
        {
            PayFunding();
        }
        else if (_nextBestBidAsk == Now)
        {
            _nextBestBidAsk += BestBidAskPeriod;
            foreach (Market market in _markets)
                TellBestBidAsk(market);
        }
        else
        {
            _nextFrame += FramePeriod;
            foreach (Market market in _markets)
                TellBook(market);
        }
    }

    private Order Accept(Market market, OrderRequest request, in OrderTerms terms)
    {
        Side closing = terms.Type == OrderType.Tpsl == (terms.Side == Side.Sell) ? Side.Sell : Side.Buy;
        Order order = new()
        {
            Id = _ids.Next(NowMs),
            ExternalId = request.ExternalId!,
            Market = market,
            Side = terms.Side,
            Type = terms.Type,
            TimeInForce = terms.TimeInForce,
            SelfTradeProtection = terms.SelfTradeProtection,
            Price = terms.Price,
            Size = terms.Type == OrderType.Tpsl && terms.Size == 0 ? Math.Abs(market.Position.Size) : terms.Size,
            PostOnly = request.PostOnly,
            ReduceOnly = request.ReduceOnly || terms.Type == OrderType.Tpsl,
            Trigger = terms.Trigger,
            ExecutesAtMarket = request.Trigger?.ExecutionPriceType == "MARKET",
            Scope = terms.Scope,
            TakeProfit = ConditionalOrders.MakeLeg(terms.TakeProfit, closing, isProfit: true),
            StopLoss = ConditionalOrders.MakeLeg(terms.StopLoss, closing, isProfit: false),
            CreatedMs = NowMs,
            ExpireMs = request.ExpiryMs!.Value,
            UpdatedMs = NowMs,
        };
        _store.Add(order);
        return order;
    }

    /// <summary>An order takes the place of the one that it replaces, if any.</summary>
    private void Enter(Order order, Order? replaced)
    {
        if (replaced is not null && !_settings.Assumptions.ReplaceTellsNewFirst)
            _engine.Close(replaced, OrderStatus.Cancelled, StatusReason.OrderReplaced);
        else if (replaced is not null)
            _engine.Withdraw(replaced, OrderStatus.Cancelled, StatusReason.OrderReplaced);
        if (order.Type is OrderType.Conditional or OrderType.Tpsl)
            _conditional.Add(order);
        else
            _engine.Execute(order);
        if (replaced is not null && _settings.Assumptions.ReplaceTellsNewFirst)
            _sink.OnOrders(new ReadOnlySpan<Order>(in replaced));
    }

    private RequestError? Cancel(Order? order, string name)
    {
        if (order is null || !order.IsOpen)
            return new RequestError(404, 1142, $"Open order '{name}' not found");
        _engine.Close(order, OrderStatus.Cancelled, StatusReason.None);
        _engine.TellBalance();
        Settle();
        return null;
    }

    private void CancelAll(Func<Order, bool> which, StatusReason reason)
    {
        _engine.CancelAll([.. OpenOrders.Where(which)], reason);
        Settle();
    }

    private void Expire()
    {
        Order[] orders = [.. OpenOrders.Where(order => _clock.ToSimulated(order.ExpireMs) <= Now)];
        foreach (Order order in orders)
            _engine.Close(order, OrderStatus.Expired, StatusReason.None);
        _engine.TellBalance();
        Settle();
    }

    /// <summary>What follows from a change of orders or positions (or of prices): orders that can no longer be paid, the next expiry.</summary>
    private void Settle(bool pricesChanged = false)
    {
        if (!_engine.TakeChanged() && !pricesChanged)
            return;
        foreach (Market market in _markets)
        {
            _conditional.FollowPositions(market);
            _conditional.Execute(market);
        }
        if (_settings.Liquidation)
            _liquidation.Check(_markets);
        if (Account.AvailableForTrade < 0)
            _engine.CancelAll([.. OpenOrders.Where(order => order.IsResting && !order.ReduceOnly)], StatusReason.NotEnoughFunds);
        _nextExpiry = long.MaxValue;
        foreach (Market market in _markets)
        {
            foreach (Order order in market.Own.Concat(market.Waiting))
                _nextExpiry = Math.Min(_nextExpiry, _clock.ToSimulated(order.ExpireMs));
        }
    }

    private void PayFunding()
    {
        _nextFunding += _settings.FundingInterval;
        bool paid = false;
        foreach (Market market in _markets)
        {
            FundingRate rate = market.Funding.Apply(NowMs);
            _sink.OnFunding(market, rate);
            Position position = market.Position;
            if (position.Size == 0)
                continue;
            decimal fee = decimal.Round(-position.Value * rate.Rate, 6, MidpointRounding.ToZero);
            Account.Pay(new FundingPayment(
                _ids.Next(NowMs), market, position.Id, position.Size, position.Mark, fee, rate.Rate, NowMs), position);
            _sink.OnPosition(position);
            paid = true;
        }
        if (!paid)
            return;
        _engine.TellBalance();
        Settle();
    }

    private void TellBestBidAsk(Market market)
    {
        (BookLevel, BookLevel) best = (market.Book.Best(Side.Buy), market.Book.Best(Side.Sell));
        if (best == market.ToldBest)
            return;
        market.ToldBest = best;
        _sink.OnBestBidAsk(market, market.ToldBest.Bid, market.ToldBest.Ask);
    }

    private void TellBook(Market market)
    {
        market.Book.Publish();
        _sink.OnBookDelta(market, market.Book.BidChanges, market.Book.AskChanges);
        if (Now % MinutePeriod == 0)
            _sink.OnBookSnapshot(market, market.Book.Bids, market.Book.Asks);
    }
}
