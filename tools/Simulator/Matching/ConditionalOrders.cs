namespace LowLatencyMM.Simulator.Matching;

/// <summary>
/// Orders that wait: conditional orders until their trigger is reached, take-profit and stop-loss until one of their legs is. A TPSL
/// order is one order with up to two legs; when one triggers, the other is cancelled, so that never both execute.
/// </summary>
internal sealed class ConditionalOrders(
    SimulatedClock clock, OrderStore store, Snowflake ids, MatchingEngine engine, OrderLimits limits, Assumptions assumptions,
    IExchangeSink sink)
{
    /// <summary>Takes a new order in; only a second TPSL order of one position is turned away.</summary>
    public void Add(Order order)
    {
        bool conflict = order is { Type: OrderType.Tpsl, Scope: TpSlScope.Position } && order.Market.Waiting.OfPosition is not null;
        order.Status = OrderStatus.Untriggered;
        order.Market.Waiting.Add(order);
        if (conflict)
            engine.Close(order, OrderStatus.Cancelled, StatusReason.PositionTpslConflict);
        else
            sink.OnOrders(new ReadOnlySpan<Order>(in order));
    }

    /// <summary>Executes every order that a market's prices have reached, oldest first, and those that their trades reach.</summary>
    public void Execute(Market market)
    {
        while (market.Waiting.Count > 0 && market.Waiting.FirstReached(market) is { } order)
        {
            TpSlLeg? leg = order.ReachedLeg(market);
            market.Waiting.Remove(order);
            Trigger(order, leg);
            if (assumptions.TriggeredIsTold)
                sink.OnOrders(new ReadOnlySpan<Order>(in order));
            if (Objection(order) is { } reason)
                engine.Close(order, OrderStatus.Cancelled, reason);
            else
                engine.Execute(order);
            engine.TellBalance();
            FollowPositions(market);
        }
    }

    /// <summary>
    /// Brings what hangs on fills up to date: TPSL orders of entry orders that filled, the size of a position's TPSL order, TPSL orders
    /// whose position is gone.
    /// </summary>
    public void FollowPositions(Market market)
    {
        foreach (Order entry in market.TakeFilledEntries())
            Protect(entry);
        long position = market.Position.Size;
        foreach (Order order in (Order[])[.. market.Waiting.Where(order => order.Type == OrderType.Tpsl)])
        {
            bool reduces = order.Side == Side.Buy ? position < 0 : position > 0;
            if (!reduces)
                engine.Close(order, OrderStatus.Cancelled, StatusReason.ReduceOnlyFailed);
            else if (order.Scope == TpSlScope.Position)
                order.Size = Math.Abs(position);
        }
    }

    private void Trigger(Order order, TpSlLeg? leg)
    {
        order.Status = OrderStatus.Triggered;
        order.UpdatedMs = clock.NowMs;
        if (order.ExecutesAtMarket || leg?.Terms.IsMarket == true)
            order.TimeInForce = TimeInForce.ImmediateOrCancel;
        if (leg is null)
            return;
        TpSlLeg? other = leg == order.StopLoss ? order.TakeProfit : order.StopLoss;
        leg.Status = OrderStatus.Triggered;
        if (other is not null)
            other.Status = OrderStatus.Cancelled;
        order.Price = leg.Terms.Price;
        if (order.Scope == TpSlScope.Position)
            order.Size = Math.Abs(order.Market.Position.Size);
    }

    private StatusReason? Objection(Order order)
    {
        Market market = order.Market;
        if (market.Mode is MarketMode.Disabled or MarketMode.Maintenance)
            return StatusReason.TradingOffMode;
        if (market.Mode == MarketMode.PostOnly && !order.PostOnly)
            return StatusReason.PostOnlyMode;
        if (market.Mode is MarketMode.ReduceOnly or MarketMode.ExchangeReduceOnly && !order.ReduceOnly)
            return StatusReason.ReduceOnlyMode;
        if (order.ReduceOnly)
        {
            bool reduces = order.Side == Side.Buy ? market.Position.Size < 0 : market.Position.Size > 0;
            return reduces ? null : StatusReason.ReduceOnlyFailed;
        }
        OrderTerms terms = new(order.Side, order.Type, order.TimeInForce, order.SelfTradeProtection, order.Price, order.Size);
        return limits.CheckMargin(market, terms, replaced: null) is null ? null : StatusReason.NotEnoughFunds;
    }

    /// <summary>Gives what an entry order has filled its TPSL order, or lets the one that waits grow.</summary>
    private void Protect(Order entry)
    {
        if (entry.Protection is { Status: OrderStatus.Untriggered } waiting)
        {
            waiting.Size = entry.Filled - entry.ProtectedBefore;
            entry.Protected = entry.Filled;
            waiting.UpdatedMs = clock.NowMs;
            sink.OnOrders(new ReadOnlySpan<Order>(in waiting));
            return;
        }
        if (entry.Protection is not null && entry.Scope == TpSlScope.Position)
            return;
        entry.ProtectedBefore = entry.Protected;
        Order order = MakeProtection(entry);
        entry.Protection = order;
        entry.Protected = entry.Filled;
        store.Add(order);
        Add(order);
    }

    private Order MakeProtection(Order entry)
    {
        long id = ids.Next(clock.NowMs);
        string externalId = entry.ExternalId + "-tpsl";
        while (store.Find(externalId) is not null)
            externalId += "-";
        Side side = entry.Side == Side.Buy ? Side.Sell : Side.Buy;
        return new Order
        {
            Id = id,
            ExternalId = externalId,
            Market = entry.Market,
            Side = side,
            Type = OrderType.Tpsl,
            TimeInForce = TimeInForce.GoodTillTime,
            SelfTradeProtection = entry.SelfTradeProtection,
            Price = 0,
            Size = entry.Filled - entry.ProtectedBefore,
            PostOnly = false,
            ReduceOnly = true,
            Scope = entry.Scope,
            TakeProfit = MakeLeg(entry.TakeProfit?.Terms, side, isProfit: true),
            StopLoss = MakeLeg(entry.StopLoss?.Terms, side, isProfit: false),
            CreatedMs = clock.NowMs,
            ExpireMs = entry.ExpireMs,
            UpdatedMs = clock.NowMs,
        };
    }

    /// <summary>A leg that closes on a side: selling, it takes profit above and stops loss below.</summary>
    public static TpSlLeg? MakeLeg(TpSlLegTerms? terms, Side side, bool isProfit) => terms is null
        ? null
        : new TpSlLeg(terms, side == Side.Sell == isProfit ? TriggerDirection.Up : TriggerDirection.Down);
}
