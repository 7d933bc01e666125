using System.Text.Json;
using LowLatencyMM.Simulator.Matching;

namespace LowLatencyMM.Simulator.Rest;

/// <summary>An order request with its signatures. Members that it does not know are skipped.</summary>
/// <param name="Request">The order.</param>
/// <param name="Settlement">Its signature.</param>
/// <param name="TakeProfit">That of its take-profit leg.</param>
/// <param name="StopLoss">That of its stop-loss leg.</param>
/// <param name="BuilderFee">Rate that is signed in addition to the order's fee.</param>
internal sealed record OrderBody(
    OrderRequest Request, OrderSettlement Settlement, OrderSettlement TakeProfit, OrderSettlement StopLoss, decimal BuilderFee)
{
    /// <summary>The external id in a body, null if it cannot be read.</summary>
    public static string? IdOf(ReadOnlyMemory<byte> body)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(body);
            return document.RootElement.ValueKind == JsonValueKind.Object ? Text(document.RootElement, "id") : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>Reads a body.</summary>
    /// <exception cref="JsonException">It is not a JSON object, or a member has the wrong type.</exception>
    public static OrderBody Parse(ReadOnlyMemory<byte> body)
    {
        using JsonDocument document = JsonDocument.Parse(body);
        JsonElement root = document.RootElement;
        if (root.ValueKind != JsonValueKind.Object)
            throw new JsonException("expected a JSON object");
        OrderRequest request = new()
        {
            ExternalId = Text(root, "id"),
            Market = Text(root, "market"),
            Type = Text(root, "type"),
            Side = Text(root, "side"),
            Qty = Text(root, "qty"),
            Price = Text(root, "price"),
            TimeInForce = Text(root, "timeInForce"),
            ExpiryMs = Integer(root, "expiryEpochMillis"),
            Fee = Text(root, "fee"),
            Nonce = Text(root, "nonce"),
            SelfTradeProtection = Text(root, "selfTradeProtectionLevel"),
            ReduceOnly = Boolean(root, "reduceOnly"),
            PostOnly = Boolean(root, "postOnly"),
            CancelId = Text(root, "cancelId"),
            Trigger = TriggerOf(root),
            TpSlType = Text(root, "tpSlType"),
            TakeProfit = LegOf(root, "takeProfit"),
            StopLoss = LegOf(root, "stopLoss"),
        };
        return new OrderBody(request, SettlementOf(root), SettlementOf(Object(root, "takeProfit")), SettlementOf(Object(root, "stopLoss")),
            BuilderFeeOf(root));
    }

    /// <summary>The direction has two names: one in the documents' table, one in their examples.</summary>
    private static TriggerRequest? TriggerOf(JsonElement root) => Object(root, "trigger") is { } trigger
        ? new TriggerRequest(Text(trigger, "triggerPrice"), Text(trigger, "triggerPriceType"),
            Text(trigger, "direction") ?? Text(trigger, "triggerPriceDirection"), Text(trigger, "executionPriceType"))
        : null;

    private static TpSlLegRequest? LegOf(JsonElement root, string name) => Object(root, name) is { } leg
        ? new TpSlLegRequest(Text(leg, "triggerPrice"), Text(leg, "triggerPriceType"), Text(leg, "price"), Text(leg, "priceType"))
        : null;

    private static JsonElement? Object(JsonElement root, string name) => Member(root, name) switch
    {
        null => null,
        { ValueKind: JsonValueKind.Object } found => found,
        { } other => throw new JsonException($"{name} is {other.GetRawText()}, expected an object"),
    };

    private static OrderSettlement SettlementOf(JsonElement? parent)
    {
        if (parent is not { } root || Member(root, "settlement") is not { ValueKind: JsonValueKind.Object } settlement)
            return new OrderSettlement(null, null, null, null);
        JsonElement? signature = Member(settlement, "signature");
        bool signed = signature is { ValueKind: JsonValueKind.Object };
        return new OrderSettlement(
            Text(settlement, "starkKey"),
            Text(settlement, "collateralPosition"),
            signed ? Text(signature!.Value, "r") : null,
            signed ? Text(signature!.Value, "s") : null);
    }

    private static decimal BuilderFeeOf(JsonElement root)
    {
        string? text = Text(root, "builderFee");
        if (text is null)
            return 0;
        return decimal.TryParse(text, System.Globalization.NumberStyles.AllowDecimalPoint,
            System.Globalization.CultureInfo.InvariantCulture, out decimal fee)
            ? fee
            : throw new JsonException($"builderFee is '{text}', expected a decimal number");
    }

    private static JsonElement? Member(JsonElement parent, string name) =>
        parent.TryGetProperty(name, out JsonElement value) && value.ValueKind != JsonValueKind.Null ? value : null;

    private static string? Text(JsonElement parent, string name) => Member(parent, name) switch
    {
        null => null,
        { ValueKind: JsonValueKind.String } text => text.GetString(),
        { } other => throw new JsonException($"{name} is {other.GetRawText()}, expected text in quotes"),
    };

    private static long? Integer(JsonElement parent, string name) => Member(parent, name) switch
    {
        null => null,
        { ValueKind: JsonValueKind.Number } number when number.TryGetInt64(out long value) => value,
        { } other => throw new JsonException($"{name} is {other.GetRawText()}, expected a whole number"),
    };

    private static bool Boolean(JsonElement parent, string name) => Member(parent, name) switch
    {
        null or { ValueKind: JsonValueKind.False } => false,
        { ValueKind: JsonValueKind.True } => true,
        { } other => throw new JsonException($"{name} is {other.GetRawText()}, expected true or false"),
    };
}
