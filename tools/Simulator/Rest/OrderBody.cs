using System.Text.Json;
using LowLatencyMM.Simulator.Matching;

namespace LowLatencyMM.Simulator.Rest;

/// <summary>Reads the JSON of an order request. Members that it does not know are skipped.</summary>
internal static class OrderBody
{
    /// <summary>Reads a body.</summary>
    /// <exception cref="JsonException">It is not a JSON object, or a member has the wrong type.</exception>
    public static (OrderRequest Request, OrderSettlement Settlement, decimal BuilderFee) Parse(ReadOnlyMemory<byte> body)
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
        };
        return (request, Settlement(root), BuilderFee(root));
    }

    private static OrderSettlement Settlement(JsonElement root)
    {
        if (Member(root, "settlement") is not { ValueKind: JsonValueKind.Object } settlement)
            return new OrderSettlement(null, null, null, null);
        JsonElement? signature = Member(settlement, "signature");
        bool signed = signature is { ValueKind: JsonValueKind.Object };
        return new OrderSettlement(
            Text(settlement, "starkKey"),
            Text(settlement, "collateralPosition"),
            signed ? Text(signature!.Value, "r") : null,
            signed ? Text(signature!.Value, "s") : null);
    }

    private static decimal BuilderFee(JsonElement root)
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
