namespace LowLatencyMM.Simulator.Matching;

/// <summary>
/// The checks of an order that need the market's prices and the account: price band, reduce-only, number of orders, position value
/// and cost.
/// </summary>
internal sealed class OrderLimits(Account account)
{
    /// <summary>Checks an order; null if nothing is against it.</summary>
    /// <param name="market">Its market.</param>
    /// <param name="terms">What it asks for.</param>
    /// <param name="reduceOnly">Whether it may only reduce.</param>
    /// <param name="replaced">The order that it takes the place of, whose part is given back.</param>
    public RequestError? Check(Market market, in OrderTerms terms, bool reduceOnly, Order? replaced) => terms.Type switch
    {
        OrderType.Tpsl => CheckTpSl(market, terms) ?? CheckLegs(market, terms) ?? CheckCount(market, replaced),
        OrderType.Conditional => CheckPriceBand(market, terms) ?? CheckLegs(market, terms) ?? CheckCount(market, replaced),
        _ => CheckPriceBand(market, terms)
            ?? CheckLegs(market, terms)
            ?? (reduceOnly ? CheckReduceOnly(market, terms) : null)
            ?? CheckCount(market, replaced)
            ?? (reduceOnly ? null : CheckMargin(market, terms, replaced)),
    };

    /// <summary>Whether the account can carry and pay the order; for conditional orders this is asked when they trigger.</summary>
    public RequestError? CheckMargin(Market market, in OrderTerms terms, Order? replaced) =>
        CheckPositionValue(market, terms) ?? CheckCost(market, terms, replaced);

    /// <summary>Largest value of a position that a leverage allows.</summary>
    public static decimal LargestPositionValue(MarketRules rules, decimal leverage)
    {
        decimal largest = 0;
        foreach ((decimal upperBound, decimal riskFactor, bool isAvailable) in rules.RiskFactors)
            largest = isAvailable && 1 / riskFactor >= leverage ? upperBound : largest;
        return Math.Min(largest, rules.MaxPositionValue);
    }

    private static RequestError? CheckPriceBand(Market market, in OrderTerms terms)
    {
        MarketRules rules = market.Rules;
        return terms.Trigger is { } trigger
            ? CheckPriceBand(rules, terms.Side, terms.Price, rules.Prices.ToDecimal(trigger.Price), "trigger price")
            : CheckPriceBand(rules, terms.Side, terms.Price, market.Oracle.Mark, "mark price");
    }

    private static RequestError? CheckPriceBand(MarketRules rules, Side side, long ticks, decimal reference, string name)
    {
        decimal price = rules.Prices.ToDecimal(ticks);
        decimal highest = reference * (1 + rules.LimitPriceCap), lowest = reference * (1 - rules.LimitPriceFloor);
        if (side == Side.Buy && price > highest)
            return RequestError.Refused(1141, $"price {price} is above {highest}, the cap over the {name}");
        if (side == Side.Sell && price < lowest)
            return RequestError.Refused(1141, $"price {price} is below {lowest}, the floor under the {name}");
        return null;
    }

    /// <summary>A TPSL order closes a position that is there, on its other side.</summary>
    private static RequestError? CheckTpSl(Market market, in OrderTerms terms)
    {
        long position = market.Position.Size;
        if (position == 0)
            return RequestError.Refused(1137, "TPSL order, but there is no position");
        if (position > 0 == (terms.Side == Side.Buy))
            return RequestError.Refused(1138, "TPSL order on the position's own side");
        if (terms.Scope == TpSlScope.Position && terms.Size != 0 && terms.Size != Math.Abs(position))
            return RequestError.Refused(1129, "A position's TPSL order has qty 0 or the position's size");
        return terms.Scope == TpSlScope.Order && terms.Size > Math.Abs(position)
            ? RequestError.Refused(1136, "TPSL order is larger than the position")
            : null;
    }

    /// <summary>
    /// A leg's trigger lies on its side of the price that the position is entered at (a market order's and a TPSL order's: the mark),
    /// its price in the band around its trigger.
    /// </summary>
    private static RequestError? CheckLegs(Market market, in OrderTerms terms)
    {
        MarketRules rules = market.Rules;
        Side closing = terms.Type == OrderType.Tpsl == (terms.Side == Side.Sell) ? Side.Sell : Side.Buy;
        decimal entry = terms.Type is OrderType.Limit or OrderType.Conditional ? rules.Prices.ToDecimal(terms.Price) : market.Oracle.Mark;
        return CheckLeg(rules, terms.TakeProfit, closing, entry, above: closing == Side.Sell)
            ?? CheckLeg(rules, terms.StopLoss, closing, entry, above: closing == Side.Buy);
    }

    private static RequestError? CheckLeg(MarketRules rules, TpSlLegTerms? leg, Side closing, decimal entry, bool above)
    {
        if (leg is null)
            return null;
        decimal trigger = rules.Prices.ToDecimal(leg.TriggerPrice);
        if (above ? trigger <= entry : trigger >= entry)
            return RequestError.Refused(1133, $"triggerPrice {trigger} is not {(above ? "above" : "below")} the entry price {entry}");
        return CheckPriceBand(rules, closing, leg.Price, trigger, "trigger price");
    }

    private static RequestError? CheckReduceOnly(Market market, in OrderTerms terms)
    {
        long position = market.Position.Size;
        if (position == 0)
            return RequestError.Refused(1137, "Reduce-only order, but there is no position");
        if (position > 0 == (terms.Side == Side.Buy))
            return RequestError.Refused(1138, "Reduce-only order on the position's own side");
        if (terms.Size > Math.Abs(position))
            return RequestError.Refused(1136, "Reduce-only order is larger than the position");
        return null;
    }

    private static RequestError? CheckCount(Market market, Order? replaced) =>
        market.Own.Count + market.Waiting.Count - (replaced is null ? 0 : 1) >= market.Rules.MaxOpenOrders
            ? RequestError.Refused(1126, $"There are {market.Rules.MaxOpenOrders} open orders already")
            : null;

    private static RequestError? CheckPositionValue(Market market, in OrderTerms terms)
    {
        Position position = market.Position;
        long resulting = position.Size + (terms.Side == Side.Buy ? terms.Size : -terms.Size);
        decimal value = Math.Abs(market.Rules.Value(terms.Price, resulting));
        return Math.Abs(resulting) > Math.Abs(position.Size) && value > LargestPositionValue(market.Rules, position.Leverage)
            ? RequestError.Refused(1127, $"The position's value would be {value:0.######}, more than this leverage allows")
            : null;
    }

    /// <summary>Order cost must not exceed what is available for trade, the replaced order's part given back.</summary>
    private RequestError? CheckCost(Market market, in OrderTerms terms, Order? replaced)
    {
        MarketRules rules = market.Rules;
        Position position = market.Position;
        decimal buys = position.OpenBuys, sells = position.OpenSells;
        long openBuys = Sum(market.Own.Bids, replaced), openSells = Sum(market.Own.Asks, replaced);
        if (replaced is { IsResting: true, Side: Side.Buy })
            buys -= rules.Value(replaced.Price, replaced.Remaining);
        else if (replaced is { IsResting: true })
            sells -= rules.Value(replaced.Price, replaced.Remaining);

        decimal price = rules.Prices.ToDecimal(terms.Price), size = rules.Sizes.ToDecimal(terms.Size);
        decimal available = account.Equity - account.InitialMargin + position.InitialMargin - position.MarginFor(buys, sells);
        decimal direction = terms.Side == Side.Buy ? 1 : -1;
        decimal openLoss = Math.Min(direction * size * (position.Mark - price), 0);
        decimal offset = terms.Side == Side.Buy
            ? Math.Min(0, 2 * rules.Sizes.ToDecimal(position.Size + openBuys))
            : Math.Min(0, -2 * rules.Sizes.ToDecimal(position.Size - openSells));
        decimal cost = Math.Max((size + offset) * price / position.Leverage - openLoss, 0);
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
}
