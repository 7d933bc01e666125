using System.Globalization;
using System.Text;
using LowLatencyMM.Feed.Frames;
using LowLatencyMM.Feed.Numbers;
using LowLatencyMM.Feed.Rest;
using LowLatencyMM.Signing;

namespace LowLatencyMM.Feed.Orders;

/// <summary>A market's rules for orders: what the exchange would refuse is told before it is sent, with the value and what was expected.</summary>
/// <remarks>Source: the exchange's documentation of price validation, order creation and trading configuration.</remarks>
internal sealed class OrderRules
{
    /// <summary>How far through the mark price a market order may reach, fraction.</summary>
    private const decimal MarketPriceBand = 0.05m;

    private const int LongestId = 64;

    private readonly TradingConfig _config;
    private readonly decimal? _mark;

    public OrderRules(MarketInfo market)
    {
        FeedMarket grids = market.ToFeedMarket(0);
        Market = market;
        Tick = grids.Tick;
        Step = grids.Step;
        _config = market.TradingConfig;
        _mark = market.MarketStats?.MarkPrice is > 0 and { } mark ? mark : null;
    }

    public MarketInfo Market { get; }

    public DecimalGrid Tick { get; }

    public DecimalGrid Step { get; }

    /// <summary>90 days on the main network, 28 elsewhere.</summary>
    public static TimeSpan LongestLifetime(SigningDomain domain) => TimeSpan.FromDays(domain.ChainId == SigningDomain.Mainnet.ChainId ? 90 : 28);

    /// <summary>Checks an order that is complete.</summary>
    /// <exception cref="ExtendedException">Kind InvalidRequest or InvalidMarket.</exception>
    public void Check(NewOrder order, long nowMs, TimeSpan longestLifetime)
    {
        CheckMarket(order);
        CheckForm(order);
        CheckIdentity(order);
        CheckExpiry(order.ExpiryMs!.Value, nowMs, longestLifetime);
        if (order.Type != OrderType.Tpsl)
        {
            CheckSize(order);
            CheckPrice(order);
        }
        else if (order.TpslType == TpslType.Order)
        {
            CheckSize(order);
        }
        CheckLegs(order);
    }

    /// <summary>The count of ticks of a price that must be positive and on the grid.</summary>
    public long Ticks(decimal price, string what) => Units(price, Tick, what, "tick");

    /// <summary>The count of steps of a size that must be positive and on the grid.</summary>
    public long Steps(decimal size, string what) => Units(size, Step, what, "step");

    private long Units(decimal value, DecimalGrid grid, string what, string unit)
    {
        if (value <= 0)
            throw Wrong($"{what} {Text(value)}: more than 0 is expected");
        DecimalError error = grid.Read(Encoding.ASCII.GetBytes(Text(value)), out long units);
        return error switch
        {
            DecimalError.None => units,
            DecimalError.OffGrid => throw Wrong($"{what} {Text(value)}: a multiple of the {unit} {Text(grid.ToDecimal(1))} is expected"),
            _ => throw Wrong($"{what} {Text(value)} is too large"),
        };
    }

    private void CheckMarket(NewOrder order)
    {
        if (order.Market != Market.Name)
            throw Wrong($"the order is for {order.Market}");
        bool mayTrade = Market.Status is not { IsKnown: true } status || status == MarketStatus.Active
            || (status == MarketStatus.ReduceOnly && order.ReduceOnly);
        if (!mayTrade)
        {
            string expected = Market.Status == MarketStatus.ReduceOnly ? "only reduce-only orders are taken" : "ACTIVE is expected";
            throw new ExtendedException(ExtendedErrorKind.InvalidMarket, $"{Market.Name} is {Market.Status}: {expected}.");
        }
    }

    private void CheckForm(NewOrder order)
    {
        if (order.Side is not (Side.Buy or Side.Sell))
            throw Wrong("the side is neither buy nor sell");
        if (order.TimeInForce is not (TimeInForce.Gtt or TimeInForce.Ioc))
            throw Wrong("the time in force is neither GTT nor IOC");
        if (order.SelfTradeProtection == SelfTradeProtection.Unknown)
            throw Wrong("self-trade protection must be DISABLED, ACCOUNT or CLIENT");
        if (order.PostOnly && order.TimeInForce == TimeInForce.Ioc)
            throw Wrong("a post-only order rests: time in force GTT is expected");
        if ((order.Trigger is not null) != (order.Type == OrderType.Conditional))
            throw Wrong("a trigger belongs to conditional orders, which need one");
        switch (order.Type)
        {
            case OrderType.Limit:
                break;
            case OrderType.Market when order.PostOnly || order.TimeInForce != TimeInForce.Ioc:
                throw Wrong("a market order is IOC and not post-only");
            case OrderType.Market:
                break;
            case OrderType.Conditional when order.PostOnly && order.Trigger!.Execution == PriceType.Market:
                throw Wrong("a conditional order that is executed at market cannot be post-only");
            case OrderType.Conditional:
                break;
            case OrderType.Tpsl:
                CheckTpslForm(order);
                break;
            default:
                throw Wrong($"orders of type {order.Type} cannot be placed: LIMIT, MARKET, CONDITIONAL or TPSL is expected");
        }
    }

    private void CheckTpslForm(NewOrder order)
    {
        if (!order.ReduceOnly || order.PostOnly)
            throw Wrong("take-profit and stop-loss are reduce-only and not post-only");
        if (order.Price != 0)
            throw Wrong($"take-profit and stop-loss have their prices in the legs; the order's price is {Text(order.Price!.Value)}");
        if (order.TakeProfit is null && order.StopLoss is null)
            throw Wrong("take-profit and stop-loss need at least one leg");
        if (order.TpslType == TpslType.Position && order.Qty != 0)
            throw Wrong($"take-profit and stop-loss of a position have size 0, not {Text(order.Qty)}");
    }

    private void CheckIdentity(NewOrder order)
    {
        CheckId(order.ExternalId!, "the external id");
        if (order.CancelExternalId is { } replaced)
        {
            if (replaced.Length == 0)
                throw Wrong("the external id of the order to replace is empty");
            if (replaced == order.ExternalId)
                throw Wrong($"the order '{replaced}' cannot replace itself: a new external id is expected");
        }
        if (order.Nonce is < 1 or > int.MaxValue)
            throw Wrong($"the nonce {order.Nonce}: 1 to {int.MaxValue} is expected");
        if (order.MaxFeeRate is < 0 or >= 1)
            throw Wrong($"the fee rate {Text(order.MaxFeeRate.Value)}: a fraction from 0 to below 1 is expected");
        if (order.BuilderFeeRate is < 0 or >= 1)
            throw Wrong($"the builder's fee rate {Text(order.BuilderFeeRate.Value)}: a fraction from 0 to below 1 is expected");
    }

    private void CheckId(string id, string what)
    {
        bool isPlain = id.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.' or '~');
        if (id.Length is 0 or > LongestId || !isPlain)
            throw Wrong($"{what} '{id}': 1 to {LongestId} of A-Z, a-z, 0-9, '-', '_', '.', '~' are expected");
    }

    private void CheckExpiry(long expiryMs, long nowMs, TimeSpan longest)
    {
        if (expiryMs <= nowMs || expiryMs > nowMs + (long)longest.TotalMilliseconds)
            throw Wrong($"the expiry {expiryMs} ms: after now ({nowMs}) and at most {longest.TotalDays} days ahead is expected");
    }

    private void CheckSize(NewOrder order)
    {
        Steps(order.Qty, "the size");
        // What is left of a position may be smaller; whether the exchange takes it then is its decision.
        if (order.Qty < _config.MinOrderSize && !order.ReduceOnly)
            throw Wrong($"the size {Text(order.Qty)}: at least {Text(_config.MinOrderSize)} is expected");
    }

    private void CheckPrice(NewOrder order)
    {
        if (order.Price is not { } price)
            throw Wrong("the order has no price; market orders need their worst price too");
        Ticks(price, "the price");
        bool atMarket = order.Type == OrderType.Market || order.Trigger?.Execution == PriceType.Market;
        decimal most = atMarket ? _config.MaxMarketOrderValue : _config.MaxLimitOrderValue;
        if (Value(order.Qty, price) > most)
            throw Wrong($"the value {Text(Value(order.Qty, price))}: at most {Text(most)} is expected");
        if (order.Trigger is { } trigger)
        {
            CheckTrigger(trigger.Price, trigger.PriceType, "the trigger");
            if (trigger.Direction == TriggerDirection.Unknown || trigger.Execution == PriceType.Unknown)
                throw Wrong("the trigger needs a direction (UP or DOWN) and an execution (LIMIT or MARKET)");
            CheckBand(order.Side, price, trigger.Price, "the trigger price", _config.LimitPriceCap, _config.LimitPriceFloor, "the price");
        }
        else if (_mark is { } mark)
        {
            bool market = order.Type == OrderType.Market;
            CheckBand(
                order.Side, price, mark, "the mark price", market ? MarketPriceBand : _config.LimitPriceCap,
                market ? MarketPriceBand : _config.LimitPriceFloor, "the price");
        }
    }

    private void CheckLegs(NewOrder order)
    {
        bool hasLegs = order.TakeProfit is not null || order.StopLoss is not null;
        if (hasLegs != order.TpslType is TpslType.Order or TpslType.Position)
            throw Wrong("take-profit and stop-loss legs need the type ORDER or POSITION, and the type needs a leg");
        if (!hasLegs)
            return;
        Side closing = ClosingSide(order);
        CheckLeg(order.TakeProfit, closing, "the take-profit");
        CheckLeg(order.StopLoss, closing, "the stop-loss");
        // A long position is closed by a sale: above the entry at a profit, below it at a loss.
        decimal? entry = order.Type == OrderType.Tpsl ? null : order.Trigger?.Price ?? order.Price;
        decimal sign = closing == Side.Sell ? 1 : -1;
        if (sign * order.TakeProfit?.TriggerPrice <= sign * entry)
            throw WrongSide("take-profit", order.TakeProfit!.TriggerPrice, entry!.Value, closing == Side.Sell);
        if (sign * order.StopLoss?.TriggerPrice >= sign * entry)
            throw WrongSide("stop-loss", order.StopLoss!.TriggerPrice, entry!.Value, closing == Side.Buy);
        if (sign * order.TakeProfit?.TriggerPrice <= sign * order.StopLoss?.TriggerPrice)
            throw Wrong($"the take-profit at {Text(order.TakeProfit!.TriggerPrice)} and the stop-loss at {Text(order.StopLoss!.TriggerPrice)} are exchanged");
    }

    private void CheckLeg(TpslLeg? leg, Side closing, string what)
    {
        if (leg is null)
            return;
        CheckTrigger(leg.TriggerPrice, leg.TriggerPriceType, what + "'s trigger");
        if (leg.PriceType == PriceType.Unknown)
            throw Wrong($"{what} needs an execution: LIMIT or MARKET");
        Ticks(leg.Price, what + "'s price");
        CheckBand(closing, leg.Price, leg.TriggerPrice, "its trigger price", _config.LimitPriceCap, _config.LimitPriceFloor, what + "'s price");
    }

    private void CheckTrigger(decimal price, TriggerPriceType type, string what)
    {
        Ticks(price, what + " price");
        if (type == TriggerPriceType.Unknown)
            throw Wrong($"{what} needs a price to watch: LAST, MARK or INDEX");
    }

    /// <summary>A buy may cost at most the reference and the cap, a sale bring at least the reference less the floor.</summary>
    private void CheckBand(Side side, decimal price, decimal reference, string referenceName, decimal cap, decimal floor, string what)
    {
        if (side == Side.Buy && price > reference * (1 + cap))
            throw Wrong($"{what} {Text(price)}: a buy of at most {Text(reference * (1 + cap))} is expected, {referenceName} {Text(reference)} and {Text(cap * 100)} %");
        if (side == Side.Sell && price < reference * (1 - floor))
            throw Wrong($"{what} {Text(price)}: a sale of at least {Text(reference * (1 - floor))} is expected, {referenceName} {Text(reference)} less {Text(floor * 100)} %");
    }

    /// <summary>Legs close what the order opens; for take-profit and stop-loss alone, the order's side is the closing one.</summary>
    internal static Side ClosingSide(NewOrder order)
    {
        if (order.Type == OrderType.Tpsl)
            return order.Side;
        return order.Side == Side.Buy ? Side.Sell : Side.Buy;
    }

    private decimal Value(decimal qty, decimal price)
    {
        try
        {
            return qty * price;
        }
        catch (OverflowException)
        {
            throw Wrong($"the value of {Text(qty)} at {Text(price)} is too large");
        }
    }

    private ExtendedException WrongSide(string leg, decimal trigger, decimal entry, bool above) =>
        Wrong($"the {leg}'s trigger {Text(trigger)}: {(above ? "above" : "below")} the entry {Text(entry)} is expected");

    private ExtendedException Wrong(string what) => new(ExtendedErrorKind.InvalidRequest, $"{Market.Name}: {what}.");

    private static string Text(decimal value) => value.ToString(CultureInfo.InvariantCulture);
}
