using LowLatencyMM.Feed.Frames;

namespace LowLatencyMM.Feed.Parsing;

/// <summary>The wire's names of enumeration values. A name that is not listed is Unknown.</summary>
internal static class WireNames
{
    public static Side Side(ReadOnlySpan<byte> name)
    {
        if (name.SequenceEqual("BUY"u8))
            return Frames.Side.Buy;
        return name.SequenceEqual("SELL"u8) ? Frames.Side.Sell : Frames.Side.Unknown;
    }

    public static TradeType TradeType(ReadOnlySpan<byte> name)
    {
        if (name.SequenceEqual("TRADE"u8))
            return Frames.TradeType.Trade;
        if (name.SequenceEqual("LIQUIDATION"u8))
            return Frames.TradeType.Liquidation;
        return name.SequenceEqual("DELEVERAGE"u8) || name.SequenceEqual("ADL"u8) ? Frames.TradeType.Deleverage : Frames.TradeType.Unknown;
    }

    public static PositionSide PositionSide(ReadOnlySpan<byte> name)
    {
        if (name.SequenceEqual("LONG"u8))
            return Frames.PositionSide.Long;
        return name.SequenceEqual("SHORT"u8) ? Frames.PositionSide.Short : Frames.PositionSide.Unknown;
    }

    public static PositionStatus PositionStatus(ReadOnlySpan<byte> name)
    {
        if (name.SequenceEqual("OPENED"u8))
            return Frames.PositionStatus.Opened;
        return name.SequenceEqual("CLOSED"u8) ? Frames.PositionStatus.Closed : Frames.PositionStatus.Unknown;
    }

    public static OrderType OrderType(ReadOnlySpan<byte> name)
    {
        if (name.SequenceEqual("LIMIT"u8))
            return Frames.OrderType.Limit;
        if (name.SequenceEqual("MARKET"u8))
            return Frames.OrderType.Market;
        if (name.SequenceEqual("CONDITIONAL"u8))
            return Frames.OrderType.Conditional;
        if (name.SequenceEqual("TPSL"u8))
            return Frames.OrderType.Tpsl;
        return name.SequenceEqual("TWAP"u8) ? Frames.OrderType.Twap : Frames.OrderType.Unknown;
    }

    public static OrderStatus OrderStatus(ReadOnlySpan<byte> name)
    {
        if (name.SequenceEqual("NEW"u8))
            return Frames.OrderStatus.New;
        if (name.SequenceEqual("PARTIALLY_FILLED"u8))
            return Frames.OrderStatus.PartiallyFilled;
        if (name.SequenceEqual("FILLED"u8))
            return Frames.OrderStatus.Filled;
        if (name.SequenceEqual("CANCELLED"u8))
            return Frames.OrderStatus.Cancelled;
        if (name.SequenceEqual("REJECTED"u8))
            return Frames.OrderStatus.Rejected;
        if (name.SequenceEqual("EXPIRED"u8))
            return Frames.OrderStatus.Expired;
        if (name.SequenceEqual("UNTRIGGERED"u8))
            return Frames.OrderStatus.Untriggered;
        return name.SequenceEqual("TRIGGERED"u8) ? Frames.OrderStatus.Triggered : Frames.OrderStatus.Unknown;
    }

    public static OrderStatusReason OrderStatusReason(ReadOnlySpan<byte> name)
    {
        if (name.IsEmpty || name.SequenceEqual("NONE"u8))
            return Frames.OrderStatusReason.None;
        for (int i = 0; i < Reasons.Length; i++)
        {
            if (name.SequenceEqual(Reasons[i].Name))
                return Reasons[i].Reason;
        }
        return Frames.OrderStatusReason.Unknown;
    }

    private static readonly (byte[] Name, OrderStatusReason Reason)[] Reasons =
    [
        ("POST_ONLY_FAILED"u8.ToArray(), Frames.OrderStatusReason.PostOnlyFailed),
        ("ORDER_REPLACED"u8.ToArray(), Frames.OrderStatusReason.OrderReplaced),
        ("UNKNOWN_MARKET"u8.ToArray(), Frames.OrderStatusReason.UnknownMarket),
        ("DISABLED_MARKET"u8.ToArray(), Frames.OrderStatusReason.DisabledMarket),
        ("NOT_ENOUGH_FUNDS"u8.ToArray(), Frames.OrderStatusReason.NotEnoughFunds),
        ("NO_LIQUIDITY"u8.ToArray(), Frames.OrderStatusReason.NoLiquidity),
        ("INVALID_FEE"u8.ToArray(), Frames.OrderStatusReason.InvalidFee),
        ("INVALID_QTY"u8.ToArray(), Frames.OrderStatusReason.InvalidQuantity),
        ("INVALID_PRICE"u8.ToArray(), Frames.OrderStatusReason.InvalidPrice),
        ("INVALID_VALUE"u8.ToArray(), Frames.OrderStatusReason.InvalidValue),
        ("UNKNOWN_ACCOUNT"u8.ToArray(), Frames.OrderStatusReason.UnknownAccount),
        ("SELF_TRADE_PROTECTION"u8.ToArray(), Frames.OrderStatusReason.SelfTradeProtection),
        ("REDUCE_ONLY_FAILED"u8.ToArray(), Frames.OrderStatusReason.ReduceOnlyFailed),
        ("INVALID_EXPIRE_TIME"u8.ToArray(), Frames.OrderStatusReason.InvalidExpireTime),
        ("POSITION_TPSL_CONFLICT"u8.ToArray(), Frames.OrderStatusReason.PositionTpslConflict),
        ("INVALID_LEVERAGE"u8.ToArray(), Frames.OrderStatusReason.InvalidLeverage),
        ("PREV_ORDER_NOT_FOUND"u8.ToArray(), Frames.OrderStatusReason.PreviousOrderNotFound),
        ("PREV_ORDER_TRIGGERED"u8.ToArray(), Frames.OrderStatusReason.PreviousOrderTriggered),
        ("TPSL_OTHER_SIDE_FILLED"u8.ToArray(), Frames.OrderStatusReason.TpslOtherSideFilled),
        ("PREV_ORDER_CONFLICT"u8.ToArray(), Frames.OrderStatusReason.PreviousOrderConflict),
        ("POST_ONLY_MODE"u8.ToArray(), Frames.OrderStatusReason.PostOnlyMode),
        ("REDUCE_ONLY_MODE"u8.ToArray(), Frames.OrderStatusReason.ReduceOnlyMode),
        ("TRADING_OFF_MODE"u8.ToArray(), Frames.OrderStatusReason.TradingOffMode),
        ("NEGATIVE_EQUITY"u8.ToArray(), Frames.OrderStatusReason.NegativeEquity),
        ("ACCOUNT_LIQUIDATION"u8.ToArray(), Frames.OrderStatusReason.AccountLiquidation),
    ];
}
