using LowLatencyMM.Feed.Frames;
using LowLatencyMM.Feed.Numbers;

namespace LowLatencyMM.Feed.Parsing;

/// <summary>
/// Reads account frames whose objects have only members and values of the usual kinds, in any order but with the market before prices and
/// quantities, in one pass. Any surprise gives false, and the general parser decides.
/// </summary>
/// <remarks>
/// Hot path. It accepts only what the general parser accepts, with the same result; tests hold the two together. A member is found by the length of
/// its name and then by its name.
/// </remarks>
internal ref struct AccountCursor(ReadOnlySpan<byte> frame, byte[] tail, MarketNames markets, AccountScratch scratch)
{
    private readonly MarketNames _markets = markets;
    private readonly AccountScratch _scratch = scratch;
    private FrameCursor _cursor = new(frame, tail);

    public long Seq { get; private set; }

    public long ExchangeMs { get; private set; }

    /// <summary><c>{"type":T,"data":{"orders" or "trades" or "positions":[…] or "balance":{…}[,"isSnapshot":B]},"ts":N,"seq":N}</c></summary>
    public bool TryRead()
    {
        if (!_cursor.Skip("{\"type\":\""u8))
            return false;
        _cursor.Skip("ACCOUNT."u8);
        bool isKnown = _cursor.Skip("ORDER\",\"data\":{"u8) || _cursor.Skip("TRADE\",\"data\":{"u8)
            || _cursor.Skip("POSITION\",\"data\":{"u8) || _cursor.Skip("BALANCE\",\"data\":{"u8);
        if (!isKnown)
            return false;
        uint seen = 0;
        do
        {
            _cursor.Secure();
            if (!TryDataMember(ref seen))
                return false;
        }
        while (_cursor.Skip(","u8));
        return _scratch.HasAny && _cursor.Skip("}"u8) && TryEnd();
    }

    private bool TryDataMember(ref uint seen)
    {
        switch (_cursor.NameLength())
        {
            case 6 when _cursor.Skip("\"orders\":["u8):
                _scratch.HasOrders = true;
                return Once(ref seen, 0) && TryOrders();
            case 6 when _cursor.Skip("\"trades\":["u8):
                _scratch.HasFills = true;
                return Once(ref seen, 1) && TryFills();
            case 9 when _cursor.Skip("\"positions\":["u8):
                _scratch.HasPositions = true;
                return Once(ref seen, 2) && TryPositions();
            case 7 when _cursor.Skip("\"balance\":{"u8):
                _scratch.HasBalance = true;
                return Once(ref seen, 3) && TryBalance();
            case 10 when _cursor.Skip("\"isSnapshot\":"u8):
                return Once(ref seen, 4) && TryBoolean(out _scratch.IsSnapshot);
            default:
                return false;
        }
    }

    private bool TryOrders()
    {
        if (_cursor.Skip("]"u8))
            return true;
        do
        {
            if (!TryOrder())
                return false;
        }
        while (_cursor.Skip(","u8));
        return _cursor.Skip("]"u8);
    }

    private bool TryOrder()
    {
        if (!_cursor.Skip("{"u8))
            return false;
        var order = new OrderUpdate { StatusReason = OrderStatusReason.None };
        FeedMarket? market = null;
        uint seen = 0;
        do
        {
            _cursor.Secure();
            if (!TryOrderMember(ref order, ref market, ref seen))
                return false;
        }
        while (_cursor.Skip(","u8));
        const uint Required = 0b1_1111;
        if (!_cursor.Skip("}"u8) || market is null || (seen & Required) != Required)
            return false;
        order.Market = market.Id;
        return order.PriceTicks >= 0 && order.QuantitySteps >= 0 && order.FilledSteps >= 0 && _scratch.TryAdd(in order);
    }

    private bool TryOrderMember(ref OrderUpdate order, ref FeedMarket? market, ref uint seen)
    {
        switch (_cursor.NameLength())
        {
            case 2 when _cursor.Skip("\"id\":"u8):
                return Once(ref seen, 0) && _cursor.TryInteger(out order.Id);
            case 3 when _cursor.Skip("\"qty\":\""u8):
                return Once(ref seen, 1) && market is not null && _cursor.TryUnits(market.Step, out order.QuantitySteps);
            case 4 when _cursor.Skip("\"side\":\""u8):
                return Once(ref seen, 2) && _cursor.TryText(out ReadOnlySpan<byte> side) && (order.Side = WireNames.Side(side)) != Side.Unknown;
            case 4 when _cursor.Skip("\"type\":\""u8):
                return Once(ref seen, 5) && _cursor.TryText(out ReadOnlySpan<byte> type) && (order.Type = WireNames.OrderType(type)) != OrderType.Unknown;
            case 5 when _cursor.Skip("\"price\":\""u8):
                return Once(ref seen, 6) && market is not null && _cursor.TryUnits(market.Tick, out order.PriceTicks);
            case 6 when _cursor.Skip("\"status\":\""u8):
                return Once(ref seen, 3) && _cursor.TryText(out ReadOnlySpan<byte> status)
                    && (order.Status = WireNames.OrderStatus(status)) != OrderStatus.Unknown;
            case 6 when _cursor.Skip("\"market\":\""u8):
                return Once(ref seen, 7) && (market = _markets.Skip(ref _cursor)) is not null;
            case 8 when _cursor.Skip("\"payedFee\":\""u8):
                return Once(ref seen, 8) && _cursor.TryRounded(DecimalText.MicroScale, out order.PayedFeeMicro);
            case 8 when _cursor.Skip("\"postOnly\":"u8):
                return Once(ref seen, 9) && TryBoolean(out order.PostOnly);
            case 9 when _cursor.Skip("\"filledQty\":\""u8):
                return Once(ref seen, 10) && market is not null && _cursor.TryUnits(market.Step, out order.FilledSteps);
            case 9 when _cursor.Skip("\"accountId\":"u8):
                return Once(ref seen, 11) && _cursor.TryInteger(out _);
            case 10 when _cursor.Skip("\"externalId\":\""u8):
                return Once(ref seen, 4) && TryKeepText(out order.TextStart, out order.TextLength);
            case 10 when _cursor.Skip("\"reduceOnly\":"u8):
                return Once(ref seen, 12) && TryBoolean(out order.ReduceOnly);
            case 10 when _cursor.Skip("\"expireTime\":"u8):
                return Once(ref seen, 13) && _cursor.TryInteger(out order.ExpireMs);
            case 11 when _cursor.Skip("\"createdTime\":"u8):
                return Once(ref seen, 14) && _cursor.TryInteger(out order.CreatedMs);
            case 11 when _cursor.Skip("\"updatedTime\":"u8):
                return Once(ref seen, 15) && _cursor.TryInteger(out order.UpdatedMs);
            case 11 when _cursor.Skip("\"timeInForce\":\""u8):
                return Once(ref seen, 16) && _cursor.TryText(out _);
            case 12 when _cursor.Skip("\"averagePrice\":\""u8):
                return Once(ref seen, 17) && _cursor.TryRounded(DecimalText.NanoScale, out order.AveragePriceNano);
            case 12 when _cursor.Skip("\"cancelledQty\":\""u8):
                return Once(ref seen, 18) && _cursor.TryText(out _);
            case 12 when _cursor.Skip("\"statusReason\":\""u8):
                return Once(ref seen, 19) && _cursor.TryText(out ReadOnlySpan<byte> reason)
                    && (order.StatusReason = WireNames.OrderStatusReason(reason)) != OrderStatusReason.Unknown;
            default:
                return false;
        }
    }

    private bool TryFills()
    {
        if (_cursor.Skip("]"u8))
            return true;
        do
        {
            if (!TryFill())
                return false;
        }
        while (_cursor.Skip(","u8));
        return _cursor.Skip("]"u8);
    }

    private bool TryFill()
    {
        if (!_cursor.Skip("{"u8))
            return false;
        var fill = default(Fill);
        FeedMarket? market = null;
        uint seen = 0;
        do
        {
            _cursor.Secure();
            if (!TryFillMember(ref fill, ref market, ref seen))
                return false;
        }
        while (_cursor.Skip(","u8));
        const uint Required = 0b1_1111;
        if (!_cursor.Skip("}"u8) || market is null || (seen & Required) != Required)
            return false;
        fill.Market = market.Id;
        return fill.PriceNano > 0 && fill.QuantitySteps > 0 && _scratch.TryAdd(in fill);
    }

    private bool TryFillMember(ref Fill fill, ref FeedMarket? market, ref uint seen)
    {
        switch (_cursor.NameLength())
        {
            case 2 when _cursor.Skip("\"id\":"u8):
                return Once(ref seen, 0) && _cursor.TryInteger(out fill.Id);
            case 3 when _cursor.Skip("\"qty\":\""u8):
                return Once(ref seen, 1) && market is not null && _cursor.TryUnits(market.Step, out fill.QuantitySteps);
            case 3 when _cursor.Skip("\"fee\":\""u8):
                return Once(ref seen, 5) && _cursor.TryRounded(DecimalText.NanoScale, out fill.FeeNano);
            case 4 when _cursor.Skip("\"side\":\""u8):
                return Once(ref seen, 2) && _cursor.TryText(out ReadOnlySpan<byte> side) && (fill.Side = WireNames.Side(side)) != Side.Unknown;
            case 5 when _cursor.Skip("\"price\":\""u8):
                return Once(ref seen, 3) && market is not null && TryFillPrice(market.Tick, ref fill);
            case 5 when _cursor.Skip("\"value\":\""u8):
                return Once(ref seen, 6) && _cursor.TryRounded(DecimalText.MicroScale, out fill.ValueMicro);
            case 6 when _cursor.Skip("\"market\":\""u8):
                return Once(ref seen, 7) && (market = _markets.Skip(ref _cursor)) is not null;
            case 7 when _cursor.Skip("\"orderId\":"u8):
                return Once(ref seen, 4) && _cursor.TryInteger(out fill.OrderId);
            case 7 when _cursor.Skip("\"isTaker\":"u8):
                return Once(ref seen, 8) && TryBoolean(out fill.IsTaker);
            case 9 when _cursor.Skip("\"tradeType\":\""u8):
                return Once(ref seen, 9) && _cursor.TryText(out ReadOnlySpan<byte> type) && (fill.Type = WireNames.TradeType(type)) != TradeType.Unknown;
            case 9 when _cursor.Skip("\"accountId\":"u8):
                return Once(ref seen, 10) && _cursor.TryInteger(out _);
            case 11 when _cursor.Skip("\"createdTime\":"u8):
                return Once(ref seen, 11) && _cursor.TryInteger(out fill.CreatedMs);
            case 15 when _cursor.Skip("\"externalOrderId\":\""u8):
                return Once(ref seen, 12) && TryKeepText(out fill.TextStart, out fill.TextLength);
            default:
                return false;
        }
    }

    /// <summary>The same text twice: rounded to 1e-9, and as ticks, which must be whole here.</summary>
    private bool TryFillPrice(in DecimalGrid tick, ref Fill fill)
    {
        FrameCursor again = _cursor;
        if (!again.TryRounded(DecimalText.NanoScale, out fill.PriceNano))
            return false;
        return _cursor.TryUnits(in tick, out fill.PriceTicks);
    }

    private bool TryPositions()
    {
        if (_cursor.Skip("]"u8))
            return true;
        do
        {
            if (!TryPosition())
                return false;
        }
        while (_cursor.Skip(","u8));
        return _cursor.Skip("]"u8);
    }

    private bool TryPosition()
    {
        if (!_cursor.Skip("{"u8))
            return false;
        var position = default(PositionUpdate);
        FeedMarket? market = null;
        uint seen = 0;
        do
        {
            _cursor.Secure();
            if (!TryPositionMember(ref position, ref market, ref seen))
                return false;
        }
        while (_cursor.Skip(","u8));
        const uint Required = 0b11;
        if (!_cursor.Skip("}"u8) || market is null || (seen & Required) != Required || position.SizeSteps < 0)
            return false;
        position.Market = market.Id;
        if (position.Status == PositionStatus.Closed)
            position.SizeSteps = 0;
        else if (position.Side == PositionSide.Short)
            position.SizeSteps = -position.SizeSteps;
        return _scratch.TryAdd(in position);
    }

    private bool TryPositionMember(ref PositionUpdate position, ref FeedMarket? market, ref uint seen)
    {
        switch (_cursor.NameLength())
        {
            case 2 when _cursor.Skip("\"id\":"u8):
                return Once(ref seen, 2) && _cursor.TryInteger(out position.Id);
            case 3 when _cursor.Skip("\"adl\":"u8):
                return Once(ref seen, 3) && _cursor.TryInteger(out _);
            case 4 when _cursor.Skip("\"side\":\""u8):
                return Once(ref seen, 0) && _cursor.TryText(out ReadOnlySpan<byte> side)
                    && (position.Side = WireNames.PositionSide(side)) != PositionSide.Unknown;
            case 4 when _cursor.Skip("\"size\":\""u8):
                return Once(ref seen, 1) && market is not null && _cursor.TryUnits(market.Step, out position.SizeSteps);
            case 5 when _cursor.Skip("\"value\":\""u8):
                return Once(ref seen, 4) && _cursor.TryRounded(DecimalText.MicroScale, out position.ValueMicro);
            case 6 when _cursor.Skip("\"market\":\""u8):
                return Once(ref seen, 5) && (market = _markets.Skip(ref _cursor)) is not null;
            case 6 when _cursor.Skip("\"margin\":\""u8):
                return Once(ref seen, 6) && _cursor.TryRounded(DecimalText.MicroScale, out position.MarginMicro);
            case 6 when _cursor.Skip("\"status\":\""u8):
                return Once(ref seen, 7) && _cursor.TryText(out ReadOnlySpan<byte> status)
                    && (position.Status = WireNames.PositionStatus(status)) != PositionStatus.Unknown;
            case 8 when _cursor.Skip("\"leverage\":\""u8):
                return Once(ref seen, 8) && _cursor.TryText(out _);
            case 9 when _cursor.Skip("\"openPrice\":\""u8):
                return Once(ref seen, 9) && _cursor.TryRounded(DecimalText.NanoScale, out position.OpenPriceNano);
            case 9 when _cursor.Skip("\"markPrice\":\""u8):
                return Once(ref seen, 10) && _cursor.TryRounded(DecimalText.NanoScale, out position.MarkPriceNano);
            case 9 when _cursor.Skip("\"accountId\":"u8):
                return Once(ref seen, 11) && _cursor.TryInteger(out _);
            case 9 when _cursor.Skip("\"createdAt\":"u8):
                return Once(ref seen, 12) && _cursor.TryInteger(out position.CreatedMs);
            case 9 when _cursor.Skip("\"updatedAt\":"u8):
                return Once(ref seen, 13) && _cursor.TryInteger(out position.UpdatedMs);
            case 11 when _cursor.Skip("\"realisedPnl\":\""u8):
                return Once(ref seen, 14) && _cursor.TryRounded(DecimalText.MicroScale, out position.RealisedPnlMicro);
            case 13 when _cursor.Skip("\"unrealisedPnl\":\""u8):
                return Once(ref seen, 15) && _cursor.TryRounded(DecimalText.MicroScale, out position.UnrealisedPnlMicro);
            case 15 when _cursor.Skip("\"maxPositionSize\":\""u8):
                return Once(ref seen, 16) && _cursor.TryText(out _);
            case 16 when _cursor.Skip("\"liquidationPrice\":\""u8):
                return Once(ref seen, 17) && _cursor.TryText(out _);
            default:
                return false;
        }
    }

    private bool TryBalance()
    {
        uint seen = 0;
        do
        {
            _cursor.Secure();
            if (!TryBalanceMember(ref _scratch.Balance, ref seen))
                return false;
        }
        while (_cursor.Skip(","u8));
        const uint Required = 0b11;
        return _cursor.Skip("}"u8) && (seen & Required) == Required;
    }

    private bool TryBalanceMember(ref AccountBalance balance, ref uint seen)
    {
        switch (_cursor.NameLength())
        {
            case 6 when _cursor.Skip("\"equity\":\""u8):
                return Once(ref seen, 0) && _cursor.TryRounded(DecimalText.MicroScale, out balance.EquityMicro);
            case 6 when _cursor.Skip("\"status\":\""u8):
                return Once(ref seen, 2) && _cursor.TryText(out _);
            case 7 when _cursor.Skip("\"balance\":\""u8):
                return Once(ref seen, 1) && _cursor.TryRounded(DecimalText.MicroScale, out balance.BalanceMicro);
            case 8 when _cursor.Skip("\"exposure\":\""u8):
                return Once(ref seen, 3) && _cursor.TryRounded(DecimalText.MicroScale, out balance.ExposureMicro);
            case 8 when _cursor.Skip("\"leverage\":\""u8):
                return Once(ref seen, 4) && _cursor.TryText(out _);
            case 11 when _cursor.Skip("\"marginRatio\":\""u8):
                return Once(ref seen, 5) && _cursor.TryRounded(DecimalText.NanoScale, out balance.MarginRatioNano);
            case 11 when _cursor.Skip("\"updatedTime\":"u8):
                return Once(ref seen, 6) && _cursor.TryInteger(out balance.UpdatedMs);
            case 13 when _cursor.Skip("\"initialMargin\":\""u8):
                return Once(ref seen, 7) && _cursor.TryRounded(DecimalText.MicroScale, out balance.InitialMarginMicro);
            case 13 when _cursor.Skip("\"unrealisedPnl\":\""u8):
                return Once(ref seen, 8) && _cursor.TryRounded(DecimalText.MicroScale, out balance.UnrealisedPnlMicro);
            case 14 when _cursor.Skip("\"collateralName\":\""u8):
                return Once(ref seen, 9) && _cursor.TryText(out _);
            case 17 when _cursor.Skip("\"availableForTrade\":\""u8):
                return Once(ref seen, 10) && _cursor.TryRounded(DecimalText.MicroScale, out balance.AvailableForTradeMicro);
            case 22 when _cursor.Skip("\"availableForWithdrawal\":\""u8):
                return Once(ref seen, 11) && _cursor.TryRounded(DecimalText.MicroScale, out balance.AvailableForWithdrawalMicro);
            default:
                return false;
        }
    }

    /// <summary>False for a member that was there already: then the last one counts, which the general parser sees to.</summary>
    private static bool Once(ref uint seen, int member)
    {
        uint bit = 1u << member;
        bool isNew = (seen & bit) == 0;
        seen |= bit;
        return isNew;
    }

    private bool TryBoolean(out bool value)
    {
        value = _cursor.Skip("true"u8);
        return value || _cursor.Skip("false"u8);
    }

    private bool TryKeepText(out int start, out int length)
    {
        start = 0;
        length = 0;
        if (!_cursor.TryText(out ReadOnlySpan<byte> text))
            return false;
        start = _scratch.AddText(text);
        length = text.Length;
        return true;
    }

    private bool TryEnd()
    {
        bool isEnd = _cursor.TryEnd(out long ts, out long seq);
        ExchangeMs = ts;
        Seq = seq;
        return isEnd;
    }
}
