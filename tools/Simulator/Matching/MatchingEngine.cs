using System.Runtime.InteropServices;
using LowLatencyMM.Simulator.Recording;

namespace LowLatencyMM.Simulator.Matching;

/// <summary>
/// Lets recorded events and incoming orders meet the resting orders of a market, and tells what comes of it: orders, trades,
/// position, balance.
/// </summary>
/// <remarks>
/// An order's queue position is the size shown at its price when it came. Recorded trades at the price shrink the queue, then fill
/// the order; trades through the price fill it at once. When a level shrinks by more than was traded there, the rest was
/// cancelled, ahead and behind in proportion. When the recorded opposite best reaches an order's price, that liquidity trades with
/// the order at the order's price and leaves the book, so that the book shown is never crossed. What own orders take from a level
/// stays gone until the recording restates the level.
/// </remarks>
internal sealed class MatchingEngine(
    SimulatedClock clock, Account account, OrderStore store, Snowflake ids, Assumptions assumptions, IExchangeSink sink)
{
    private bool _changed;

    /// <summary>Whether orders or positions changed since this was last asked.</summary>
    public bool TakeChanged()
    {
        bool changed = _changed;
        _changed = false;
        return changed;
    }

    /// <summary>Plays a market's next recorded event.</summary>
    public void PlayNext(Market market)
    {
        RecordedEvent recorded = market.Player.Play();
        if (recorded.Kind == RecordedEventKind.Trades)
        {
            foreach (RecordedRow row in market.Player.Rows(recorded))
                PlayTrade(market, row.Side, row.Price + market.Player.Offset, row.Size);
            TellTrades(market);
            return;
        }
        foreach (Order order in market.Own.Bids)
            Requeue(order);
        foreach (Order order in market.Own.Asks)
            Requeue(order);
        TradeWithArrivals(market.Own.Bids, market.Recorded.Asks);
        TradeWithArrivals(market.Own.Asks, market.Recorded.Bids);
        TellTrades(market);
    }

    /// <summary>Matches an incoming order and posts, cancels or rejects what is left of it.</summary>
    public void Execute(Order order)
    {
        if (order.PostOnly && WouldTrade(order))
        {
            OrderStatus status = assumptions.PostOnlyCrossIsCancelled ? OrderStatus.Cancelled : OrderStatus.Rejected;
            Finish(order, status, StatusReason.PostOnlyFailed);
            sink.OnOrders(new ReadOnlySpan<Order>(in order));
            return;
        }

        order.Status = OrderStatus.New;
        if (assumptions.TakerIsNewFirst && WouldTrade(order))
            sink.OnOrders(new ReadOnlySpan<Order>(in order));
        StatusReason stopped = Take(order);
        if (order.Remaining > 0 && stopped != StatusReason.None)
            Finish(order, OrderStatus.Cancelled, stopped);
        else if (order.Remaining > 0 && order.TimeInForce == TimeInForce.ImmediateOrCancel)
            Finish(order, OrderStatus.Cancelled, order.Filled == 0 ? StatusReason.NoLiquidity : StatusReason.None);
        else if (order.Remaining > 0)
            Rest(order);
        else
            store.Retire(order);

        sink.OnOrders(new ReadOnlySpan<Order>(in order));
        if (order.Filled > 0)
        {
            CancelReduceOnlyWithoutPosition(order.Market);
            sink.OnPosition(order.Market.Position);
        }
        TellTrades(order.Market);
    }

    /// <summary>Takes an open order out of its book and tells of it.</summary>
    public void Close(Order order, OrderStatus status, StatusReason reason)
    {
        Withdraw(order, status, reason);
        sink.OnOrders(new ReadOnlySpan<Order>(in order));
    }

    /// <summary>Cancels orders; one frame tells of all of them.</summary>
    public void CancelAll(Order[] orders, StatusReason reason)
    {
        if (orders.Length == 0)
            return;
        foreach (Order order in orders)
            Withdraw(order, OrderStatus.Cancelled, reason);
        sink.OnOrders(orders);
        TellBalance();
    }

    /// <summary>Tells the balance as of now.</summary>
    public void TellBalance()
    {
        account.UpdatedMs = clock.NowMs;
        sink.OnBalance(account);
    }

    /// <summary>A recorded trade: own orders that it reaches take part of its size, the rest is printed as recorded.</summary>
    private void PlayTrade(Market market, Side taker, long price, long size)
    {
        Side maker = Opposite(taker);
        List<Order> orders = market.Own[maker];
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
            AddTrade(market, ids.Next(clock.NowMs), taker, price, printed);
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
    private static void Requeue(Order order)
    {
        long size = order.Market.Recorded[order.Side].Recorded(order.Price);
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
            FillMaker(order, size, Opposite(order.Side));
        }
    }

    /// <summary>What an order may still fill: a reduce-only order no more than the position that it reduces.</summary>
    private static long Fillable(Order order) =>
        order.ReduceOnly ? Math.Min(order.Remaining, Math.Abs(order.Market.Position.Size)) : order.Remaining;

    private void FillMaker(Order order, long size, Side taker)
    {
        Fill fill = Fill(order, order.Price, size, isTaker: false, ids.Next(clock.NowMs));
        AddTrade(order.Market, fill.Id, taker, order.Price, size);
        order.Market.Recorded[order.Side].Touched.Add(order.Price);
        if (!order.IsOpen)
        {
            order.Market.Own.Remove(order);
            store.Retire(order);
        }
        order.Market.Own.UpdateOpenValues(order.Market.Position);
        sink.OnOrders(new ReadOnlySpan<Order>(in order));
        sink.OnFill(fill);
        CancelReduceOnlyWithoutPosition(order.Market);
        sink.OnPosition(order.Market.Position);
        TellBalance();
    }

    private Fill Fill(Order order, long price, long size, bool isTaker, long id)
    {
        MarketRules rules = order.Market.Rules;
        decimal value = rules.Value(price, size);
        decimal fee = decimal.Round(value * (isTaker ? rules.TakerFeeRate : rules.MakerFeeRate), 6, MidpointRounding.ToZero);
        _changed = true;
        order.Filled += size;
        order.FilledValue += value;
        order.Fees += fee;
        order.UpdatedMs = clock.NowMs;
        order.Status = order.Remaining == 0 ? OrderStatus.Filled : OrderStatus.PartiallyFilled;
        account.Apply(
            order.Market.Position, order.Side, price, size, fee, clock.NowMs, ids, order.TradeType == TradeType.Liquidation);
        if (order.Type != OrderType.Tpsl && order.Scope is not null)
            order.Market.AddFilledEntry(order);
        Fill fill = new(id, order.Id, order.ExternalId, order.Side, price, size, fee, isTaker, clock.NowMs, rules) { Type = order.TradeType };
        store.Add(fill);
        return fill;
    }

    private static bool WouldTrade(Order order)
    {
        Side opposite = Opposite(order.Side);
        long best = order.Market.Recorded[opposite].BestPrice;
        List<Order> own = order.Market.Own[opposite];
        return (best != 0 && Reaches(order, best)) || (own.Count > 0 && Reaches(order, own[0].Price));
    }

    /// <summary>
    /// Trades an incoming order with what it reaches, best price first; gives a reason if it had to stop at an own order, or because a
    /// reduce-only order has nothing left to reduce.
    /// </summary>
    private StatusReason Take(Order order)
    {
        RecordedSide recorded = order.Market.Recorded[Opposite(order.Side)];
        List<Order> own = order.Market.Own[Opposite(order.Side)];
        while (order.Remaining > 0)
        {
            long best = recorded.BestPrice;
            bool meetsRecorded = best != 0 && Reaches(order, best);
            bool meetsOwn = own.Count > 0 && Reaches(order, own[0].Price);
            if (!meetsRecorded && !meetsOwn)
                return StatusReason.None;
            if (Fillable(order) == 0)
                return StatusReason.ReduceOnlyFailed;
            bool ownIsFirst = meetsOwn && (!meetsRecorded || own[0].Price != best
                ? !meetsRecorded || OwnBook.IsBetter(own[0].Side, own[0].Price, best)
                : own[0].QueueAhead == 0);
            if (!ownIsFirst)
                TakeRecorded(order, recorded, own, best);
            else if (order.SelfTradeProtection == SelfTradeProtection.Disabled)
                TakeOwn(order, own[0]);
            else if (!PassOwn(own[0]))
                return StatusReason.SelfTradeProtection;
        }
        return StatusReason.None;
    }

    /// <summary>An incoming order meets an own one that it may not trade with; true if it goes on.</summary>
    private bool PassOwn(Order resting)
    {
        if (assumptions.SelfTrade != SelfTradePolicy.CancelTaker)
            Close(resting, OrderStatus.Cancelled, StatusReason.SelfTradeProtection);
        return assumptions.SelfTrade == SelfTradePolicy.CancelMaker;
    }

    private void TakeRecorded(Order order, RecordedSide recorded, List<Order> own, long price)
    {
        long size = Math.Min(Fillable(order), recorded.Available(price));
        recorded.Take(price, size);
        foreach (Order resting in own)
            resting.QueueAhead = resting.Price == price ? Math.Max(0, resting.QueueAhead - size) : resting.QueueAhead;
        Fill fill = Fill(order, price, size, isTaker: true, ids.Next(clock.NowMs));
        AddTrade(order.Market, fill.Id, order.Side, price, size, order.TradeType);
        sink.OnFill(fill);
    }

    private void TakeOwn(Order order, Order resting)
    {
        long size = Math.Min(Fillable(order), Fillable(resting));
        Fill fill = Fill(order, resting.Price, size, isTaker: true, ids.Next(clock.NowMs));
        sink.OnFill(fill);
        FillMaker(resting, size, order.Side);
    }

    private void Rest(Order order)
    {
        _changed = true;
        Market market = order.Market;
        order.Status = order.Filled == 0 ? OrderStatus.New : OrderStatus.PartiallyFilled;
        order.QueueAhead = market.Recorded[order.Side].Available(order.Price);
        order.LevelSize = market.Recorded[order.Side].Recorded(order.Price);
        market.Own.Add(order);
        market.Recorded[order.Side].Touched.Add(order.Price);
        market.Own.UpdateOpenValues(market.Position);
    }

    /// <summary>Takes an open order out of its book; telling of it is left to the caller.</summary>
    public void Withdraw(Order order, OrderStatus status, StatusReason reason)
    {
        Finish(order, status, reason);
        Market market = order.Market;
        market.Recorded[order.Side].Touched.Add(order.Price);
        market.Own.Remove(order);
        market.Waiting.Remove(order);
        foreach (TpSlLeg? leg in (ReadOnlySpan<TpSlLeg?>)[order.TakeProfit, order.StopLoss])
        {
            if (leg?.Status == OrderStatus.Untriggered)
                leg.Status = OrderStatus.Cancelled;
        }
        market.Own.UpdateOpenValues(market.Position);
    }

    private void Finish(Order order, OrderStatus status, StatusReason reason)
    {
        _changed = true;
        order.Cancelled = order.Remaining;
        order.Status = status;
        order.Reason = reason;
        order.UpdatedMs = clock.NowMs;
        store.Retire(order);
    }

    private void CancelReduceOnlyWithoutPosition(Market market)
    {
        if (market.Own.Count == 0)
            return;
        long position = market.Position.Size;
        CancelAll(
            [.. market.Own.Where(order => order.ReduceOnly && (order.Side == Side.Buy ? position >= 0 : position <= 0))],
            StatusReason.ReduceOnlyFailed);
    }

    private void AddTrade(Market market, long id, Side taker, long price, long size, TradeType type = TradeType.Trade)
    {
        PublicTrade trade = new(id, taker, price, size, clock.NowMs, type);
        market.Statistics.Add(trade);
        market.UntoldTrades.Add(trade);
    }

    private void TellTrades(Market market)
    {
        if (market.UntoldTrades.Count == 0)
            return;
        sink.OnPublicTrades(market, CollectionsMarshal.AsSpan(market.UntoldTrades));
        market.UntoldTrades.Clear();
    }

    private static Side Opposite(Side side) => side == Side.Buy ? Side.Sell : Side.Buy;

    private static bool Reaches(Order order, long price) => order.Side == Side.Buy ? price <= order.Price : price >= order.Price;
}
