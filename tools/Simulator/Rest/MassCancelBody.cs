using System.Text.Json;
using LowLatencyMM.Simulator.Matching;

namespace LowLatencyMM.Simulator.Rest;

/// <summary>Which orders a mass cancel names.</summary>
internal sealed class MassCancelBody
{
    private readonly HashSet<long> _ids = [];
    private readonly HashSet<string> _externalIds = new(StringComparer.Ordinal);
    private readonly HashSet<string> _markets = new(StringComparer.Ordinal);
    private bool _all;

    /// <summary>Reads a body.</summary>
    /// <exception cref="JsonException">It is not JSON, or names nothing.</exception>
    public static MassCancelBody Parse(ReadOnlyMemory<byte> json)
    {
        using JsonDocument document = JsonDocument.Parse(json);
        JsonElement root = document.RootElement;
        if (root.ValueKind != JsonValueKind.Object)
            throw new JsonException("expected a JSON object");
        MassCancelBody body = new();
        try
        {
            foreach (JsonElement id in Items(root, "orderIds"))
                body._ids.Add(id.GetInt64());
            foreach (JsonElement id in Items(root, "externalOrderIds"))
                body._externalIds.Add(id.GetString() ?? "");
            foreach (JsonElement market in Items(root, "markets"))
                body._markets.Add(market.GetString() ?? "");
            body._all = root.TryGetProperty("cancelAll", out JsonElement all) && all.ValueKind == JsonValueKind.True;
        }
        catch (Exception e) when (e is InvalidOperationException or FormatException)
        {
            throw new JsonException("expected orderIds as integers, externalOrderIds and markets as text, each in an array", e);
        }
        if (!body._all && body._ids.Count + body._externalIds.Count + body._markets.Count == 0)
            throw new JsonException("expected at least one of orderIds, externalOrderIds, markets, cancelAll");
        return body;
    }

    /// <summary>Whether it names an order.</summary>
    public bool Names(Order order) => _all || _ids.Contains(order.Id) || _externalIds.Contains(order.ExternalId)
        || _markets.Contains(order.Market.Rules.Name);

    private static IEnumerable<JsonElement> Items(JsonElement root, string name) =>
        root.TryGetProperty(name, out JsonElement array) && array.ValueKind != JsonValueKind.Null ? array.EnumerateArray() : [];
}
