using System.Runtime.InteropServices;
using LowLatencyMM.Simulator.Recording;

namespace LowLatencyMM.Simulator.Matching;

/// <summary>
/// The exchange: one market, one account. A pure function of the recording, the rules and the sequence of (simulated time,
/// request): no clock, no chance, no threads. Time is nanoseconds since the start and never runs backwards.
/// </summary>
/// <remarks>
/// The recording drives the book; own orders rest in it. An order's queue position is the size shown at its price when it came.
/// Recorded trades at the price shrink the queue, then fill the order; trades through the price fill it at once. When a level
/// shrinks by more than was traded there, the rest was cancelled, ahead and behind in proportion. When the recorded opposite best
/// reaches an order's price, that liquidity trades with the order at the order's price and leaves the book, so that the book
/// shown is never crossed. What own orders take from a level stays gone until the recording restates the level.
/// </remarks>
internal sealed class Exchange
{
    private const long BestBidAskPeriod = 10_000_000;
    private const long FramePeriod = 100_000_000;
    private const long MarkPeriod = 1_000_000_000;
    private const long SnapshotPeriod = 60_000_000_000;
    private const int KeptClosedOrders = 10_000;
    private const int KeptFills = 10_000;

    private readonly MarketRules _rules;
    private readonly IExchangeSink _sink;
    private readonly OrderCheck _check;
    private readonly RecordedBook _recorded = new();
    private readonly RecordingPlayer _player;
    private readonly OwnBook _own = new();
    private readonly Snowflake _ids = new();
    private readonly long _startMs;
    private readonly Dictionary<long, Order> _orders = [];
    private readonly Dictionary<string, Order> _byExternalId = new(StringComparer.Ordinal);
    private readonly Queue<Order> _closed = new();
    private readonly List<Fill> _fills = [];
    private readonly List<PublicTrade> _tradeRows = [];
    private BookLevel _bestBid;
    private BookLevel _bestAsk;
    private long _nextBestBidAsk = BestBidAskPeriod;
    private long _nextFrame = FramePeriod;
    private long _nextMark = MarkPeriod;
    private long _nextSnapshot = SnapshotPeriod;
    private long _nextExpiry = long.MaxValue;
    private long _deadMansSwitch = long.MaxValue;

    /// <summary>Makes the exchange at simulated time 0, with the recording's first book shown.</summary>
    /// <param name="recording">What drives the book.</param>
    /// <param name="rules">The market's rules, on the recording's grid.</param>
    /// <param name="settings">Balance, visibility of own orders, expiry horizon.</param>
    /// <param name="startMs">Exchange time of simulated time 0, in epoch milliseconds.</param>
    /// <param name="sink">Who is told what happens.</param>
    public Exchange(MarketRecording recording, MarketRules rules, ExchangeSettings settings, long startMs, IExchangeSink sink)
    {
        _rules = rules;
        _sink = sink;
        _startMs = startMs;
        _check = new OrderCheck(rules, settings.MaxExpiryDays);
        _player = new RecordingPlayer(recording, _recorded);
        Account = new Account(rules, settings.InitialBalance) { UpdatedMs = startMs };
        Statistics = new TradeStatistics(rules);
        Book = new ShownBook(_recorded, _own, settings.OwnOrdersVisible);
        PlayNext();
        Book.Publish();
        _bestBid = Book.Best(Side.Buy);
        _bestAsk = Book.Best(Side.Sell);
        UpdateMark();
    }

    public Account Account { get; }

    public TradeStatistics Statistics { get; }

    public ShownBook Book { get; }

    public MarketRules Rules => _rules;

    public MarketMode Mode { get; set; }

    /// <summary>Simulated time, nanoseconds since the start.</summary>
    public long Now { get; private set; }

    /// <summary>Exchange time, epoch milliseconds.</summary>
    public long NowMs => _startMs + Now / 1_000_000;

    /// <summary>Exchange time of the last book frame.</summary>
    public long FrameMs => _startMs + (_nextFrame - FramePeriod) / 1_000_000;

    /// <summary>Mark price as twice its ticks.</summary>
    public long MarkTwice { get; private set; }

    /// <summary>Resting orders, bids first, in priority.</summary>
    public IEnumerable<Order> OpenOrders => _own.Bids.Concat(_own.Asks);

    /// <summary>All orders kept: the open ones and the latest 10,000 closed ones, oldest first.</summary>
    public IEnumerable<Order> Orders => _orders.Values.OrderBy(order => order.Id);

    /// <summary>The latest trades of the account, at most 10,000, oldest first.</summary>
    public IReadOnlyList<Fill> Fills => _fills;

    /// <summary>Ticks that the loops of the recording have added to prices.</summary>
    public long LoopOffset => _player.Offset;

    /// <summary>Simulated time at which something happens next by itself.</summary>
    public long NextTime => Math.Min(
        Math.Min(Math.Min(_player.NextTime, _nextBestBidAsk), Math.Min(_nextFrame, _nextMark)),
        Math.Min(_nextExpiry, _deadMansSwitch));

    public Order? Find(long id) => _orders.GetValueOrDefault(id);

    public Order? Find(string externalId) => _byExternalId.GetValueOrDefault(externalId);

    /// <summary>Lets everything happen that is due up to and including a time.</summary>
    public void Advance(long time)
    {
        while (true)
        {
            long next = NextTime;
            if (next > time)
                break;
            Now = next;
            Step();
        }
        Now = Math.Max(Now, time);
    }

    /// <summary>Places an order, replacing another one if it names one.</summary>
    public OrderAnswer Place(long time, OrderRequest request)
    {
        Advance(time);
        if (_check.Check(request, Mode, NowMs, out OrderTerms terms) is { } malformed)
            return OrderAnswer.Refused(malformed);
        if (_byExternalId.ContainsKey(request.ExternalId!))
            return OrderAnswer.Refused(RequestError.Refused(1134, $"Duplicate order: id '{request.ExternalId}' is taken"));
        Order? replaced = null;
        if (request.CancelId is not null && ((replaced = Find(request.CancelId)) is null || !replaced.IsOpen))
            return OrderAnswer.Refused(RequestError.Refused(1142, $"Open order '{request.CancelId}' to replace not found"));
        if (CheckPriceBand(terms) is { } band)
            return OrderAnswer.Refused(band);
        if ((request.ReduceOnly ? CheckReduceOnly(terms) : null) is { } reduceOnly)
            return OrderAnswer.Refused(reduceOnly);
        if (CheckLimits(terms, request.ReduceOnly, replaced) is { } limits)
            return OrderAnswer.Refused(limits);

        Order order = Accept(request, terms);
        if (replaced is not null)
            Close(replaced, OrderStatus.Cancelled, StatusReason.OrderReplaced);
        Execute(order, terms.SelfTradeProtection);
        if (replaced is not null || order.Status != OrderStatus.Rejected)
            TellBalance();
        CancelWhatCannotBePaid();
        return new OrderAnswer(order.Id, order.ExternalId, null);
    }

    /// <summary>Cancels an order by its id.</summary>
    public RequestError? Cancel(long time, long id)
    {
        Advance(time);
        return Cancel(Find(id), id.ToString(System.Globalization.CultureInfo.InvariantCulture));
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

    /// <summary>Sets the leverage.</summary>
    public RequestError? SetLeverage(long time, decimal leverage)
    {
        Advance(time);
        if (leverage < 1)
            return RequestError.Refused(1049, $"leverage {leverage} is below 1");
        if (leverage > _rules.MaxLeverage)
            return RequestError.Refused(1050, $"leverage {leverage} exceeds {_rules.MaxLeverage}");
        if (decimal.Round(leverage, 2) != leverage)
            return RequestError.Refused(1053, $"leverage {leverage} has more than 2 digits after the point");
        if (Account.Exposure > LargestPositionValue(leverage))
            return RequestError.Refused(10501, "The position is too large for this leverage");
        if (Account.Equity - Account.InitialMargin * Account.Leverage / leverage < 0)
            return RequestError.Refused(1052, "Not enough margin for this leverage");
        Account.Leverage = leverage;
        TellBalance();
        return null;
    }

    private void Step()
    {
        if (_player.NextTime == Now)
        {
            PlayNext();
        }
        else if (_nextExpiry == Now)
        {
            Expire();
        }
        else if (_deadMansSwitch == Now)
        {
            _deadMansSwitch = long.MaxValue;
            CancelAll(_ => true, StatusReason.None);
        }
        else if (_nextMark == Now)
        {
            _nextMark += MarkPeriod;
            UpdateMark();
            _sink.OnMarkPrice(MarkTwice);
            CancelWhatCannotBePaid();
        }
        else if (_nextBestBidAsk == Now)
        {
            _nextBestBidAsk += BestBidAskPeriod;
            TellBestBidAsk();
        }
        else
        {
            _nextFrame += FramePeriod;
            TellBook();
        }
    }

    private void PlayNext()
    {
        RecordedEvent recorded = _player.Play();
        if (recorded.Kind == RecordedEventKind.Trades)
        {
            foreach (RecordedRow row in _player.Rows(recorded))
                PlayTrade(row.Side, row.Price + _player.Offset, row.Size);
            TellTrades();
            return;
        }
        foreach (Order order in _own.Bids)
            Requeue(order);
        foreach (Order order in _own.Asks)
            Requeue(order);
        TradeWithArrivals(_own.Bids, _recorded.Asks);
        TradeWithArrivals(_own.Asks, _recorded.Bids);
        TellTrades();
    }

    /// <summary>A recorded trade: own orders that it reaches take part of its size, the rest is printed as recorded.</summary>
    private void PlayTrade(Side taker, long price, long size)
    {
        Side maker = taker == Side.Buy ? Side.Sell : Side.Buy;
        List<Order> orders = _own[maker];
        int index = 0;
        long printed = size;
        while (size > 0 && index < orders.Count)
        {
            Order order = orders[index];
            bool through = OwnBook.IsBetter(maker, order.Price, price);
            if (!through && order.Price != price)
                break;
            if (!through)
                size -= TakeQueueAhead(orders, index, Math.Min(size, order.QueueAhead));
            long filled = Math.Min(size, Fillable(order));
            if (filled > 0)
            {
                size -= filled;
                printed -= filled;
                FillMaker(order, filled, taker);
            }
            if (order.IsOpen)
                index++;
        }
        if (printed > 0 && price > 0)
            AddTrade(_ids.Next(NowMs), taker, price, printed);
    }

    private static long TakeQueueAhead(List<Order> orders, int from, long size)
    {
        long price = orders[from].Price;
        for (int i = from; i < orders.Count && orders[i].Price == price; i++)
        {
            orders[i].QueueAhead = Math.Max(0, orders[i].QueueAhead - size);
            orders[i].TradedAtLevel += size;
        }
        return size;
    }

    /// <summary>Takes note of a level's new size: what it lost beyond trades was cancelled, before and behind in proportion.</summary>
    private void Requeue(Order order)
    {
        long size = _recorded[order.Side].Recorded(order.Price);
        if (size == order.LevelSize)
            return;
        long expected = Math.Max(0, order.LevelSize - order.TradedAtLevel);
        if (size < expected)
            order.QueueAhead = (long)((Int128)order.QueueAhead * size / expected);
        order.QueueAhead = Math.Min(order.QueueAhead, size);
        order.LevelSize = size;
        order.TradedAtLevel = 0;
    }

    /// <summary>Recorded liquidity that reaches own orders' prices trades with them.</summary>
    private void TradeWithArrivals(List<Order> orders, RecordedSide arrivals)
    {
        while (orders.Count > 0)
        {
            Order order = orders[0];
            long price = arrivals.BestPrice;
            if (price == 0 || OwnBook.IsBetter(order.Side, price, order.Price))
                return;
            long size = Math.Min(Fillable(order), arrivals.Available(price));
            arrivals.Take(price, size);
            FillMaker(order, size, order.Side == Side.Buy ? Side.Sell : Side.Buy);
        }
    }

    /// <summary>What an order may still fill: a reduce-only order no more than the position that it reduces.</summary>
    private long Fillable(Order order) =>
        order.ReduceOnly ? Math.Min(order.Remaining, Math.Abs(Account.Position)) : order.Remaining;

    private void FillMaker(Order order, long size, Side taker)
    {
        Fill fill = Fill(order, order.Price, size, isTaker: false, _ids.Next(NowMs));
        AddTrade(fill.Id, taker, order.Price, size);
        _recorded[order.Side].Touched.Add(order.Price);
        if (!order.IsOpen)
            Remove(order);
        RefreshOpenValues();
        _sink.OnOrders(new ReadOnlySpan<Order>(in order));
        _sink.OnFill(fill);
        CancelReduceOnlyWithoutPosition();
        _sink.OnPosition(Account);
        TellBalance();
        CancelWhatCannotBePaid();
    }

    private Fill Fill(Order order, long price, long size, bool isTaker, long id)
    {
        decimal value = _rules.Value(price, size);
        decimal fee = decimal.Round(value * (isTaker ? _rules.TakerFeeRate : _rules.MakerFeeRate), 6, MidpointRounding.ToZero);
        order.Filled += size;
        order.FilledValue += value;
        order.Fees += fee;
        order.UpdatedMs = NowMs;
        order.Status = order.Remaining == 0 ? OrderStatus.Filled : OrderStatus.PartiallyFilled;
        Account.Apply(order.Side, price, size, fee, NowMs, _ids);
        Fill fill = new(id, order.Id, order.ExternalId, order.Side, price, size, fee, isTaker, NowMs);
        if (_fills.Count == KeptFills)
            _fills.RemoveRange(0, KeptFills / 10);
        _fills.Add(fill);
        return fill;
    }

    private Order Accept(OrderRequest request, in OrderTerms terms)
    {
        Order order = new()
        {
            Id = _ids.Next(NowMs),
            ExternalId = request.ExternalId!,
            Side = terms.Side,
            Type = terms.Type,
            TimeInForce = terms.TimeInForce,
            Price = terms.Price,
            Size = terms.Size,
            PostOnly = request.PostOnly,
            ReduceOnly = request.ReduceOnly,
            CreatedMs = NowMs,
            ExpireMs = request.ExpiryMs!.Value,
            UpdatedMs = NowMs,
        };
        _orders.Add(order.Id, order);
        _byExternalId.Add(order.ExternalId, order);
        return order;
    }

    private void Execute(Order order, SelfTradeProtection protection)
    {
        if (order.PostOnly && WouldTrade(order))
        {
            Finish(order, OrderStatus.Rejected, StatusReason.PostOnlyFailed);
            _sink.OnOrders(new ReadOnlySpan<Order>(in order));
            return;
        }

        bool stopped = Take(order, protection);
        if (order.Remaining > 0 && stopped)
            Finish(order, OrderStatus.Cancelled, StatusReason.SelfTradeProtection);
        else if (order.Remaining > 0 && order.TimeInForce == TimeInForce.ImmediateOrCancel)
            Finish(order, OrderStatus.Cancelled, order.Filled == 0 ? StatusReason.NoLiquidity : StatusReason.None);
        else if (order.Remaining > 0)
            Rest(order);
        else
            Retire(order);

        _sink.OnOrders(new ReadOnlySpan<Order>(in order));
        if (order.Filled > 0)
        {
            CancelReduceOnlyWithoutPosition();
            _sink.OnPosition(Account);
        }
        TellTrades();
    }

    private bool WouldTrade(Order order)
    {
        Side opposite = Opposite(order.Side);
        long best = _recorded[opposite].BestPrice;
        List<Order> own = _own[opposite];
        return (best != 0 && Reaches(order, best)) || (own.Count > 0 && Reaches(order, own[0].Price));
    }

    /// <summary>Trades an incoming order with what it reaches, best price first; true if it met an own order and had to stop.</summary>
    private bool Take(Order order, SelfTradeProtection protection)
    {
        RecordedSide recorded = _recorded[Opposite(order.Side)];
        List<Order> own = _own[Opposite(order.Side)];
        while (order.Remaining > 0)
        {
            long best = recorded.BestPrice;
            bool meetsRecorded = best != 0 && Reaches(order, best);
            bool meetsOwn = own.Count > 0 && Reaches(order, own[0].Price);
            if (!meetsRecorded && !meetsOwn)
                return false;
            bool ownIsFirst = meetsOwn && (!meetsRecorded || own[0].Price != best
                ? !meetsRecorded || OwnBook.IsBetter(own[0].Side, own[0].Price, best)
                : own[0].QueueAhead == 0);
            if (ownIsFirst && protection != SelfTradeProtection.Disabled)
                return true;
            if (ownIsFirst)
                TakeOwn(order, own[0]);
            else
                TakeRecorded(order, recorded, own, best);
        }
        return false;
    }

    private void TakeRecorded(Order order, RecordedSide recorded, List<Order> own, long price)
    {
        long size = Math.Min(order.Remaining, recorded.Available(price));
        recorded.Take(price, size);
        foreach (Order resting in own)
            resting.QueueAhead = resting.Price == price ? Math.Max(0, resting.QueueAhead - size) : resting.QueueAhead;
        Fill fill = Fill(order, price, size, isTaker: true, _ids.Next(NowMs));
        AddTrade(fill.Id, order.Side, price, size);
        _sink.OnFill(fill);
    }

    private void TakeOwn(Order order, Order resting)
    {
        long size = Math.Min(order.Remaining, resting.Remaining);
        Fill fill = Fill(order, resting.Price, size, isTaker: true, _ids.Next(NowMs));
        _sink.OnFill(fill);
        FillMaker(resting, size, order.Side);
    }

    private void Rest(Order order)
    {
        order.Status = order.Filled == 0 ? OrderStatus.New : OrderStatus.PartiallyFilled;
        order.QueueAhead = _recorded[order.Side].Available(order.Price);
        order.LevelSize = _recorded[order.Side].Recorded(order.Price);
        _own.Add(order);
        _recorded[order.Side].Touched.Add(order.Price);
        RefreshExpiry();
        RefreshOpenValues();
    }

    private RequestError? Cancel(Order? order, string name)
    {
        if (order is null || !order.IsOpen)
            return new RequestError(404, 1142, $"Open order '{name}' not found");
        Close(order, OrderStatus.Cancelled, StatusReason.None);
        TellBalance();
        return null;
    }

    private void CancelAll(Func<Order, bool> which, StatusReason reason)
    {
        Order[] orders = [.. OpenOrders.Where(which)];
        if (orders.Length == 0)
            return;
        foreach (Order order in orders)
            FinishResting(order, OrderStatus.Cancelled, reason);
        _sink.OnOrders(orders);
        TellBalance();
    }

    private void Expire()
    {
        Order[] orders = [.. OpenOrders.Where(order => ToTime(order.ExpireMs) <= Now)];
        foreach (Order order in orders)
            Close(order, OrderStatus.Expired, StatusReason.None);
        TellBalance();
    }

    private void Close(Order order, OrderStatus status, StatusReason reason)
    {
        FinishResting(order, status, reason);
        _sink.OnOrders(new ReadOnlySpan<Order>(in order));
    }

    private void FinishResting(Order order, OrderStatus status, StatusReason reason)
    {
        Finish(order, status, reason);
        _recorded[order.Side].Touched.Add(order.Price);
        _own.Remove(order);
        RefreshExpiry();
        RefreshOpenValues();
    }

    private void Finish(Order order, OrderStatus status, StatusReason reason)
    {
        order.Cancelled = order.Remaining;
        order.Status = status;
        order.Reason = reason;
        order.UpdatedMs = NowMs;
        Retire(order);
    }

    private void Remove(Order order)
    {
        _own.Remove(order);
        RefreshExpiry();
        Retire(order);
    }

    private void Retire(Order order)
    {
        _closed.Enqueue(order);
        if (_closed.Count <= KeptClosedOrders)
            return;
        Order oldest = _closed.Dequeue();
        _orders.Remove(oldest.Id);
        _byExternalId.Remove(oldest.ExternalId);
    }

    private RequestError? CheckPriceBand(in OrderTerms terms)
    {
        decimal price = _rules.Prices.ToDecimal(terms.Price);
        decimal highest = Account.Mark * (1 + _rules.LimitPriceCap), lowest = Account.Mark * (1 - _rules.LimitPriceFloor);
        if (terms.Side == Side.Buy && price > highest)
            return RequestError.Refused(1141, $"price {price} is above {highest}, the cap over the mark price");
        if (terms.Side == Side.Sell && price < lowest)
            return RequestError.Refused(1141, $"price {price} is below {lowest}, the floor under the mark price");
        return null;
    }

    private RequestError? CheckReduceOnly(in OrderTerms terms)
    {
        if (Account.Position == 0)
            return RequestError.Refused(1137, "Reduce-only order, but there is no position");
        if (Account.Position > 0 == (terms.Side == Side.Buy))
            return RequestError.Refused(1138, "Reduce-only order on the position's own side");
        if (terms.Size > Math.Abs(Account.Position))
            return RequestError.Refused(1136, "Reduce-only order is larger than the position");
        return null;
    }

    private RequestError? CheckLimits(in OrderTerms terms, bool reduceOnly, Order? replaced)
    {
        if (_own.Count - (replaced is null ? 0 : 1) >= _rules.MaxOpenOrders)
            return RequestError.Refused(1126, $"There are {_rules.MaxOpenOrders} open orders already");
        if (reduceOnly)
            return null;
        long signed = terms.Side == Side.Buy ? terms.Size : -terms.Size;
        long resulting = Account.Position + signed;
        decimal resultingValue = Math.Abs(_rules.Value(terms.Price, resulting));
        if (Math.Abs(resulting) > Math.Abs(Account.Position) && resultingValue > LargestPositionValue(Account.Leverage))
            return RequestError.Refused(1127, $"The position's value would be {resultingValue:0.######}, more than this leverage allows");
        return CheckCost(terms, replaced);
    }

    private decimal LargestPositionValue(decimal leverage)
    {
        decimal largest = 0;
        foreach ((decimal upperBound, decimal riskFactor, bool isAvailable) in _rules.RiskFactors)
            largest = isAvailable && 1 / riskFactor >= leverage ? upperBound : largest;
        return Math.Min(largest, _rules.MaxPositionValue);
    }

    /// <summary>Order cost must not exceed what is available for trade, the replaced order's part given back.</summary>
    private RequestError? CheckCost(in OrderTerms terms, Order? replaced)
    {
        decimal buys = Account.OpenBuys, sells = Account.OpenSells;
        long openBuys = Sum(_own.Bids, replaced), openSells = Sum(_own.Asks, replaced);
        if (replaced is not null && replaced.Side == Side.Buy)
            buys -= _rules.Value(replaced.Price, replaced.Remaining);
        else if (replaced is not null)
            sells -= _rules.Value(replaced.Price, replaced.Remaining);

        decimal price = _rules.Prices.ToDecimal(terms.Price), size = _rules.Sizes.ToDecimal(terms.Size);
        decimal available = Account.Equity - Account.MarginFor(buys, sells);
        decimal direction = terms.Side == Side.Buy ? 1 : -1;
        decimal openLoss = Math.Min(direction * size * (Account.Mark - price), 0);
        decimal offset = terms.Side == Side.Buy
            ? Math.Min(0, 2 * _rules.Sizes.ToDecimal(Account.Position + openBuys))
            : Math.Min(0, -2 * _rules.Sizes.ToDecimal(Account.Position - openSells));
        decimal cost = Math.Max((size + offset) * price / Account.Leverage - openLoss, 0);
        return cost > available
            ? RequestError.Refused(1140, $"New order cost {cost:0.######} exceeds available balance {available:0.######}")
            : null;
    }

    private static long Sum(List<Order> orders, Order? without)
    {
        long sum = 0;
        foreach (Order order in orders)
            sum += order == without ? 0 : order.Remaining;
        return sum;
    }

    private void CancelWhatCannotBePaid()
    {
        if (_own.Count > 0 && Account.AvailableForTrade < 0)
            CancelAll(order => !order.ReduceOnly, StatusReason.NotEnoughFunds);
    }

    private void CancelReduceOnlyWithoutPosition()
    {
        if (_own.Count > 0)
            CancelAll(order => order.ReduceOnly && (order.Side == Side.Buy ? Account.Position >= 0 : Account.Position <= 0),
                StatusReason.ReduceOnlyFailed);
    }

    private void RefreshExpiry()
    {
        _nextExpiry = long.MaxValue;
        foreach (Order order in _own.Bids)
            _nextExpiry = Math.Min(_nextExpiry, ToTime(order.ExpireMs));
        foreach (Order order in _own.Asks)
            _nextExpiry = Math.Min(_nextExpiry, ToTime(order.ExpireMs));
    }

    private long ToTime(long epochMs) => (epochMs - _startMs) * 1_000_000;

    private void RefreshOpenValues()
    {
        Account.OpenBuys = Value(_own.Bids);
        Account.OpenSells = Value(_own.Asks);
    }

    private decimal Value(List<Order> orders)
    {
        decimal value = 0;
        foreach (Order order in orders)
            value += _rules.Value(order.Price, order.Remaining);
        return value;
    }

    private void UpdateMark()
    {
        long bid = Book.Best(Side.Buy).Price, ask = Book.Best(Side.Sell).Price;
        if (bid == 0 || ask == 0)
            return;
        MarkTwice = bid + ask;
        Account.Mark = _rules.Prices.ToDecimal(MarkTwice) / 2;
    }

    private void AddTrade(long id, Side taker, long price, long size)
    {
        PublicTrade trade = new(id, taker, price, size, NowMs);
        Statistics.Add(trade);
        _tradeRows.Add(trade);
    }

    private void TellTrades()
    {
        if (_tradeRows.Count == 0)
            return;
        _sink.OnPublicTrades(CollectionsMarshal.AsSpan(_tradeRows));
        _tradeRows.Clear();
    }

    private void TellBestBidAsk()
    {
        BookLevel bid = Book.Best(Side.Buy), ask = Book.Best(Side.Sell);
        if (bid == _bestBid && ask == _bestAsk)
            return;
        (_bestBid, _bestAsk) = (bid, ask);
        _sink.OnBestBidAsk(bid, ask);
    }

    private void TellBook()
    {
        Book.Publish();
        _sink.OnBookDelta(Book.BidChanges, Book.AskChanges);
        if (Now != _nextSnapshot)
            return;
        _nextSnapshot += SnapshotPeriod;
        _sink.OnBookSnapshot(Book.Bids, Book.Asks);
    }

    private void TellBalance()
    {
        Account.UpdatedMs = NowMs;
        _sink.OnBalance(Account);
    }

    private static Side Opposite(Side side) => side == Side.Buy ? Side.Sell : Side.Buy;

    private static bool Reaches(Order order, long price) => order.Side == Side.Buy ? price <= order.Price : price >= order.Price;
}
