using System.Text.Json;
using LowLatencyMM.Feed.Frames;
using LowLatencyMM.Feed.Numbers;

namespace LowLatencyMM.Feed.Parsing;

/// <summary>
/// Parses account frames, and the REST answers that hold the same objects, straight from UTF-8 to integers. Objects of markets
/// that are not listed are left out and counted. The usual shapes are read by <see cref="AccountCursor"/>, all others by the general parser, with the
/// same result.
/// </summary>
/// <remarks>Hot path: no allocation, no exception for a valid frame.</remarks>
internal sealed class AccountParser : FrameParser
{
    private readonly Reading[] _restReadings;

    public AccountParser(IReadOnlyList<FeedMarket> markets)
        : base(markets)
    {
        _restReadings = new Reading[4];
        foreach (AccountContent content in Enum.GetValues<AccountContent>())
            _restReadings[(int)content] = (ref Utf8JsonReader reader) => ReadRest(ref reader, content);
    }

    public AccountScratch Scratch { get; } = new();

    /// <summary><c>pagination.cursor</c> of the last REST answer, or 0.</summary>
    public long Cursor { get; private set; }

    /// <summary>Parses a REST answer <c>{"status":"OK","data":…}</c>.</summary>
    public ParseOutcome ParseRest(ReadOnlySpan<byte> body, AccountContent content)
    {
        Reset();
        return Guarded(body, _restReadings[(int)content]);
    }

    protected override void Reset()
    {
        base.Reset();
        Scratch.Clear();
        Cursor = 0;
    }

    protected override bool TryParseFast(ReadOnlySpan<byte> frame)
    {
        var cursor = new AccountCursor(frame, Tail, Names, Scratch);
        bool read = cursor.TryRead();
        Seq = cursor.Seq;
        ExchangeMs = cursor.ExchangeMs;
        return read;
    }

    protected override bool IsKnownType(scoped ReadOnlySpan<byte> type) =>
        type.SequenceEqual("ORDER"u8) || type.SequenceEqual("TRADE"u8) || type.SequenceEqual("BALANCE"u8) || type.SequenceEqual("POSITION"u8);

    protected override ParseOutcome ReadData(ref Utf8JsonReader reader, scoped ReadOnlySpan<byte> type)
    {
        if (!type.IsEmpty && !IsKnownType(type))
            return SkipUnknownType();
        if (reader.TokenType != JsonTokenType.StartObject)
            return Fail(in reader, RejectionReason.WrongType);
        int start = (int)reader.TokenStartIndex;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (!ReadDataMember(ref reader))
                return ParseOutcome.Rejected;
        }
        if (!Scratch.HasAny)
            return FailAt(start, RejectionReason.MissingMember);
        return ParseOutcome.Frame;
    }

    private bool ReadDataMember(ref Utf8JsonReader reader)
    {
        if (reader.ValueTextEquals("orders"u8))
            return reader.Read() && (reader.TokenType == JsonTokenType.Null || ReadContent(ref reader, AccountContent.Orders));
        if (reader.ValueTextEquals("trades"u8))
            return reader.Read() && (reader.TokenType == JsonTokenType.Null || ReadContent(ref reader, AccountContent.Fills));
        if (reader.ValueTextEquals("balance"u8))
            return reader.Read() && (reader.TokenType == JsonTokenType.Null || ReadContent(ref reader, AccountContent.Balance));
        if (reader.ValueTextEquals("positions"u8))
            return reader.Read() && (reader.TokenType == JsonTokenType.Null || ReadContent(ref reader, AccountContent.Positions));
        if (reader.ValueTextEquals("isSnapshot"u8))
        {
            reader.Read();
            return TryBoolean(ref reader, out Scratch.IsSnapshot);
        }
        SkipMember(ref reader, known: false);
        return true;
    }

    private ParseOutcome ReadRest(ref Utf8JsonReader reader, AccountContent content)
    {
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
            return Fail(in reader, RejectionReason.WrongType);
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("data"u8))
            {
                reader.Read();
                if (reader.TokenType != JsonTokenType.Null && !ReadContent(ref reader, content))
                    return ParseOutcome.Rejected;
            }
            else if (reader.ValueTextEquals("pagination"u8))
            {
                if (!ReadPagination(ref reader))
                    return ParseOutcome.Rejected;
            }
            else if (reader.ValueTextEquals("error"u8))
            {
                reader.Read();
                if (reader.TokenType != JsonTokenType.Null)
                    return Fail(in reader, RejectionReason.ServerError);
            }
            else
            {
                SkipMember(ref reader, reader.ValueTextEquals("status"u8));
            }
        }
        if (reader.Read())
            return Fail(in reader, RejectionReason.MalformedJson);
        if (!Scratch.HasAny)
            return Fail(in reader, RejectionReason.MissingMember);
        Scratch.IsSnapshot = content != AccountContent.Fills;
        return ParseOutcome.Frame;
    }

    private bool ReadPagination(ref Utf8JsonReader reader)
    {
        reader.Read();
        if (reader.TokenType == JsonTokenType.Null)
            return true;
        if (reader.TokenType != JsonTokenType.StartObject)
            return Refuse(in reader, RejectionReason.WrongType);
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("cursor"u8))
            {
                reader.Read();
                if (!TryInteger(ref reader, out long cursor))
                    return false;
                Cursor = cursor;
            }
            else
            {
                SkipMember(ref reader, reader.ValueTextEquals("count"u8));
            }
        }
        return true;
    }

    private bool ReadContent(ref Utf8JsonReader reader, AccountContent content)
    {
        if (content == AccountContent.Balance)
        {
            Scratch.HasBalance = true;
            return ReadBalance(ref reader);
        }
        if (reader.TokenType != JsonTokenType.StartArray)
            return Refuse(in reader, RejectionReason.WrongType);
        switch (content)
        {
            case AccountContent.Orders:
                Scratch.HasOrders = true;
                Scratch.ClearOrders();
                break;
            case AccountContent.Fills:
                Scratch.HasFills = true;
                Scratch.ClearFills();
                break;
            default:
                Scratch.HasPositions = true;
                Scratch.ClearPositions();
                break;
        }
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (!TryFindMarket(reader, "market"u8, out FeedMarket? market))
                return false;
            if (market is null)
            {
                Counters.ForeignMarkets++;
                reader.Skip();
                continue;
            }
            bool read = content switch
            {
                AccountContent.Orders => ReadOrder(ref reader, market),
                AccountContent.Fills => ReadFill(ref reader, market),
                _ => ReadPosition(ref reader, market),
            };
            if (!read)
                return false;
        }
        return true;
    }

    private bool ReadOrder(ref Utf8JsonReader reader, FeedMarket market)
    {
        var order = new OrderUpdate { Market = market.Id, StatusReason = OrderStatusReason.None };
        int start = (int)reader.TokenStartIndex;
        bool hasId = false, hasStatus = false, hasSide = false, hasQuantity = false, hasExternalId = false;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            bool read;
            if (reader.ValueTextEquals("id"u8))
                read = Next(ref reader, ref hasId) && TryInteger(ref reader, out order.Id);
            else if (reader.ValueTextEquals("externalId"u8))
                read = Next(ref reader, ref hasExternalId) && TryKeepText(ref reader, out order.TextStart, out order.TextLength);
            else if (reader.ValueTextEquals("side"u8))
                read = Next(ref reader, ref hasSide) && TrySide(ref reader, out order.Side);
            else if (reader.ValueTextEquals("status"u8))
                read = Next(ref reader, ref hasStatus) && TryStatus(ref reader, out order.Status);
            else if (reader.ValueTextEquals("statusReason"u8))
                read = reader.Read() && TryStatusReason(ref reader, out order.StatusReason);
            else if (reader.ValueTextEquals("type"u8))
                read = reader.Read() && TryOrderType(ref reader, out order.Type);
            else if (reader.ValueTextEquals("price"u8))
                read = reader.Read() && TryUnits(ref reader, market.Tick, out order.PriceTicks);
            else if (reader.ValueTextEquals("qty"u8))
                read = Next(ref reader, ref hasQuantity) && TryUnits(ref reader, market.Step, out order.QuantitySteps);
            else if (reader.ValueTextEquals("filledQty"u8))
                read = reader.Read() && TryUnits(ref reader, market.Step, out order.FilledSteps);
            else if (reader.ValueTextEquals("payedFee"u8))
                read = reader.Read() && TryRounded(ref reader, DecimalText.MicroScale, exact: false, out order.PayedFeeMicro);
            else if (reader.ValueTextEquals("averagePrice"u8))
                read = reader.Read() && TryRounded(ref reader, DecimalText.NanoScale, exact: false, out order.AveragePriceNano);
            else if (reader.ValueTextEquals("createdTime"u8))
                read = reader.Read() && TryInteger(ref reader, out order.CreatedMs);
            else if (reader.ValueTextEquals("updatedTime"u8))
                read = reader.Read() && TryInteger(ref reader, out order.UpdatedMs);
            else if (reader.ValueTextEquals("expireTime"u8))
                read = reader.Read() && TryInteger(ref reader, out order.ExpireMs);
            else if (reader.ValueTextEquals("postOnly"u8))
                read = reader.Read() && TryBoolean(ref reader, out order.PostOnly);
            else if (reader.ValueTextEquals("reduceOnly"u8))
                read = reader.Read() && TryBoolean(ref reader, out order.ReduceOnly);
            else
                read = SkipOrderMember(ref reader);
            if (!read)
                return false;
        }
        if (!hasId || !hasStatus || !hasSide || !hasQuantity || !hasExternalId)
        {
            FailAt(start, RejectionReason.MissingMember);
            return false;
        }
        if (order.PriceTicks < 0 || order.QuantitySteps < 0 || order.FilledSteps < 0)
        {
            FailAt(start, RejectionReason.OutOfRange);
            return false;
        }
        return Scratch.TryAdd(in order) || Refuse(in reader, RejectionReason.TooManyItems);
    }

    private bool SkipOrderMember(ref Utf8JsonReader reader)
    {
        bool known = reader.ValueTextEquals("market"u8) || reader.ValueTextEquals("accountId"u8) || reader.ValueTextEquals("timeInForce"u8)
            || reader.ValueTextEquals("cancelledQty"u8) || reader.ValueTextEquals("prevOrderId"u8) || reader.ValueTextEquals("trigger"u8)
            || reader.ValueTextEquals("tpSlType"u8) || reader.ValueTextEquals("takeProfit"u8) || reader.ValueTextEquals("stopLoss"u8)
            || reader.ValueTextEquals("twap"u8);
        SkipMember(ref reader, known);
        return true;
    }

    private bool ReadFill(ref Utf8JsonReader reader, FeedMarket market)
    {
        var fill = new Fill { Market = market.Id };
        int start = (int)reader.TokenStartIndex;
        bool hasId = false, hasOrderId = false, hasSide = false, hasPrice = false, hasQuantity = false, unused = false;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            bool read;
            if (reader.ValueTextEquals("id"u8))
                read = Next(ref reader, ref hasId) && TryInteger(ref reader, out fill.Id);
            else if (reader.ValueTextEquals("orderId"u8))
                read = Next(ref reader, ref hasOrderId) && TryInteger(ref reader, out fill.OrderId);
            else if (reader.ValueTextEquals("externalOrderId"u8))
                read = Next(ref reader, ref unused) && TryKeepText(ref reader, out fill.TextStart, out fill.TextLength);
            else if (reader.ValueTextEquals("side"u8))
                read = Next(ref reader, ref hasSide) && TrySide(ref reader, out fill.Side);
            else if (reader.ValueTextEquals("price"u8))
                read = Next(ref reader, ref hasPrice) && TryFillPrice(ref reader, market.Tick, ref fill);
            else if (reader.ValueTextEquals("qty"u8))
                read = Next(ref reader, ref hasQuantity) && TryUnits(ref reader, market.Step, out fill.QuantitySteps);
            else if (reader.ValueTextEquals("value"u8))
                read = reader.Read() && TryRounded(ref reader, DecimalText.MicroScale, exact: false, out fill.ValueMicro);
            else if (reader.ValueTextEquals("fee"u8))
                read = reader.Read() && TryRounded(ref reader, DecimalText.NanoScale, exact: false, out fill.FeeNano);
            else if (reader.ValueTextEquals("isTaker"u8))
                read = reader.Read() && TryBoolean(ref reader, out fill.IsTaker);
            else if (reader.ValueTextEquals("tradeType"u8))
                read = reader.Read() && TryTradeType(ref reader, out fill.Type);
            else if (reader.ValueTextEquals("createdTime"u8))
                read = reader.Read() && TryInteger(ref reader, out fill.CreatedMs);
            else
                read = SkipKnown(ref reader, reader.ValueTextEquals("market"u8) || reader.ValueTextEquals("accountId"u8));
            if (!read)
                return false;
        }
        if (!hasId || !hasOrderId || !hasSide || !hasPrice || !hasQuantity)
        {
            FailAt(start, RejectionReason.MissingMember);
            return false;
        }
        if (fill.PriceNano <= 0 || fill.QuantitySteps <= 0)
        {
            FailAt(start, RejectionReason.OutOfRange);
            return false;
        }
        return Scratch.TryAdd(in fill) || Refuse(in reader, RejectionReason.TooManyItems);
    }

    /// <summary>A fill's price need not be on today's tick: it happened all the same.</summary>
    private bool TryFillPrice(ref Utf8JsonReader reader, in DecimalGrid tick, ref Fill fill)
    {
        if (!TryRounded(ref reader, DecimalText.NanoScale, exact: false, out fill.PriceNano))
            return false;
        if (TryUnits(ref reader, in tick, out fill.PriceTicks))
            return true;
        fill.PriceTicks = Fill.OffTick;
        return Reason == RejectionReason.OffGrid && Forgive();
    }

    private bool ReadPosition(ref Utf8JsonReader reader, FeedMarket market)
    {
        var position = new PositionUpdate { Market = market.Id };
        int start = (int)reader.TokenStartIndex;
        bool hasSide = false, hasSize = false, hasId = false;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            bool read;
            if (reader.ValueTextEquals("id"u8))
                read = Next(ref reader, ref hasId) && TryInteger(ref reader, out position.Id);
            else if (reader.ValueTextEquals("side"u8))
                read = Next(ref reader, ref hasSide) && TryPositionSide(ref reader, out position.Side);
            else if (reader.ValueTextEquals("status"u8))
                read = reader.Read() && TryPositionStatus(ref reader, out position.Status);
            else if (reader.ValueTextEquals("size"u8))
                read = Next(ref reader, ref hasSize) && TryUnits(ref reader, market.Step, out position.SizeSteps);
            else if (reader.ValueTextEquals("openPrice"u8))
                read = reader.Read() && TryRounded(ref reader, DecimalText.NanoScale, exact: false, out position.OpenPriceNano);
            else if (reader.ValueTextEquals("markPrice"u8))
                read = reader.Read() && TryRounded(ref reader, DecimalText.NanoScale, exact: false, out position.MarkPriceNano);
            else if (reader.ValueTextEquals("value"u8))
                read = reader.Read() && TryRounded(ref reader, DecimalText.MicroScale, exact: false, out position.ValueMicro);
            else if (reader.ValueTextEquals("margin"u8))
                read = reader.Read() && TryRounded(ref reader, DecimalText.MicroScale, exact: false, out position.MarginMicro);
            else if (reader.ValueTextEquals("unrealisedPnl"u8))
                read = reader.Read() && TryRounded(ref reader, DecimalText.MicroScale, exact: false, out position.UnrealisedPnlMicro);
            else if (reader.ValueTextEquals("realisedPnl"u8))
                read = reader.Read() && TryRounded(ref reader, DecimalText.MicroScale, exact: false, out position.RealisedPnlMicro);
            else if (reader.ValueTextEquals("createdAt"u8) || reader.ValueTextEquals("createdTime"u8))
                read = reader.Read() && TryInteger(ref reader, out position.CreatedMs);
            else if (reader.ValueTextEquals("updatedAt"u8) || reader.ValueTextEquals("updatedTime"u8))
                read = reader.Read() && TryInteger(ref reader, out position.UpdatedMs);
            else
                read = SkipPositionMember(ref reader);
            if (!read)
                return false;
        }
        if (!hasSide || !hasSize)
        {
            FailAt(start, RejectionReason.MissingMember);
            return false;
        }
        if (position.SizeSteps < 0 || (position.Side == PositionSide.Unknown && position.SizeSteps != 0))
        {
            // A size whose direction is not known must not be taken for either.
            FailAt(start, RejectionReason.OutOfRange);
            return false;
        }
        if (position.Status == PositionStatus.Closed)
            position.SizeSteps = 0;
        else if (position.Side == PositionSide.Short)
            position.SizeSteps = -position.SizeSteps;
        return Scratch.TryAdd(in position) || Refuse(in reader, RejectionReason.TooManyItems);
    }

    private bool SkipPositionMember(ref Utf8JsonReader reader)
    {
        bool known = reader.ValueTextEquals("market"u8) || reader.ValueTextEquals("accountId"u8) || reader.ValueTextEquals("leverage"u8)
            || reader.ValueTextEquals("liquidationPrice"u8) || reader.ValueTextEquals("adl"u8) || reader.ValueTextEquals("maxPositionSize"u8)
            || reader.ValueTextEquals("tpTriggerPrice"u8) || reader.ValueTextEquals("tpLimitPrice"u8)
            || reader.ValueTextEquals("slTriggerPrice"u8) || reader.ValueTextEquals("slLimitPrice"u8);
        return SkipKnown(ref reader, known);
    }

    private bool ReadBalance(ref Utf8JsonReader reader)
    {
        if (reader.TokenType != JsonTokenType.StartObject)
            return Refuse(in reader, RejectionReason.WrongType);
        int start = (int)reader.TokenStartIndex;
        ref AccountBalance balance = ref Scratch.Balance;
        balance = default;
        bool hasBalance = false, hasEquity = false;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            bool read;
            if (reader.ValueTextEquals("balance"u8))
                read = Next(ref reader, ref hasBalance) && TryMicro(ref reader, out balance.BalanceMicro);
            else if (reader.ValueTextEquals("equity"u8))
                read = Next(ref reader, ref hasEquity) && TryMicro(ref reader, out balance.EquityMicro);
            else if (reader.ValueTextEquals("availableForTrade"u8))
                read = reader.Read() && TryMicro(ref reader, out balance.AvailableForTradeMicro);
            else if (reader.ValueTextEquals("availableForWithdrawal"u8))
                read = reader.Read() && TryMicro(ref reader, out balance.AvailableForWithdrawalMicro);
            else if (reader.ValueTextEquals("unrealisedPnl"u8))
                read = reader.Read() && TryMicro(ref reader, out balance.UnrealisedPnlMicro);
            else if (reader.ValueTextEquals("initialMargin"u8))
                read = reader.Read() && TryMicro(ref reader, out balance.InitialMarginMicro);
            else if (reader.ValueTextEquals("exposure"u8))
                read = reader.Read() && TryMicro(ref reader, out balance.ExposureMicro);
            else if (reader.ValueTextEquals("marginRatio"u8))
                read = reader.Read() && TryRounded(ref reader, DecimalText.NanoScale, exact: false, out balance.MarginRatioNano);
            else if (reader.ValueTextEquals("updatedTime"u8))
                read = reader.Read() && TryInteger(ref reader, out balance.UpdatedMs);
            else
                read = SkipBalanceMember(ref reader);
            if (!read)
                return false;
        }
        if (hasBalance && hasEquity)
            return true;
        FailAt(start, RejectionReason.MissingMember);
        return false;
    }

    private bool SkipBalanceMember(ref Utf8JsonReader reader)
    {
        bool known = reader.ValueTextEquals("collateralName"u8) || reader.ValueTextEquals("leverage"u8) || reader.ValueTextEquals("status"u8)
            || reader.ValueTextEquals("spotEquity"u8) || reader.ValueTextEquals("spotEquityForAvailableForTrade"u8)
            || reader.ValueTextEquals("collateralReservedForSpotOrders"u8);
        return SkipKnown(ref reader, known);
    }

    private bool TryMicro(ref Utf8JsonReader reader, out long value) =>
        TryRounded(ref reader, DecimalText.MicroScale, exact: false, out value);

    private static bool Next(ref Utf8JsonReader reader, ref bool present)
    {
        reader.Read();
        present = reader.TokenType != JsonTokenType.Null;
        return true;
    }

    private bool SkipKnown(ref Utf8JsonReader reader, bool known)
    {
        SkipMember(ref reader, known);
        return true;
    }

    private bool TryBoolean(ref Utf8JsonReader reader, out bool value)
    {
        value = reader.TokenType == JsonTokenType.True;
        return reader.TokenType is JsonTokenType.True or JsonTokenType.False or JsonTokenType.Null
            || Refuse(in reader, RejectionReason.WrongType);
    }

    private bool TryKeepText(ref Utf8JsonReader reader, out int start, out int length)
    {
        start = 0;
        length = 0;
        if (!TryText(ref reader, out ReadOnlySpan<byte> text))
            return false;
        start = Scratch.AddText(text);
        length = text.Length;
        return true;
    }

    private bool TrySide(ref Utf8JsonReader reader, out Side side)
    {
        side = default;
        if (!TryText(ref reader, out ReadOnlySpan<byte> text))
            return false;
        side = WireNames.Side(text);
        return Count(text, side == Side.Unknown);
    }

    private bool TryStatus(ref Utf8JsonReader reader, out OrderStatus status)
    {
        status = default;
        if (!TryText(ref reader, out ReadOnlySpan<byte> text))
            return false;
        status = WireNames.OrderStatus(text);
        return Count(text, status == OrderStatus.Unknown);
    }

    private bool TryStatusReason(ref Utf8JsonReader reader, out OrderStatusReason reason)
    {
        reason = default;
        if (!TryText(ref reader, out ReadOnlySpan<byte> text))
            return false;
        reason = WireNames.OrderStatusReason(text);
        return Count(text, reason == OrderStatusReason.Unknown);
    }

    private bool TryOrderType(ref Utf8JsonReader reader, out OrderType type)
    {
        type = default;
        if (!TryText(ref reader, out ReadOnlySpan<byte> text))
            return false;
        type = WireNames.OrderType(text);
        return Count(text, type == OrderType.Unknown);
    }

    private bool TryTradeType(ref Utf8JsonReader reader, out TradeType type)
    {
        type = default;
        if (!TryText(ref reader, out ReadOnlySpan<byte> text))
            return false;
        type = WireNames.TradeType(text);
        return Count(text, type == TradeType.Unknown);
    }

    private bool TryPositionSide(ref Utf8JsonReader reader, out PositionSide side)
    {
        side = default;
        if (!TryText(ref reader, out ReadOnlySpan<byte> text))
            return false;
        side = WireNames.PositionSide(text);
        return Count(text, side == PositionSide.Unknown);
    }

    private bool TryPositionStatus(ref Utf8JsonReader reader, out PositionStatus status)
    {
        status = default;
        if (!TryText(ref reader, out ReadOnlySpan<byte> text))
            return false;
        status = WireNames.PositionStatus(text);
        return Count(text, status == PositionStatus.Unknown);
    }

    private bool Count(ReadOnlySpan<byte> name, bool unknown)
    {
        if (unknown && !name.IsEmpty)
            Counters.UnknownValues++;
        return true;
    }
}
