using LowLatencyMM.Simulator.Matching;

namespace LowLatencyMM.Simulator.Wire;

/// <summary>The account's objects as REST answers and stream frames show them.</summary>
internal sealed class AccountJson(MarketRules rules)
{
    public void Write(Utf8Text text, Order order)
    {
        text.Raw("{\"id\":"u8).Integer(order.Id)
            .Raw(",\"accountId\":"u8).Integer(DemoAccount.AccountId)
            .Raw(",\"externalId\":"u8).Quoted(order.ExternalId)
            .Raw(",\"market\":"u8).Quoted(rules.Name)
            .Raw(",\"type\":"u8).Raw(order.Type == OrderType.Limit ? "\"LIMIT\""u8 : "\"MARKET\""u8)
            .Raw(",\"side\":"u8).Raw(SideText(order.Side))
            .Raw(",\"status\":"u8).Raw(StatusText(order.Status));
        if (order.Reason != StatusReason.None)
            text.Raw(",\"statusReason\":"u8).Raw(ReasonText(order.Reason));
        text.Raw(",\"price\":"u8).Quoted(rules.Prices, order.Price);
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
            .Raw(",\"expireTime\":"u8).Integer(order.ExpireMs)
            .Raw((byte)'}');
    }

    /// <summary>A fill; streams name the order's external id, REST does not.</summary>
    public void Write(Utf8Text text, Fill fill, bool withExternalId)
    {
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
            .Raw(",\"tradeType\":\"TRADE\",\"createdTime\":"u8).Integer(fill.TimeMs)
            .Raw(",\"isTaker\":"u8).Boolean(fill.IsTaker);
        if (withExternalId)
            text.Raw(",\"externalOrderId\":"u8).Quoted(fill.ExternalId);
        text.Raw((byte)'}');
    }

    /// <summary>The position, size 0 and CLOSED when there is none any more.</summary>
    public void WritePosition(Utf8Text text, Account account)
    {
        bool closed = account.Position == 0;
        text.Raw("{\"id\":"u8).Integer(account.PositionId)
            .Raw(",\"accountId\":"u8).Integer(DemoAccount.AccountId)
            .Raw(",\"market\":"u8).Quoted(rules.Name)
            .Raw(",\"status\":"u8).Raw(closed ? "\"CLOSED\""u8 : "\"OPENED\""u8)
            .Raw(",\"side\":"u8).Raw(account.Position < 0 ? "\"SHORT\""u8 : "\"LONG\""u8)
            .Raw(",\"leverage\":"u8).Quoted(account.Leverage, "F2")
            .Raw(",\"size\":"u8).Quoted(rules.Sizes, Math.Abs(account.Position))
            .Raw(",\"value\":"u8).Quoted(account.Exposure, "F6")
            .Raw(",\"openPrice\":"u8).Quoted(decimal.Round(account.OpenPrice, 12), "0.############")
            .Raw(",\"markPrice\":"u8).Quoted(account.Mark, "0.############")
            .Raw(",\"margin\":"u8).Quoted(account.Exposure / account.Leverage, "F6")
            .Raw(",\"unrealisedPnl\":"u8).Quoted(account.UnrealisedPnl, "F6")
            .Raw(",\"realisedPnl\":"u8).Quoted(account.RealisedPnl, "F6")
            .Raw(",\"adl\":1,\"createdAt\":"u8).Integer(account.PositionCreatedMs)
            .Raw(",\"updatedAt\":"u8).Integer(account.PositionUpdatedMs)
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

    private static ReadOnlySpan<byte> StatusText(OrderStatus status) => status switch
    {
        OrderStatus.New => "\"NEW\""u8,
        OrderStatus.PartiallyFilled => "\"PARTIALLY_FILLED\""u8,
        OrderStatus.Filled => "\"FILLED\""u8,
        OrderStatus.Cancelled => "\"CANCELLED\""u8,
        OrderStatus.Rejected => "\"REJECTED\""u8,
        OrderStatus.Expired => "\"EXPIRED\""u8,
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
        _ => throw new ArgumentOutOfRangeException(nameof(reason), reason, null),
    };
}
