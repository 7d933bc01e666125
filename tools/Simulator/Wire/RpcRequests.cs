using System.Text.Json;
using LowLatencyMM.Simulator.Matching;

namespace LowLatencyMM.Simulator.Wire;

/// <summary>Reads requests of v2 connections: <c>{"jsonrpc":"2.0","id":"1","method":"subscribe","params":{"scope":…,"selector":{…}}}</c>.</summary>
internal sealed class RpcRequests(Func<string?, Market?> findMarket)
{
    private const int ParseError = -32700, InvalidRequest = -32600, MethodNotFound = -32601, InvalidParams = -32602;

    /// <summary>Reads a message; what is wrong with it becomes part of the result.</summary>
    public RpcRequest Parse(ReadOnlyMemory<byte> message)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(message);
            JsonElement root = document.RootElement;
            if (root.ValueKind != JsonValueKind.Object)
                return Wrong(null, "", InvalidRequest, "expected a JSON object");
            string? id = root.TryGetProperty("id", out JsonElement value) && value.ValueKind is JsonValueKind.String or JsonValueKind.Number
                ? value.GetRawText()
                : null;
            string method = Text(root, "method") ?? "";
            return method switch
            {
                "ping" or "list-subscriptions" => new RpcRequest(id, method, default, null),
                "subscribe" or "unsubscribe" => ParseTopic(id, method, root),
                _ => Wrong(id, method, MethodNotFound, $"no method '{method}'"),
            };
        }
        catch (JsonException)
        {
            return Wrong(null, "", ParseError, "the message is not JSON");
        }
    }

    private RpcRequest ParseTopic(string? id, string method, JsonElement root)
    {
        if (!root.TryGetProperty("params", out JsonElement parameters) || parameters.ValueKind != JsonValueKind.Object)
            return Wrong(id, method, InvalidParams, "params is missing");
        JsonElement selector = parameters.TryGetProperty("selector", out JsonElement found) ? found : default;
        if (selector.ValueKind is not (JsonValueKind.Object or JsonValueKind.Undefined or JsonValueKind.Null))
            return Wrong(id, method, InvalidParams, "selector is not an object");
        string scope = Text(parameters, "scope") ?? "";
        string? marketName = Text(selector, "market");
        Market? market = findMarket(marketName);
        if (marketName is not null && market is null)
            return Wrong(id, method, InvalidParams, $"no market '{marketName}'");
        string all = marketName ?? "all";
        return scope switch
        {
            "orderbooks" => Book(id, method, selector, market, all),
            "trades" => new RpcRequest(id, method, new StreamTopic(StreamKind.Trades, market), $"trades.{all}"),
            "funding-rates" => new RpcRequest(id, method, new StreamTopic(StreamKind.Funding, market), $"funding-rates.{all}"),
            "prices" => Text(selector, "type") switch
            {
                "mark" => new RpcRequest(id, method, new StreamTopic(StreamKind.MarkPrice, market), $"prices.mark.{all}"),
                "index" => new RpcRequest(id, method, new StreamTopic(StreamKind.IndexPrice, market), $"prices.index.{all}"),
                var other => Wrong(id, method, InvalidParams, $"type is '{other}', expected mark or index"),
            },
            "candles" => Candles(id, method, selector, market),
            "account" => Account(id, method, parameters, selector),
            _ => Wrong(id, method, InvalidParams, $"scope is '{scope}'"),
        };
    }

    private static RpcRequest Book(string? id, string method, JsonElement selector, Market? market, string all) =>
        (Text(selector, "depth") ?? "full", Flag(selector, "rfqOnly")) switch
        {
            ("1", false) => new RpcRequest(id, method, new StreamTopic(StreamKind.BestBidAsk, market), $"orderbooks.1.{all}"),
            ("full", false) => new RpcRequest(id, method, new StreamTopic(StreamKind.Book, market), $"orderbooks.{all}"),
            (_, true) => Wrong(id, method, InvalidParams, "there are no markets with requests for quote"),
            var (depth, _) => Wrong(id, method, InvalidParams, $"depth is '{depth}', expected full or 1"),
        };

    private static RpcRequest Candles(string? id, string method, JsonElement selector, Market? market)
    {
        string type = Text(selector, "type") ?? "", interval = Text(selector, "interval") ?? "";
        if (market is null || !CandleSources.TryParseSelector(type, out CandleSource source)
            || !CandleInterval.TryParse(interval, out long milliseconds))
            return Wrong(id, method, InvalidParams, $"expected a market, type last, mark or index, interval {CandleInterval.Expected}");
        return new RpcRequest(id, method, new StreamTopic(StreamKind.Candles, market, source, milliseconds),
            $"candles.{type}.{market.Rules.Name}.{interval}");
    }

    private static RpcRequest Account(string? id, string method, JsonElement parameters, JsonElement selector)
    {
        string account = Text(selector, "account") ?? "";
        if (method == "subscribe" && Text(parameters, "apiKey") != DemoAccount.ApiKey)
            return Wrong(id, method, 401, "apiKey is missing or wrong");
        return account == DemoAccount.AccountId.ToString(System.Globalization.CultureInfo.InvariantCulture)
            ? new RpcRequest(id, method, new StreamTopic(StreamKind.Account), $"account.{account}")
            : Wrong(id, method, InvalidParams, $"no account '{account}'");
    }

    private static RpcRequest Wrong(string? id, string method, int code, string error) => new(id, method, default, null, error, code);

    private static bool Flag(JsonElement parent, string name) =>
        parent.ValueKind == JsonValueKind.Object && parent.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.True;

    /// <summary>A member's text; a number counts as its digits.</summary>
    private static string? Text(JsonElement parent, string name) =>
        parent.ValueKind == JsonValueKind.Object && parent.TryGetProperty(name, out JsonElement value)
            && value.ValueKind is JsonValueKind.String or JsonValueKind.Number
            ? value.ToString()
            : null;
}
