using System.Globalization;
using System.Text;

namespace LowLatencyMM.Simulator.Matching;

/// <summary>
/// The checks of an order request that need nothing but the request, the market's rules and the time: form first, then numbers,
/// then limits.
/// </summary>
internal static class OrderCheck
{
    private const int LongestExternalId = 128;
    private const long LargestNonce = 1L << 31;

    /// <summary>Checks a request; on success the terms are set and the result is null.</summary>
    public static RequestError? Check(
        OrderRequest request, MarketRules rules, MarketMode mode, int maxExpiryDays, long nowMs, out OrderTerms terms)
    {
        terms = default;
        return CheckForm(request, out Side side, out OrderType type, out TimeInForce timeInForce, out SelfTradeProtection protection)
            ?? CheckMode(request, mode)
            ?? CheckSize(rules, request, type, out long size)
            ?? CheckPrice(rules, request, type, out long price)
            ?? CheckValue(rules, type, price, size)
            ?? CheckTrigger(rules, request, type, out Trigger? trigger)
            ?? CheckScope(request, type, out TpSlScope? scope)
            ?? CheckLeg(rules, "takeProfit", request.TakeProfit, out TpSlLegTerms? takeProfit)
            ?? CheckLeg(rules, "stopLoss", request.StopLoss, out TpSlLegTerms? stopLoss)
            ?? CheckExpiry(request, maxExpiryDays, nowMs)
            ?? CheckNonce(request)
            ?? CheckFee(rules, request)
            ?? (type == OrderType.Tpsl ? null : CheckSignature(request.Signature))
            ?? CheckSignature(request.TakeProfit?.Signature ?? SignatureVerdict.Valid)
            ?? CheckSignature(request.StopLoss?.Signature ?? SignatureVerdict.Valid)
            ?? Accept(out terms, new OrderTerms(side, type, timeInForce, protection, price, size)
            {
                Trigger = trigger,
                Scope = scope,
                TakeProfit = takeProfit,
                StopLoss = stopLoss,
            });
    }

    private static RequestError? Accept(out OrderTerms terms, OrderTerms value)
    {
        terms = value;
        return null;
    }

    private static RequestError? CheckForm(
        OrderRequest request, out Side side, out OrderType type, out TimeInForce timeInForce, out SelfTradeProtection protection)
    {
        side = request.Side == "SELL" ? Side.Sell : Side.Buy;
        type = request.Type switch
        {
            "MARKET" => OrderType.Market,
            "CONDITIONAL" => OrderType.Conditional,
            "TPSL" => OrderType.Tpsl,
            _ => OrderType.Limit,
        };
        timeInForce = request.TimeInForce == "IOC" ? TimeInForce.ImmediateOrCancel : TimeInForce.GoodTillTime;
        protection = request.SelfTradeProtection switch
        {
            "DISABLED" => SelfTradeProtection.Disabled,
            "CLIENT" => SelfTradeProtection.Client,
            _ => SelfTradeProtection.Account,
        };

        if (string.IsNullOrEmpty(request.ExternalId) || request.ExternalId.Length > LongestExternalId)
            return RequestError.Malformed($"id is '{request.ExternalId}', expected 1 to {LongestExternalId} characters");
        if (request.Type is not ("LIMIT" or "MARKET" or "CONDITIONAL" or "TPSL"))
            return RequestError.Refused(1132, $"Order type '{request.Type}' is not allowed");
        if (request.Side is not ("BUY" or "SELL"))
            return RequestError.Malformed($"side is '{request.Side}', expected BUY or SELL");
        if (request.TimeInForce is not (null or "GTT" or "IOC"))
            return RequestError.Malformed($"timeInForce is '{request.TimeInForce}', expected GTT or IOC");
        if (request.SelfTradeProtection is not (null or "ACCOUNT" or "CLIENT" or "DISABLED"))
            return RequestError.Malformed(
                $"selfTradeProtectionLevel is '{request.SelfTradeProtection}', expected ACCOUNT, CLIENT or DISABLED");
        if (type == OrderType.Market && timeInForce != TimeInForce.ImmediateOrCancel)
            return RequestError.Refused(1139, "A market order must be IOC");
        if (request.PostOnly && timeInForce == TimeInForce.ImmediateOrCancel)
            return RequestError.Refused(1133, "An IOC order cannot be post-only");
        if (request.PostOnly && request.Trigger?.ExecutionPriceType == "MARKET")
            return RequestError.Refused(1144, "A conditional market order cannot be post-only");
        return null;
    }

    private static RequestError? CheckMode(OrderRequest request, MarketMode mode) => mode switch
    {
        MarketMode.Maintenance => RequestError.Refused(1010, "Maintenance mode"),
        MarketMode.Disabled => RequestError.Refused(1002, "Market is disabled"),
        MarketMode.PostOnly when !request.PostOnly => RequestError.Refused(1011, "Post-only mode"),
        MarketMode.ExchangeReduceOnly when !Reduces(request) => RequestError.Refused(1012, "Reduce-only mode"),
        MarketMode.ReduceOnly when !Reduces(request) => RequestError.Refused(1014, "Market is in reduce-only mode"),
        _ => null,
    };

    private static bool Reduces(OrderRequest request) => request.ReduceOnly || request.Type == "TPSL";

    private static RequestError? CheckSize(MarketRules rules, OrderRequest request, OrderType type, out long size)
    {
        size = 0;
        if (type == OrderType.Tpsl && request.TpSlType == "POSITION" && request.Qty is null)
            return null;
        GridResult result = Parse(rules.Sizes, request.Qty, out size);
        if (result is GridResult.NotANumber or GridResult.TooLarge)
            return RequestError.Malformed($"qty is '{request.Qty}', expected a decimal number");
        if (FractionDigits(request.Qty!) > rules.AssetPrecision)
            return RequestError.Refused(1123, $"qty {request.Qty} has more than {rules.AssetPrecision} digits after the point");
        if (result == GridResult.OffGrid)
            return RequestError.Refused(1121, $"qty {request.Qty} is not a multiple of {rules.Sizes.Text}");
        if (size < 1 && !(size == 0 && type == OrderType.Tpsl && request.TpSlType == "POSITION"))
            return RequestError.Refused(1120, $"qty {request.Qty} is less than the minimum {rules.Sizes.Text}");
        return null;
    }

    private static RequestError? CheckPrice(MarketRules rules, OrderRequest request, OrderType type, out long price)
    {
        price = 0;
        return type == OrderType.Tpsl ? null : CheckPrice(rules, "price", request.Price, 1130, out price);
    }

    private static RequestError? CheckPrice(MarketRules rules, string name, string? text, int missing, out long price)
    {
        price = 0;
        if (string.IsNullOrEmpty(text))
            return RequestError.Refused(missing, $"{name} is missing");
        GridResult result = Parse(rules.Prices, text, out price);
        if (result is GridResult.NotANumber or GridResult.TooLarge)
            return RequestError.Malformed($"{name} is '{text}', expected a decimal number");
        if (FractionDigits(text) > rules.CollateralPrecision)
            return RequestError.Refused(1125, $"{name} {text} has more than {rules.CollateralPrecision} digits after the point");
        if (result == GridResult.OffGrid)
            return RequestError.Refused(1124, $"{name} {text} is not a multiple of {rules.Prices.Text}");
        if (price < 1)
            return RequestError.Refused(1141, $"{name} {text} is not positive");
        return null;
    }

    private static RequestError? CheckTrigger(MarketRules rules, OrderRequest request, OrderType type, out Trigger? trigger)
    {
        trigger = null;
        if (type != OrderType.Conditional)
            return request.Trigger is null ? null : RequestError.Malformed("Only a conditional order has a trigger");
        if (request.Trigger is not { } asked)
            return RequestError.Refused(1143, "trigger is missing");
        if (CheckPrice(rules, "triggerPrice", asked.Price, 1143, out long price) is { } error)
            return error;
        if (asked.Direction is not ("UP" or "DOWN"))
            return RequestError.Malformed($"direction is '{asked.Direction}', expected UP or DOWN");
        if (asked.ExecutionPriceType is not (null or "LIMIT" or "MARKET"))
            return RequestError.Malformed($"executionPriceType is '{asked.ExecutionPriceType}', expected LIMIT or MARKET");
        if (!TryParseSource(asked.PriceType, out PriceSource source))
            return RequestError.Malformed($"triggerPriceType is '{asked.PriceType}', expected LAST, MARK or INDEX");
        trigger = new Trigger(price, source, asked.Direction == "UP" ? TriggerDirection.Up : TriggerDirection.Down);
        return null;
    }

    private static RequestError? CheckScope(OrderRequest request, OrderType type, out TpSlScope? scope)
    {
        scope = request.TpSlType switch
        {
            "ORDER" => TpSlScope.Order,
            "POSITION" => TpSlScope.Position,
            _ => null,
        };
        bool legs = request.TakeProfit is not null || request.StopLoss is not null;
        if (!legs && (type == OrderType.Tpsl || scope is not null))
            return RequestError.Refused(1131, "takeProfit and stopLoss are both missing");
        return legs && scope is null
            ? RequestError.Malformed($"tpSlType is '{request.TpSlType}', expected ORDER or POSITION")
            : null;
    }

    private static RequestError? CheckLeg(MarketRules rules, string name, TpSlLegRequest? leg, out TpSlLegTerms? terms)
    {
        terms = null;
        if (leg is null)
            return null;
        if (CheckPrice(rules, name + ".triggerPrice", leg.TriggerPrice, 1131, out long trigger) is { } wrongTrigger)
            return wrongTrigger;
        if (CheckPrice(rules, name + ".price", leg.Price, 1130, out long price) is { } wrongPrice)
            return wrongPrice;
        if (leg.PriceType is not (null or "LIMIT" or "MARKET"))
            return RequestError.Malformed($"{name}.priceType is '{leg.PriceType}', expected LIMIT or MARKET");
        if (!TryParseSource(leg.TriggerPriceType, out PriceSource source))
            return RequestError.Malformed($"{name}.triggerPriceType is '{leg.TriggerPriceType}', expected LAST, MARK or INDEX");
        terms = new TpSlLegTerms(trigger, source, price, leg.PriceType == "MARKET");
        return null;
    }

    /// <summary>Missing means LAST (assumed).</summary>
    private static bool TryParseSource(string? text, out PriceSource source)
    {
        source = text switch
        {
            "MARK" => PriceSource.Mark,
            "INDEX" => PriceSource.Index,
            _ => PriceSource.Last,
        };
        return text is null or "LAST" or "MARK" or "INDEX";
    }

    private static RequestError? CheckValue(MarketRules rules, OrderType type, long price, long size)
    {
        // As counts: the product of two 63-bit counts does not fit a decimal.
        decimal limit = type == OrderType.Market ? rules.MaxMarketOrderValue : rules.MaxLimitOrderValue;
        bool tooLarge = (Int128)price * size > (Int128)(limit / rules.Value(1, 1));
        return tooLarge ? RequestError.Refused(1122, $"The order's value exceeds {limit}") : null;
    }

    private static RequestError? CheckExpiry(OrderRequest request, int maxExpiryDays, long nowMs)
    {
        if (request.ExpiryMs is not long expiry)
            return RequestError.Refused(1135, "expiryEpochMillis is missing");
        if (expiry <= nowMs)
            return RequestError.Refused(1135, $"expiryEpochMillis {expiry} is not after the exchange's time {nowMs}");
        if (expiry > nowMs + maxExpiryDays * 86_400_000L)
            return RequestError.Refused(1135, $"expiryEpochMillis {expiry} is more than {maxExpiryDays} days ahead");
        return null;
    }

    private static RequestError? CheckNonce(OrderRequest request) =>
        long.TryParse(request.Nonce, NumberStyles.None, CultureInfo.InvariantCulture, out long nonce) && nonce is >= 1 and <= LargestNonce
            ? null
            : RequestError.Malformed($"nonce is '{request.Nonce}', expected an integer from 1 to {LargestNonce} as text");

    private static RequestError? CheckFee(MarketRules rules, OrderRequest request)
    {
        if (!decimal.TryParse(request.Fee, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out decimal fee) || fee >= 1)
            return RequestError.Malformed($"fee is '{request.Fee}', expected a rate such as {rules.TakerFeeRate}");
        decimal due = request.PostOnly ? rules.MakerFeeRate : rules.TakerFeeRate;
        return fee < due ? RequestError.Refused(1128, $"fee {request.Fee} is below the fee rate {due} that applies") : null;
    }

    private static RequestError? CheckSignature(SignatureVerdict verdict) => verdict switch
    {
        SignatureVerdict.Valid => null,
        SignatureVerdict.WrongKey => RequestError.Refused(1100, "Invalid Starknet public key"),
        SignatureVerdict.WrongVault => RequestError.Refused(1102, "Invalid Starknet vault"),
        SignatureVerdict.Missing => RequestError.Refused(1101, "Missing Starknet signature"),
        _ => RequestError.Refused(1101, "Invalid Starknet signature"),
    };

    private static GridResult Parse(DecimalGrid grid, string? text, out long count)
    {
        count = 0;
        return text is null || text.Length > 64 ? GridResult.NotANumber : grid.TryParse(Encoding.UTF8.GetBytes(text), out count);
    }

    private static int FractionDigits(string text)
    {
        int point = text.IndexOf('.', StringComparison.Ordinal);
        return point < 0 ? 0 : text.AsSpan(point + 1).TrimEnd('0').Length;
    }
}
