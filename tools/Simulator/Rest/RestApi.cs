using System.Globalization;
using System.Text.Json;
using LowLatencyMM.Simulator.Matching;
using LowLatencyMM.Simulator.Wire;
using Microsoft.AspNetCore.Http;

namespace LowLatencyMM.Simulator.Rest;

/// <summary>
/// The REST calls under <c>/api/v1</c>. Parsing and signature checks run on the request's own thread; whatever reads or changes the
/// exchange runs on the simulation's.
/// </summary>
internal sealed class RestApi(SimulationLoop loop, MarketRules rules, Faults faults, SimulatorOptions options)
{
    /// <summary>Path that all calls start with.</summary>
    public const string BasePath = "/api/v1";

    private const int LongestBody = 64 * 1024;
    private const int LargestPage = 10_000;

    private readonly AccountJson _json = new(rules);
    private readonly OrderSignatureCheck _signatures = new(rules);
    private readonly RequestBudget _budget = new(options.RequestsPerMinute);

    /// <summary>Answers a request whose path starts with <see cref="BasePath"/>.</summary>
    public async Task HandleAsync(HttpContext context)
    {
        RestAnswer answer;
        try
        {
            answer = await AnswerAsync(context).ConfigureAwait(false);
        }
        catch (JsonException e)
        {
            answer = RestAnswer.Error(RequestError.Malformed($"The body is not a valid request: {e.Message}"));
        }
        catch (BadHttpRequestException e)
        {
            answer = RestAnswer.Error(e.StatusCode, e.Message);
        }
        catch (AnswerLostException)
        {
            context.Abort();
            return;
        }
        if (options.AnswerDelay > TimeSpan.Zero)
            await Task.Delay(options.AnswerDelay, context.RequestAborted).ConfigureAwait(false);
        await WriteAsync(context, answer).ConfigureAwait(false);
    }

    private static async Task WriteAsync(HttpContext context, RestAnswer answer)
    {
        context.Response.StatusCode = answer.Status;
        context.Response.ContentType = "application/json";
        context.Response.ContentLength = answer.Body.Length;
        await context.Response.Body.WriteAsync(answer.Body, context.RequestAborted).ConfigureAwait(false);
    }

    private Task<RestAnswer> AnswerAsync(HttpContext context)
    {
        if (faults.TakeTooManyRequests() || !_budget.TryTake())
            return Task.FromResult(RestAnswer.Error(429, "Too many requests"));
        if (string.IsNullOrEmpty(context.Request.Headers.UserAgent))
            return Task.FromResult(RestAnswer.Error(403, "The User-Agent header is missing"));

        string[] path = context.Request.Path.Value![BasePath.Length..].Split('/', StringSplitOptions.RemoveEmptyEntries);
        if (path is ["user", ..] && context.Request.Headers["X-Api-Key"] != DemoAccount.ApiKey)
            return Task.FromResult(RestAnswer.Error(401, "The X-Api-Key header is missing or wrong"));
        IQueryCollection query = context.Request.Query;
        return (context.Request.Method, path) switch
        {
            ("GET", ["info", .. string[] rest]) => PublicAsync(rest, query),
            ("GET", ["user", .. string[] rest]) => PrivateAsync(rest, query),
            ("POST", ["user", "order"]) => PlaceAsync(context),
            ("DELETE", ["user", "order"]) => CancelAsync(query["externalId"].ToString()),
            ("DELETE", ["user", "order", string id]) => CancelByIdAsync(id),
            ("POST", ["user", "order", "massCancel"]) => MassCancelAsync(context),
            ("POST", ["user", "deadmanswitch"]) => SetDeadMansSwitchAsync(query["countdownTime"].ToString()),
            ("PATCH", ["user", "leverage"]) => SetLeverageAsync(context),
            _ => NotFound(context.Request.Path),
        };
    }

    private static Task<RestAnswer> NotFound(string path) => Task.FromResult(RestAnswer.Error(404, $"No such call: {path}"));

    private Task<RestAnswer> PublicAsync(string[] path, IQueryCollection query) => path switch
    {
        ["markets"] => Read(exchange => RestAnswer.List(
            Wanted(query, "market", rules.Name) ? [exchange] : Array.Empty<Exchange>(), MarketJson.WriteMarket)),
        ["markets", string market, ..] when market != rules.Name => NoMarket(market),
        ["markets", _, "stats"] => Read(exchange => RestAnswer.Data(text => MarketJson.WriteStatistics(text, exchange))),
        ["markets", _, "orderbook"] => Read(exchange => RestAnswer.Data(text => MarketJson.WriteBook(text, rules, exchange.Book))),
        ["markets", _, "trades"] => Read(exchange => RestAnswer.List(
            exchange.Statistics.Trades.TakeLast(50), (text, trade) => MarketJson.WriteTrade(text, rules, trade))),
        ["candles", string market, _] when market != rules.Name => NoMarket(market),
        ["candles", _, _] when query["interval"] != "PT1M" => Task.FromResult(RestAnswer.Error(
            RequestError.Refused(1005, $"interval '{query["interval"]}' is not supported, expected PT1M"))),
        ["candles", _, "trades"] => Read(exchange => RestAnswer.List(
            exchange.Statistics.Candles.Reverse().Take(Limit(query)), (text, candle) => MarketJson.WriteCandle(text, rules, candle))),
        [string market, "funding"] when market == rules.Name => Task.FromResult(RestAnswer.Page<object>([], null, (_, _) => { })),
        ["assets"] => Task.FromResult(RestAnswer.List([rules], MarketJson.WriteAssets)),
        ["starknet"] => Task.FromResult(RestAnswer.Data(text =>
            text.Raw("{\"name\":\"Perpetuals\",\"version\":\"v0\",\"chainId\":\"SN_SEPOLIA\",\"revision\":1}"u8))),
        _ => NotFound(string.Join('/', path)),
    };

    private Task<RestAnswer> PrivateAsync(string[] path, IQueryCollection query) => path switch
    {
        ["account", "info"] => Task.FromResult(RestAnswer.Data(WriteAccountInfo)),
        ["accounts"] => Task.FromResult(RestAnswer.List([0], (text, _) => WriteAccountInfo(text))),
        ["balance"] => Read(exchange => RestAnswer.Data(text => AccountJson.WriteBalance(text, exchange.Account))),
        ["spot", "balances"] => Read(exchange => RestAnswer.List([exchange.Account], AccountJson.WriteSpotBalance)),
        ["positions"] => Read(exchange => RestAnswer.List(
            exchange.Account.Position != 0 && WantedPosition(query, exchange.Account) ? [exchange.Account] : Array.Empty<Account>(),
            _json.WritePosition)),
        ["orders"] => Read(exchange => RestAnswer.List(exchange.OpenOrders.Where(order => Wanted(query, order)), _json.Write)),
        ["orders", "history"] => Read(exchange => History(exchange, query)),
        ["orders", "external", string externalId] => Read(exchange => RestAnswer.List(
            exchange.Find(Uri.UnescapeDataString(externalId)) is { } order ? [order] : Array.Empty<Order>(), _json.Write)),
        ["orders", string id] => Read(exchange => OneOrder(exchange, id)),
        ["trades"] => Read(exchange => Trades(exchange, query)),
        ["fees"] => Task.FromResult(RestAnswer.List([rules], WriteFees)),
        ["leverage"] => Read(exchange => RestAnswer.List([exchange.Account], WriteLeverage)),
        _ => NotFound(string.Join('/', path)),
    };

    private Task<RestAnswer> Read(Func<Exchange, RestAnswer> read) => loop.InvokeAsync((exchange, _) => read(exchange));

    private static Task<RestAnswer> NoMarket(string market) =>
        Task.FromResult(RestAnswer.Error(new RequestError(404, 1001, $"Market '{market}' not found")));

    private async Task<RestAnswer> PlaceAsync(HttpContext context)
    {
        ReadOnlyMemory<byte> body = await ReadBodyAsync(context).ConfigureAwait(false);
        if (faults.TakeLostRequest())
            throw new AnswerLostException();
        (OrderRequest request, OrderSettlement settlement, decimal builderFee) = OrderBody.Parse(body);
        if (faults.TakeOrderError() is { } refusal)
            return RestAnswer.Error(refusal);
        OrderRequest signed = request with { Signature = _signatures.Check(request, settlement, builderFee) };
        OrderAnswer answer = await loop.InvokeAsync((exchange, time) => exchange.Place(time, signed)).ConfigureAwait(false);
        if (faults.TakeLostAnswer())
            throw new AnswerLostException();
        return answer.Error is { } error ? RestAnswer.Error(error) : RestAnswer.Data(text => text
            .Raw("{\"id\":"u8).Integer(answer.Id).Raw(",\"externalId\":"u8).Quoted(answer.ExternalId).Raw((byte)'}'));
    }

    private Task<RestAnswer> CancelByIdAsync(string text) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out long id)
            ? loop.InvokeAsync((exchange, time) => OkOr(exchange.Cancel(time, id)))
            : Task.FromResult(RestAnswer.Error(400, $"The order's id is '{text}', expected an integer"));

    private Task<RestAnswer> CancelAsync(string externalId) => externalId.Length > 0
        ? loop.InvokeAsync((exchange, time) => OkOr(exchange.Cancel(time, externalId)))
        : Task.FromResult(RestAnswer.Error(400, "The query parameter externalId is missing"));

    private async Task<RestAnswer> MassCancelAsync(HttpContext context)
    {
        MassCancelBody body = MassCancelBody.Parse(await ReadBodyAsync(context).ConfigureAwait(false));
        return await loop.InvokeAsync((exchange, time) =>
        {
            exchange.CancelAll(time, order => body.Names(order, rules.Name));
            return RestAnswer.Ok;
        }).ConfigureAwait(false);
    }

    private Task<RestAnswer> SetDeadMansSwitchAsync(string text) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out long seconds)
            ? loop.InvokeAsync((exchange, time) =>
            {
                exchange.SetDeadMansSwitch(time, seconds);
                return RestAnswer.Ok;
            })
            : Task.FromResult(RestAnswer.Error(400, $"countdownTime is '{text}', expected seconds, 0 or more"));

    private async Task<RestAnswer> SetLeverageAsync(HttpContext context)
    {
        using JsonDocument document = JsonDocument.Parse(await ReadBodyAsync(context).ConfigureAwait(false));
        JsonElement root = document.RootElement;
        string market = Member(root, "market"), text = Member(root, "leverage");
        if (market != rules.Name)
            return RestAnswer.Error(new RequestError(404, 1001, $"Market '{market}' not found"));
        if (!decimal.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out decimal leverage))
            return RestAnswer.Error(400, $"leverage is '{text}', expected a decimal number");
        return await loop.InvokeAsync((exchange, time) => exchange.SetLeverage(time, leverage) is { } error
            ? RestAnswer.Error(error)
            : RestAnswer.Data(answer => WriteLeverage(answer, exchange.Account))).ConfigureAwait(false);
    }

    private static string Member(JsonElement root, string name) =>
        root.ValueKind == JsonValueKind.Object && root.TryGetProperty(name, out JsonElement value) ? value.ToString() : "";

    private static RestAnswer OkOr(RequestError? error) => error is null ? RestAnswer.Ok : RestAnswer.Error(error);

    private RestAnswer OneOrder(Exchange exchange, string text)
    {
        Order? order = long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out long id) ? exchange.Find(id) : null;
        return order is null
            ? RestAnswer.Error(new RequestError(404, 1142, $"Order '{text}' not found"))
            : RestAnswer.Data(answer => _json.Write(answer, order));
    }

    private RestAnswer History(Exchange exchange, IQueryCollection query)
    {
        long cursor = Cursor(query);
        List<Order> orders = [.. exchange.Orders
            .Where(order => !order.IsOpen && order.Id < cursor && Wanted(query, order)
                && Wanted(query, "id", order.Id.ToString(CultureInfo.InvariantCulture)) && Wanted(query, "externalId", order.ExternalId))
            .Reverse()
            .Take(Limit(query))];
        return RestAnswer.Page(orders, orders.Count > 0 ? orders[^1].Id : null, _json.Write);
    }

    private RestAnswer Trades(Exchange exchange, IQueryCollection query)
    {
        long cursor = Cursor(query);
        List<Fill> fills = [.. exchange.Fills
            .Where(fill => fill.Id < cursor && Wanted(query, "market", rules.Name) && Wanted(query, "side", SideName(fill.Side)))
            .Reverse()
            .Take(Limit(query))];
        return RestAnswer.Page(fills, fills.Count > 0 ? fills[^1].Id : null,
            (text, fill) => _json.Write(text, fill, withExternalId: false));
    }

    private bool Wanted(IQueryCollection query, Order order) =>
        Wanted(query, "market", rules.Name) && Wanted(query, "side", SideName(order.Side))
        && Wanted(query, "type", order.Type == OrderType.Limit ? "LIMIT" : "MARKET");

    private bool WantedPosition(IQueryCollection query, Account account) =>
        Wanted(query, "market", rules.Name) && Wanted(query, "side", account.Position > 0 ? "LONG" : "SHORT");

    /// <summary>Whether a repeatable filter is absent or names a value.</summary>
    private static bool Wanted(IQueryCollection query, string name, string value) =>
        !query.TryGetValue(name, out Microsoft.Extensions.Primitives.StringValues values) || values.Contains(value);

    private static int Limit(IQueryCollection query) =>
        int.TryParse(query["limit"], NumberStyles.None, CultureInfo.InvariantCulture, out int limit)
            ? Math.Min(limit, LargestPage)
            : LargestPage;

    private static long Cursor(IQueryCollection query) =>
        long.TryParse(query["cursor"], NumberStyles.None, CultureInfo.InvariantCulture, out long cursor) ? cursor : long.MaxValue;

    private static string SideName(Side side) => side == Side.Buy ? "BUY" : "SELL";

    private static void WriteAccountInfo(Utf8Text text) => text
        .Raw("{\"accountId\":"u8).Integer(DemoAccount.AccountId)
        .Raw(",\"description\":\"Main\",\"accountIndex\":0,\"status\":\"ACTIVE\",\"l2Key\":"u8).Quoted(DemoAccount.StarkPublicKey)
        .Raw(",\"l2Vault\":"u8).Quoted(DemoAccount.Vault, "0")
        .Raw(",\"bridgeStarknetAddress\":\"0x0\"}"u8);

    private static void WriteFees(Utf8Text text, MarketRules rules) => text
        .Raw("{\"market\":"u8).Quoted(rules.Name)
        .Raw(",\"makerFeeRate\":"u8).Quoted(rules.MakerFeeRate, "F5")
        .Raw(",\"takerFeeRate\":"u8).Quoted(rules.TakerFeeRate, "F5")
        .Raw(",\"builderFeeRate\":\"0\"}"u8);

    private void WriteLeverage(Utf8Text text, Account account) => text
        .Raw("{\"market\":"u8).Quoted(rules.Name).Raw(",\"leverage\":"u8).Quoted(account.Leverage, "F2").Raw((byte)'}');

    private static async Task<ReadOnlyMemory<byte>> ReadBodyAsync(HttpContext context)
    {
        if (context.Request.ContentLength > LongestBody)
            throw new BadHttpRequestException("The body is too long", 413);
        using MemoryStream body = new();
        await context.Request.Body.CopyToAsync(body, context.RequestAborted).ConfigureAwait(false);
        return body.GetBuffer().AsMemory(0, (int)body.Length);
    }
}
