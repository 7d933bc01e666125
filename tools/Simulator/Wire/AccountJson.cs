using LowLatencyMM.Simulator.Matching;

namespace LowLatencyMM.Simulator.Wire;

/// <summary>The account's objects as REST answers and stream frames show them.</summary>
internal static class AccountJson
{
    private const string Price = "0.############";

    public static void Write(Utf8Text text, Order order)
    {
        MarketRules rules = order.Market.Rules;
        text.Raw("{\"id\":"u8).Integer(order.Id)
            .Raw(",\"accountId\":"u8).Integer(DemoAccount.AccountId)
            .Raw(",\"externalId\":"u8).Quoted(order.ExternalId)
            .Raw(",\"market\":"u8).Quoted(rules.Name)
            .Raw(",\"type\":"u8).Raw(TypeText(order.Type))
            .Raw(",\"side\":"u8).Raw(SideText(order.Side))
            .Raw(",\"status\":"u8).Raw(StatusText(order.Status));
        if (order.Reason != StatusReason.None)
            text.Raw(",\"statusReason\":"u8).Raw(ReasonText(order.Reason));
        if (order.Price > 0)
            text.Raw(",\"price\":"u8).Quoted(rules.Prices, order.Price);
        else
            text.Raw(",\"price\":null"u8);
        if (order.Filled > 0)
        {
            decimal average = decimal.Round(order.FilledValue / rules.Sizes.ToDecimal(order.Filled), 12);
            text.Raw(",\"averagePrice\":"u8).Quoted(average, "0.############");
        }
        text.Raw(",\"qty\":"u8).Quoted(rules.Sizes, order.Size)
            .Raw(",\"filledQty\":"u8).Quoted(rules.Sizes, order.Filled);
        if (order.Cancelled > 0)
            text.Raw(",\"cancelledQty\":"u8).Quoted(rules.Sizes, order.Cancelled);
        text.Raw(",\"payedFee\":"u8).Quoted(order.Fees, "F6")
            .Raw(",\"reduceOnly\":"u8).Boolean(order.ReduceOnly)
            .Raw(",\"postOnly\":"u8).Boolean(order.PostOnly)
            .Raw(",\"createdTime\":"u8).Integer(order.CreatedMs)
            .Raw(",\"updatedTime\":"u8).Integer(order.UpdatedMs)
            .Raw(",\"timeInForce\":"u8).Raw(order.TimeInForce == TimeInForce.GoodTillTime ? "\"GTT\""u8 : "\"IOC\""u8)
            .Raw(",\"expireTime\":"u8).Integer(order.ExpireMs);
        if (order.Trigger is { } trigger)
            Write(text, rules, trigger, order.ExecutesAtMarket);
        if (order.Scope is { } scope)
            text.Raw(",\"tpSlType\":"u8).Raw(scope == TpSlScope.Order ? "\"ORDER\""u8 : "\"POSITION\""u8);
        if (order.TakeProfit is { } takeProfit)
            Write(text.Raw(",\"takeProfit\":"u8), rules, takeProfit);
        if (order.StopLoss is { } stopLoss)
            Write(text.Raw(",\"stopLoss\":"u8), rules, stopLoss);
        text.Raw((byte)'}');
    }

    private static void Write(Utf8Text text, MarketRules rules, Trigger trigger, bool executesAtMarket) =>
        text.Raw(",\"trigger\":{\"triggerPrice\":"u8).Quoted(rules.Prices, trigger.Price)
            .Raw(",\"triggerPriceType\":"u8).Raw(SourceText(trigger.Source))
            .Raw(",\"triggerPriceDirection\":"u8).Raw(trigger.Direction == TriggerDirection.Up ? "\"UP\""u8 : "\"DOWN\""u8)
            .Raw(",\"executionPriceType\":"u8).Raw(executesAtMarket ? "\"MARKET\""u8 : "\"LIMIT\""u8)
            .Raw((byte)'}');

    private static void Write(Utf8Text text, MarketRules rules, TpSlLeg leg) =>
        text.Raw("{\"triggerPrice\":"u8).Quoted(rules.Prices, leg.Terms.TriggerPrice)
            .Raw(",\"triggerPriceType\":"u8).Raw(SourceText(leg.Terms.Source))
            .Raw(",\"price\":"u8).Quoted(rules.Prices, leg.Terms.Price)
            .Raw(",\"priceType\":"u8).Raw(leg.Terms.IsMarket ? "\"MARKET\""u8 : "\"LIMIT\""u8)
            .Raw(",\"status\":"u8).Raw(StatusText(leg.Status))
            .Raw((byte)'}');

    /// <summary>A fill; streams name the order's external id, REST does not.</summary>
    public static void Write(Utf8Text text, Fill fill, bool withExternalId)
    {
        MarketRules rules = fill.Market;
        decimal price = rules.Prices.ToDecimal(fill.Price), size = rules.Sizes.ToDecimal(fill.Size);
        text.Raw("{\"id\":"u8).Integer(fill.Id)
            .Raw(",\"accountId\":"u8).Integer(DemoAccount.AccountId)
            .Raw(",\"market\":"u8).Quoted(rules.Name)
            .Raw(",\"orderId\":"u8).Integer(fill.OrderId)
            .Raw(",\"side\":"u8).Raw(SideText(fill.Side))
            .Raw(",\"price\":"u8).Quoted(price, "F16")
            .Raw(",\"qty\":"u8).Quoted(size, "F16")
            .Raw(",\"value\":"u8).Quoted(price * size, "F16")
            .Raw(",\"fee\":"u8).Quoted(fill.Fee, "F16")
            .Raw(",\"tradeType\":"u8).Raw(MarketJson.TypeText(fill.Type))
            .Raw(",\"createdTime\":"u8).Integer(fill.TimeMs)
            .Raw(",\"isTaker\":"u8).Boolean(fill.IsTaker);
        if (withExternalId)
            text.Raw(",\"externalOrderId\":"u8).Quoted(fill.ExternalId);
        text.Raw((byte)'}');
    }

    /// <summary>A position, size 0 and CLOSED when there is none any more.</summary>
    public static void Write(Utf8Text text, Position position)
    {
        MarketRules rules = position.Market.Rules;
        decimal value = Math.Abs(position.Value);
        text.Raw("{\"id\":"u8).Integer(position.Id)
            .Raw(",\"accountId\":"u8).Integer(DemoAccount.AccountId)
            .Raw(",\"market\":"u8).Quoted(rules.Name)
            .Raw(",\"status\":"u8).Raw(position.Size == 0 ? "\"CLOSED\""u8 : "\"OPENED\""u8)
            .Raw(",\"side\":"u8).Raw(position.Size < 0 ? "\"SHORT\""u8 : "\"LONG\""u8)
            .Raw(",\"leverage\":"u8).Quoted(position.Leverage, "F2")
            .Raw(",\"size\":"u8).Quoted(rules.Sizes, Math.Abs(position.Size))
            .Raw(",\"maxPositionSize\":"u8).Quoted(rules.Sizes, position.MaxSize)
            .Raw(",\"value\":"u8).Quoted(value, "F6")
            .Raw(",\"openPrice\":"u8).Quoted(decimal.Round(position.OpenPrice, 12), Price)
            .Raw(",\"markPrice\":"u8).Quoted(position.Mark, Price)
            .Raw(",\"margin\":"u8).Quoted(value / position.Leverage, "F6")
            .Raw(",\"unrealisedPnl\":"u8).Quoted(position.UnrealisedPnl, "F6")
            .Raw(",\"realisedPnl\":"u8).Quoted(position.RealisedPnl, "F6");
        Order? protection = position.Market.Waiting.OfPosition;
        if (protection?.TakeProfit is { } takeProfit)
        {
            text.Raw(",\"tpTriggerPrice\":"u8).Quoted(rules.Prices, takeProfit.Terms.TriggerPrice)
                .Raw(",\"tpLimitPrice\":"u8).Quoted(rules.Prices, takeProfit.Terms.Price);
        }
        if (protection?.StopLoss is { } stopLoss)
        {
            text.Raw(",\"slTriggerPrice\":"u8).Quoted(rules.Prices, stopLoss.Terms.TriggerPrice)
                .Raw(",\"slLimitPrice\":"u8).Quoted(rules.Prices, stopLoss.Terms.Price);
        }
        text.Raw(",\"adl\":1,\"createdAt\":"u8).Integer(position.CreatedMs)
            .Raw(",\"updatedAt\":"u8).Integer(position.UpdatedMs)
            .Raw((byte)'}');
    }

    public static void Write(Utf8Text text, ClosedPosition position)
    {
        MarketRules rules = position.Market.Rules;
        text.Raw("{\"id\":"u8).Integer(position.Id)
            .Raw(",\"accountId\":"u8).Integer(DemoAccount.AccountId)
            .Raw(",\"market\":"u8).Quoted(rules.Name)
            .Raw(",\"side\":"u8).Raw(position.Side == Side.Buy ? "\"LONG\""u8 : "\"SHORT\""u8)
            .Raw(",\"leverage\":"u8).Quoted(position.Leverage, "F2")
            .Raw(",\"size\":"u8).Quoted(rules.Sizes, position.MaxSize)
            .Raw(",\"maxPositionSize\":"u8).Quoted(rules.Sizes, position.MaxSize)
            .Raw(",\"openPrice\":"u8).Quoted(decimal.Round(position.OpenPrice, 12), Price)
            .Raw(",\"exitType\":"u8).Raw(MarketJson.TypeText(position.Liquidated ? TradeType.Liquidation : TradeType.Trade))
            .Raw(",\"exitPrice\":"u8).Quoted(decimal.Round(position.ExitPrice, 12), Price)
            .Raw(",\"realisedPnl\":"u8).Quoted(position.RealisedPnl, "F6")
            .Raw(",\"realisedPnlBreakdown\":{\"tradePnl\":"u8).Quoted(position.TradePnl, "F6")
            .Raw(",\"fundingFees\":"u8).Quoted(position.FundingFees, "F6")
            .Raw(",\"openFees\":"u8).Quoted(-position.OpenFees, "F6")
            .Raw(",\"closeFees\":"u8).Quoted(-position.CloseFees, "F6")
            .Raw("},\"createdTime\":"u8).Integer(position.CreatedMs)
            .Raw(",\"closedTime\":"u8).Integer(position.ClosedMs)
            .Raw((byte)'}');
    }

    public static void Write(Utf8Text text, FundingPayment payment)
    {
        MarketRules rules = payment.Market.Rules;
        decimal size = Math.Abs(rules.Sizes.ToDecimal(payment.Size));
        text.Raw("{\"id\":"u8).Integer(payment.Id)
            .Raw(",\"accountId\":"u8).Integer(DemoAccount.AccountId)
            .Raw(",\"market\":"u8).Quoted(rules.Name)
            .Raw(",\"positionId\":"u8).Integer(payment.PositionId)
            .Raw(",\"side\":"u8).Raw(payment.Size > 0 ? "\"LONG\""u8 : "\"SHORT\""u8)
            .Raw(",\"size\":"u8).Quoted(rules.Sizes, Math.Abs(payment.Size))
            .Raw(",\"value\":"u8).Quoted(size * payment.Mark, "F6")
            .Raw(",\"markPrice\":"u8).Quoted(payment.Mark, Price)
            .Raw(",\"fundingFee\":"u8).Quoted(payment.Fee, "F6")
            .Raw(",\"fundingRate\":"u8).Quoted(payment.Rate, "F6")
            .Raw(",\"paidTime\":"u8).Integer(payment.TimeMs)
            .Raw((byte)'}');
    }

    public static void WriteBalance(Utf8Text text, Account account) =>
        text.Raw("{\"collateralName\":\"USD\",\"balance\":"u8).Quoted(account.Balance, "F6")
            .Raw(",\"equity\":"u8).Quoted(account.Equity, "F6")
            .Raw(",\"availableForTrade\":"u8).Quoted(account.AvailableForTrade, "F6")
            .Raw(",\"availableForWithdrawal\":"u8).Quoted(account.AvailableForWithdrawal, "F6")
            .Raw(",\"unrealisedPnl\":"u8).Quoted(account.UnrealisedPnl, "F6")
            .Raw(",\"initialMargin\":"u8).Quoted(account.InitialMargin, "F6")
            .Raw(",\"marginRatio\":"u8).Quoted(account.MarginRatio, "F6")
            .Raw(",\"exposure\":"u8).Quoted(account.Exposure, "F6")
            .Raw(",\"leverage\":"u8).Quoted(account.Equity > 0 ? account.Exposure / account.Equity : 0, "F4")
            .Raw(",\"updatedTime\":"u8).Integer(account.UpdatedMs)
            .Raw((byte)'}');

    /// <summary>The collateral as a spot asset.</summary>
    public static void WriteSpotBalance(Utf8Text text, Account account) =>
        text.Raw("{\"accountId\":"u8).Integer(DemoAccount.AccountId)
            .Raw(",\"asset\":\"USD\",\"balance\":"u8).Quoted(account.Balance, "F6")
            .Raw(",\"indexPrice\":\"1\",\"notionalValue\":"u8).Quoted(account.Balance, "F6")
            .Raw(",\"contributionFactor\":\"1\",\"equityContribution\":"u8).Quoted(account.Balance, "F6")
            .Raw(",\"availableToWithdraw\":"u8).Quoted(account.AvailableForWithdrawal, "F6")
            .Raw(",\"updatedAt\":"u8).Integer(account.UpdatedMs)
            .Raw((byte)'}');

    internal static ReadOnlySpan<byte> SideText(Side side) => side == Side.Buy ? "\"BUY\""u8 : "\"SELL\""u8;

    private static ReadOnlySpan<byte> TypeText(OrderType type) => type switch
    {
        OrderType.Limit => "\"LIMIT\""u8,
        OrderType.Market => "\"MARKET\""u8,
        OrderType.Conditional => "\"CONDITIONAL\""u8,
        OrderType.Tpsl => "\"TPSL\""u8,
        _ => throw new ArgumentOutOfRangeException(nameof(type), type, null),
    };

    private static ReadOnlySpan<byte> SourceText(PriceSource source) => source switch
    {
        PriceSource.Last => "\"LAST\""u8,
        PriceSource.Mark => "\"MARK\""u8,
        PriceSource.Index => "\"INDEX\""u8,
        _ => throw new ArgumentOutOfRangeException(nameof(source), source, null),
    };

    private static ReadOnlySpan<byte> StatusText(OrderStatus status) => status switch
    {
        OrderStatus.New => "\"NEW\""u8,
        OrderStatus.PartiallyFilled => "\"PARTIALLY_FILLED\""u8,
        OrderStatus.Filled => "\"FILLED\""u8,
        OrderStatus.Cancelled => "\"CANCELLED\""u8,
        OrderStatus.Rejected => "\"REJECTED\""u8,
        OrderStatus.Expired => "\"EXPIRED\""u8,
        OrderStatus.Untriggered => "\"UNTRIGGERED\""u8,
        OrderStatus.Triggered => "\"TRIGGERED\""u8,
        _ => throw new ArgumentOutOfRangeException(nameof(status), status, null),
    };

    private static ReadOnlySpan<byte> ReasonText(StatusReason reason) => reason switch
    {
        StatusReason.NoLiquidity => "\"NO_LIQUIDITY\""u8,
        StatusReason.PostOnlyFailed => "\"POST_ONLY_FAILED\""u8,
        StatusReason.OrderReplaced => "\"ORDER_REPLACED\""u8,
        StatusReason.SelfTradeProtection => "\"SELF_TRADE_PROTECTION\""u8,
        StatusReason.ReduceOnlyFailed => "\"REDUCE_ONLY_FAILED\""u8,
        StatusReason.NotEnoughFunds => "\"NOT_ENOUGH_FUNDS\""u8,
        StatusReason.PositionTpslConflict => "\"POSITION_TPSL_CONFLICT\""u8,
        StatusReason.PostOnlyMode => "\"POST_ONLY_MODE\""u8,
        StatusReason.ReduceOnlyMode => "\"REDUCE_ONLY_MODE\""u8,
        StatusReason.TradingOffMode => "\"TRADING_OFF_MODE\""u8,
        StatusReason.AccountLiquidation => "\"ACCOUNT_LIQUIDATION\""u8,
        _ => throw new ArgumentOutOfRangeException(nameof(reason), reason, null),
    };
}
