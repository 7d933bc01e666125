using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using LowLatencyMM.Feed.Frames;
using LowLatencyMM.Feed.Parsing;
using LowLatencyMM.Feed.Streams;

namespace LowLatencyMM.Feed.Rest;

/// <summary>
/// The exchange's REST service: reads, and the writes that need no signature. Every failure is an <see cref="ExtendedException"/>. Orders
/// themselves go over <see cref="Orders.OrderTransport{TAnswerSink}"/>.
/// </summary>
/// <remarks>Not for the hot path. Safe for several callers at once, the Deliver methods included.</remarks>
public sealed class ExtendedRestClient : IDisposable
{
    private static readonly JsonSerializerOptions Json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        NumberHandling = JsonNumberHandling.AllowReadingFromString,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
    };

    private readonly RestTransport _transport;
    private readonly WallClock _clock;

    /// <summary>Makes a client; nothing is called yet.</summary>
    public ExtendedRestClient(RestOptions options, WallClock clock)
    {
        _transport = new RestTransport(options);
        _clock = clock;
    }

    /// <summary>Markets, all or those named.</summary>
    public Task<IReadOnlyList<MarketInfo>> GetMarketsAsync(IEnumerable<string>? markets = null, CancellationToken cancellation = default) =>
        GetListAsync<MarketInfo>("/info/markets" + Markets(markets), isPrivate: false, cancellation);

    /// <summary>The signing domain.</summary>
    public Task<StarknetDomain> GetStarknetDomainAsync(CancellationToken cancellation = default) =>
        GetAsync<StarknetDomain>("/info/starknet", isPrivate: false, cancellation);

    /// <summary>The order book of a market.</summary>
    public Task<OrderBookInfo> GetOrderBookAsync(string market, CancellationToken cancellation = default) =>
        GetAsync<OrderBookInfo>($"/info/markets/{Uri.EscapeDataString(market)}/orderbook", isPrivate: false, cancellation);

    /// <summary>The sub-account that the key belongs to.</summary>
    public Task<AccountInfo> GetAccountAsync(CancellationToken cancellation = default) =>
        GetAsync<AccountInfo>("/user/account/info", isPrivate: true, cancellation);

    /// <summary>The balance, or null if it is zero (which the exchange tells as 404).</summary>
    public async Task<BalanceInfo?> GetBalanceAsync(CancellationToken cancellation = default)
    {
        try
        {
            return await GetAsync<BalanceInfo>("/user/balance", isPrivate: true, cancellation).ConfigureAwait(false);
        }
        catch (ExtendedException e) when (e.HttpStatus == 404)
        {
            return null;
        }
    }

    /// <summary>Open positions.</summary>
    public Task<IReadOnlyList<PositionInfo>> GetPositionsAsync(IEnumerable<string>? markets = null, CancellationToken cancellation = default) =>
        GetListAsync<PositionInfo>("/user/positions" + Markets(markets), isPrivate: true, cancellation);

    /// <summary>Fee rates.</summary>
    public Task<IReadOnlyList<FeeInfo>> GetFeesAsync(IEnumerable<string> markets, CancellationToken cancellation = default) =>
        GetListAsync<FeeInfo>("/user/fees" + Markets(markets), isPrivate: true, cancellation);

    /// <summary>Open orders.</summary>
    public Task<IReadOnlyList<OrderInfo>> GetOpenOrdersAsync(IEnumerable<string>? markets = null, CancellationToken cancellation = default) =>
        GetListAsync<OrderInfo>("/user/orders" + Markets(markets), isPrivate: true, cancellation);

    /// <summary>
    /// The orders of that external id, open or closed; none if the exchange knows none. For accounts of high volume, orders that closed without a
    /// fill are not kept.
    /// </summary>
    public async Task<IReadOnlyList<OrderInfo>> GetOrdersByExternalIdAsync(string externalId, CancellationToken cancellation = default)
    {
        try
        {
            return await GetListAsync<OrderInfo>("/user/orders/external/" + Uri.EscapeDataString(externalId), isPrivate: true, cancellation)
                .ConfigureAwait(false);
        }
        catch (ExtendedException e) when (e.HttpStatus == 404)
        {
            return [];
        }
    }

    /// <summary>A page of own trades, newest first.</summary>
    public async Task<Page<UserTradeInfo>> GetUserTradesAsync(
        IEnumerable<string>? markets = null, long? cursor = null, int? limit = null, CancellationToken cancellation = default)
    {
        byte[] body = await _transport.CallAsync(HttpMethod.Get, TradesPath(markets, cursor, limit), null, isPrivate: true, cancellation)
            .ConfigureAwait(false);
        return Parse(body, "GET /user/trades", static root => new Page<UserTradeInfo>(
            Data(root)!.Value.Deserialize<List<UserTradeInfo>>(Json)!, CursorOf(root)));
    }

    /// <summary>Leverage by market.</summary>
    public Task<IReadOnlyList<LeverageInfo>> GetLeverageAsync(IEnumerable<string>? markets = null, CancellationToken cancellation = default) =>
        GetListAsync<LeverageInfo>("/user/leverage" + Markets(markets), isPrivate: true, cancellation);

    /// <summary>Sets the leverage of a market.</summary>
    public Task SetLeverageAsync(string market, decimal leverage, CancellationToken cancellation = default)
    {
        byte[] body = JsonSerializer.SerializeToUtf8Bytes(
            new { market, leverage = leverage.ToString(CultureInfo.InvariantCulture) }, Json);
        return _transport.CallAsync(HttpMethod.Patch, "/user/leverage", body, isPrivate: true, cancellation);
    }

    /// <summary>Asks to cancel an order. The cancel happens later: the account stream tells.</summary>
    public Task CancelByExternalIdAsync(string externalId, CancellationToken cancellation = default) =>
        _transport.CallAsync(
            HttpMethod.Delete, "/user/order?externalId=" + Uri.EscapeDataString(externalId), null, isPrivate: true, cancellation);

    /// <summary>Asks to cancel many orders. The cancels happen later: the account stream tells.</summary>
    /// <exception cref="ArgumentException">The request names no orders at all.</exception>
    public Task MassCancelAsync(MassCancelRequest request, CancellationToken cancellation = default)
    {
        if (request is { OrderIds: null, ExternalOrderIds: null, Markets: null, CancelAll: null })
            throw new ArgumentException("A mass cancel must name orders, markets or all.", nameof(request));
        byte[] body = JsonSerializer.SerializeToUtf8Bytes(request, Json);
        return _transport.CallAsync(HttpMethod.Post, "/user/order/massCancel", body, isPrivate: true, cancellation);
    }

    /// <summary>Arms the exchange's dead man's switch: without another call all orders of the account are cancelled after the countdown. Zero disarms.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Negative, or not whole seconds.</exception>
    public Task SetDeadMansSwitchAsync(TimeSpan countdown, CancellationToken cancellation = default)
    {
        if (countdown < TimeSpan.Zero || countdown.Ticks % TimeSpan.TicksPerSecond != 0)
            throw new ArgumentOutOfRangeException(nameof(countdown), countdown, "Whole seconds, zero or more, are expected.");
        string path = string.Create(CultureInfo.InvariantCulture, $"/user/deadmanswitch?countdownTime={countdown.Ticks / TimeSpan.TicksPerSecond}");
        return _transport.CallAsync(HttpMethod.Post, path, [], isPrivate: true, cancellation);
    }

    /// <summary>Reads the open orders into <paramref name="sink"/>, as a snapshot frame, and returns how many they are.</summary>
    public async Task<int> DeliverOpenOrdersAsync<TSink>(IReadOnlyList<FeedMarket> markets, TSink sink, CancellationToken cancellation = default)
        where TSink : struct, IAccountSink
    {
        string path = "/user/orders" + Markets(markets.Select(m => m.Name));
        AccountParser parser = await DeliverAsync(path, AccountContent.Orders, markets, sink, cancellation).ConfigureAwait(false);
        return parser.Scratch.Orders.Length;
    }

    /// <summary>
    /// Reads the orders of an external id into <paramref name="sink"/> and returns how many they are: none if the exchange knows none. The frame is
    /// not a snapshot of all.
    /// </summary>
    public async Task<int> DeliverOrderAsync<TSink>(
        string externalId, IReadOnlyList<FeedMarket> markets, TSink sink, CancellationToken cancellation = default)
        where TSink : struct, IAccountSink
    {
        string path = "/user/orders/external/" + Uri.EscapeDataString(externalId);
        AccountParser parser = await DeliverAsync(path, AccountContent.Orders, markets, sink, cancellation, isSnapshot: false, emptyBody: """{"data":[]}""").ConfigureAwait(false);
        return parser.Scratch.Orders.Length;
    }

    /// <summary>Reads the positions into <paramref name="sink"/>, as a snapshot frame.</summary>
    public Task DeliverPositionsAsync<TSink>(IReadOnlyList<FeedMarket> markets, TSink sink, CancellationToken cancellation = default)
        where TSink : struct, IAccountSink =>
        DeliverAsync("/user/positions" + Markets(markets.Select(m => m.Name)), AccountContent.Positions, markets, sink, cancellation);

    /// <summary>Reads the balance into <paramref name="sink"/>; a zero balance (404) is delivered as zeros.</summary>
    public Task DeliverBalanceAsync<TSink>(TSink sink, CancellationToken cancellation = default)
        where TSink : struct, IAccountSink =>
        DeliverAsync(
            "/user/balance", AccountContent.Balance, [], sink, cancellation, emptyBody: """{"data":{"balance":"0","equity":"0"}}""");

    /// <summary>Reads a page of own trades into <paramref name="sink"/> and returns the cursor for older ones, or null at the end.</summary>
    public async Task<long?> DeliverUserTradesAsync<TSink>(
        IReadOnlyList<FeedMarket> markets, TSink sink, long? cursor = null, int? limit = null, CancellationToken cancellation = default)
        where TSink : struct, IAccountSink
    {
        string path = TradesPath(markets.Select(m => m.Name), cursor, limit);
        AccountParser parser = await DeliverAsync(path, AccountContent.Fills, markets, sink, cancellation).ConfigureAwait(false);
        return parser.Cursor == 0 ? null : parser.Cursor;
    }

    /// <inheritdoc/>
    public void Dispose() => _transport.Dispose();

    private async Task<AccountParser> DeliverAsync<TSink>(
        string path, AccountContent content, IReadOnlyList<FeedMarket> markets, TSink sink, CancellationToken cancellation, bool isSnapshot = true,
        string? emptyBody = null)
        where TSink : struct, IAccountSink
    {
        byte[] body = await CallAsync(path, emptyBody, cancellation).ConfigureAwait(false);
        var parser = new AccountParser(markets);
        var header = new FrameHeader(StreamKind.Account, Market: -1, Epoch: 0, _clock.NowNs(), ExchangeMs: 0, Seq: 0);
        if (parser.ParseRest(body, content) != ParseOutcome.Frame)
        {
            Rejections.Deliver(ref sink, in header, body, parser.Reason, parser.ErrorOffset, expectedSeq: 0, reconnects: false);
            throw new ExtendedException(
                ExtendedErrorKind.Protocol, $"GET {path.Split('?')[0]}: the answer was refused at byte {parser.ErrorOffset} ({parser.Reason}).");
        }
        parser.Scratch.IsSnapshot &= isSnapshot;
        AccountReader<TSink>.Deliver(ref sink, parser.Scratch, in header);
        return parser;
    }

    /// <summary>A 404 means <paramref name="emptyBody"/> where the exchange uses it so; elsewhere it must not pass for "none".</summary>
    private async Task<byte[]> CallAsync(string path, string? emptyBody, CancellationToken cancellation)
    {
        try
        {
            return await _transport.CallAsync(HttpMethod.Get, path, null, isPrivate: true, cancellation).ConfigureAwait(false);
        }
        catch (ExtendedException e) when (e.HttpStatus == 404 && emptyBody is not null)
        {
            return Encoding.ASCII.GetBytes(emptyBody);
        }
    }

    private async Task<T> GetAsync<T>(string path, bool isPrivate, CancellationToken cancellation)
        where T : class
    {
        byte[] body = await _transport.CallAsync(HttpMethod.Get, path, null, isPrivate, cancellation).ConfigureAwait(false);
        return Parse(body, "GET " + path.Split('?')[0], static root => Data(root)?.Deserialize<T>(Json)
            ?? throw new JsonException("'data' is absent."));
    }

    private async Task<IReadOnlyList<T>> GetListAsync<T>(string path, bool isPrivate, CancellationToken cancellation) =>
        await GetAsync<List<T>>(path, isPrivate, cancellation).ConfigureAwait(false);

    private static T Parse<T>(byte[] body, string place, Func<JsonElement, T> read)
    {
        try
        {
            using var document = JsonDocument.Parse(body);
            return read(document.RootElement);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            throw new ExtendedException(ExtendedErrorKind.Protocol, $"{place}: the answer is not what was expected: {e.Message}", e);
        }
    }

    private static JsonElement? Data(JsonElement root) =>
        root.TryGetProperty("data", out JsonElement data) && data.ValueKind != JsonValueKind.Null ? data : throw new JsonException("'data' is absent.");

    private static long? CursorOf(JsonElement root) =>
        root.TryGetProperty("pagination", out JsonElement page) && page.ValueKind == JsonValueKind.Object
        && page.TryGetProperty("cursor", out JsonElement cursor) && cursor.ValueKind == JsonValueKind.Number ? cursor.GetInt64() : null;

    private static string TradesPath(IEnumerable<string>? markets, long? cursor, int? limit)
    {
        var query = new StringBuilder(Markets(markets));
        if (cursor is not null)
            query.Append(query.Length == 0 ? '?' : '&').Append(CultureInfo.InvariantCulture, $"cursor={cursor}");
        if (limit is not null)
            query.Append(query.Length == 0 ? '?' : '&').Append(CultureInfo.InvariantCulture, $"limit={limit}");
        return "/user/trades" + query;
    }

    private static string Markets(IEnumerable<string>? markets)
    {
        string query = string.Join('&', (markets ?? []).Select(market => "market=" + Uri.EscapeDataString(market)));
        return query.Length == 0 ? "" : "?" + query;
    }
}
