namespace LowLatencyMM.Simulator.Matching;

/// <summary>Closes an account whose maintenance margin exceeds its equity: all orders go, then its positions as far as there are bids.</summary>
internal sealed class Liquidation(SimulatedClock clock, Account account, OrderStore store, Snowflake ids, MatchingEngine engine)
{
    /// <summary>Liquidates if it has to be.</summary>
    public void Check(IReadOnlyList<Market> markets)
    {
        if (account.MarginRatio <= 1)
            return;
        engine.CancelAll([.. markets.SelectMany(market => market.Own.Concat(market.Waiting))], StatusReason.AccountLiquidation);
        foreach (Market market in markets)
        {
            if (market.Position.Size != 0)
                engine.Execute(Closing(market));
        }
        engine.TellBalance();
    }

    private Order Closing(Market market)
    {
        long id = ids.Next(clock.NowMs), size = market.Position.Size;
        decimal worst = market.Oracle.Mark * (size > 0 ? 1 - market.Rules.LimitPriceFloor : 1 + market.Rules.LimitPriceCap);
        Order order = new()
        {
            Id = id,
            ExternalId = FormattableString.Invariant($"liquidation-{id}"),
            Market = market,
            Side = size > 0 ? Side.Sell : Side.Buy,
            Type = OrderType.Market,
            TimeInForce = TimeInForce.ImmediateOrCancel,
            SelfTradeProtection = SelfTradeProtection.Disabled,
            Price = Math.Max(1, (long)(worst / market.Rules.Prices.Unit)),
            Size = Math.Abs(size),
            PostOnly = false,
            ReduceOnly = true,
            TradeType = TradeType.Liquidation,
            CreatedMs = clock.NowMs,
            ExpireMs = clock.NowMs,
            UpdatedMs = clock.NowMs,
        };
        store.Add(order);
        return order;
    }
}
