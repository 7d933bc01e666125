using System.Buffers;
using System.Globalization;
using System.Text.Json;
using LowLatencyMM.Feed.Frames;
using LowLatencyMM.Feed.Numbers;
using LowLatencyMM.Feed.Rest;
using LowLatencyMM.Signing;

namespace LowLatencyMM.Feed.Orders;

/// <summary>Signs an order and its legs and writes the request: members in the order of the exchange's example, absent ones left out.</summary>
internal sealed class OrderRequest
{
    /// <summary>A leg that closes a position is signed for this many times the largest position, so that it covers whatever is open then.</summary>
    private const decimal PositionMultiple = 50;

    private readonly NewOrder _order;
    private readonly OrderRules _rules;
    private readonly StarkSigner _signer;
    private readonly uint _positionId;

    private OrderRequest(NewOrder order, OrderRules rules, StarkSigner signer, uint positionId)
    {
        _order = order;
        _rules = rules;
        _signer = signer;
        _positionId = positionId;
    }

    /// <summary>Signs a complete, checked order.</summary>
    public static SignedOrder Sign(NewOrder order, OrderRules rules, StarkSigner signer, uint positionId) =>
        new OrderRequest(order, rules, signer, positionId).Sign();

    private SignedOrder Sign()
    {
        Felt? hash = null;
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            WriteTerms(json);
            if (_order.Type != OrderType.Tpsl)
                hash = WriteSettlement(json, _order.Side, _rules.Step, _rules.Steps(_order.Qty, "the size"), _order.Price!.Value);
            WriteTrigger(json);
            WriteLegs(json);
            if (_order.BuilderFeeRate is { } builderFee)
                json.WriteString("builderFee", Plain(builderFee));
            if (_order.BuilderId is { } builder)
                json.WriteNumber("builderId", builder);
            if (_order.CancelExternalId is { } replaced)
                json.WriteString("cancelId", replaced);
            json.WriteEndObject();
        }
        return new SignedOrder(_order, hash, buffer.WrittenSpan.ToArray());
    }

    private void WriteTerms(Utf8JsonWriter json)
    {
        bool isTpsl = _order.Type == OrderType.Tpsl;
        json.WriteString("id", _order.ExternalId);
        json.WriteString("market", _order.Market);
        json.WriteString("type", EnumNames<OrderType>.NameOf(_order.Type));
        json.WriteString("side", EnumNames<Side>.NameOf(_order.Side));
        json.WriteString("qty", _order.Qty == 0 ? "0" : OnGrid(_order.Qty, _rules.Step));
        json.WriteString("price", isTpsl ? "0" : OnGrid(_order.Price!.Value, _rules.Tick));
        json.WriteString("timeInForce", EnumNames<TimeInForce>.NameOf(_order.TimeInForce));
        json.WriteNumber("expiryEpochMillis", _order.ExpiryMs!.Value);
        json.WriteString("fee", Plain(_order.MaxFeeRate!.Value));
        json.WriteString("nonce", _order.Nonce!.Value.ToString(CultureInfo.InvariantCulture));
        // Left out, the exchange would take the order and never show it.
        json.WriteString("selfTradeProtectionLevel", EnumNames<SelfTradeProtection>.NameOf(_order.SelfTradeProtection));
        json.WriteBoolean("reduceOnly", _order.ReduceOnly);
        json.WriteBoolean("postOnly", _order.PostOnly);
    }

    private void WriteTrigger(Utf8JsonWriter json)
    {
        if (_order.Trigger is not { } trigger)
            return;
        json.WriteStartObject("trigger");
        json.WriteString("triggerPrice", OnGrid(trigger.Price, _rules.Tick));
        json.WriteString("triggerPriceType", EnumNames<TriggerPriceType>.NameOf(trigger.PriceType));
        json.WriteString("direction", EnumNames<TriggerDirection>.NameOf(trigger.Direction));
        json.WriteString("executionPriceType", EnumNames<PriceType>.NameOf(trigger.Execution));
        json.WriteEndObject();
    }

    private void WriteLegs(Utf8JsonWriter json)
    {
        if (_order.TpslType is not { } type)
            return;
        json.WriteString("tpSlType", EnumNames<TpslType>.NameOf(type));
        WriteLeg(json, "takeProfit", _order.TakeProfit);
        WriteLeg(json, "stopLoss", _order.StopLoss);
    }

    private void WriteLeg(Utf8JsonWriter json, string name, TpslLeg? leg)
    {
        if (leg is null)
            return;
        json.WriteStartObject(name);
        json.WriteString("triggerPrice", OnGrid(leg.TriggerPrice, _rules.Tick));
        json.WriteString("triggerPriceType", EnumNames<TriggerPriceType>.NameOf(leg.TriggerPriceType));
        json.WriteString("price", OnGrid(leg.Price, _rules.Tick));
        json.WriteString("priceType", EnumNames<PriceType>.NameOf(leg.PriceType));
        (DecimalGrid grid, long units) = LegSize(leg);
        WriteSettlement(json, OrderRules.ClosingSide(_order), grid, units, leg.Price);
        json.WriteEndObject();
    }

    /// <summary>An order's leg is signed for the order's size, a position's for more than any position, cut to the step's decimals.</summary>
    private (DecimalGrid Grid, long Units) LegSize(TpslLeg leg)
    {
        if (_order.TpslType == TpslType.Order)
            return (_rules.Step, _rules.Steps(_order.Qty, "the size"));
        var grid = new DecimalGrid(1, _rules.Step.Scale);
        decimal size = decimal.Floor(_rules.Market.TradingConfig.MaxPositionValue * PositionMultiple / leg.Price / grid.ToDecimal(1));
        return size <= long.MaxValue ? (grid, (long)size) : throw TooLarge();
    }

    private Felt WriteSettlement(Utf8JsonWriter json, Side side, DecimalGrid sizeGrid, long size, decimal price)
    {
        OrderMessage message = Message(side == Side.Buy, sizeGrid, size, price);
        Felt hash = _signer.HashOrder(message);
        if (_signer.Sign(hash, out StarkSignature signature) != SignStatus.Signed)
            throw new ExtendedException(ExtendedErrorKind.InvalidRequest, "The order's hash cannot be signed: choose another nonce.");
        json.WriteStartObject("settlement");
        json.WriteStartObject("signature");
        json.WriteString("r", signature.R.ToString());
        json.WriteString("s", signature.S.ToString());
        json.WriteEndObject();
        json.WriteString("starkKey", _signer.PublicKey.ToString());
        json.WriteString("collateralPosition", _positionId.ToString(CultureInfo.InvariantCulture));
        json.WriteEndObject();
        return hash;
    }

    private OrderMessage Message(bool isBuy, DecimalGrid sizeGrid, long size, decimal price)
    {
        L2Config chain = _rules.Market.L2Config;
        SettlementAmounts.Scale scale = Scale(sizeGrid, chain);
        if (!SettlementAmounts.TryCompute(scale, isBuy, size, _rules.Ticks(price, "the price"), out long baseAmount, out long quoteAmount, out ulong fee))
            throw TooLarge();
        Felt collateral = Asset(chain.CollateralId);
        return new OrderMessage
        {
            PositionId = _positionId,
            BaseAssetId = Asset(chain.SyntheticId),
            BaseAmount = baseAmount,
            QuoteAssetId = collateral,
            QuoteAmount = quoteAmount,
            FeeAssetId = collateral,
            FeeAmount = fee,
            ExpirationSeconds = SettlementAmounts.ExpirationSeconds(_order.ExpiryMs!.Value),
            Salt = (ulong)_order.Nonce!.Value,
        };
    }

    private SettlementAmounts.Scale Scale(DecimalGrid sizeGrid, L2Config chain)
    {
        decimal rate = _order.MaxFeeRate!.Value + (_order.BuilderFeeRate ?? 0);
        try
        {
            DecimalGrid fee = rate == 0 ? default : DecimalGrid.FromUnit(Plain(rate));
            return new SettlementAmounts.Scale(
                sizeGrid.Mantissa, sizeGrid.Scale, _rules.Tick.Mantissa, _rules.Tick.Scale, checked((ulong)chain.SyntheticResolution),
                checked((ulong)chain.CollateralResolution), fee.Mantissa, fee.Scale);
        }
        catch (FormatException e)
        {
            throw new ExtendedException(
                ExtendedErrorKind.InvalidRequest, $"{_rules.Market.Name}: the fee rate {Plain(rate)} has more decimals than can be signed: at most {DecimalGrid.MaxScale}.", e);
        }
        catch (Exception e) when (e is ArgumentException or OverflowException)
        {
            throw new ExtendedException(ExtendedErrorKind.Protocol, $"{_rules.Market.Name}: resolutions, tick and step cannot be used: {e.Message}", e);
        }
    }

    private Felt Asset(string hex) => Felt.TryParseHex(hex, out Felt asset)
        ? asset
        : throw new ExtendedException(ExtendedErrorKind.Protocol, $"{_rules.Market.Name}: '{hex}' is no asset id.");

    private ExtendedException TooLarge() => new(
        ExtendedErrorKind.InvalidRequest, $"{_rules.Market.Name}: size and price give amounts of 0 or beyond what can be signed.");

    /// <summary>With the grid's decimals, as the exchange's examples.</summary>
    private static string OnGrid(decimal value, DecimalGrid grid) => value.ToString("F" + grid.Scale.ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);

    /// <summary>Without zeros at the end.</summary>
    private static string Plain(decimal value) => value.ToString("0.############################", CultureInfo.InvariantCulture);
}
