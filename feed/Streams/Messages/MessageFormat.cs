using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using LowLatencyMM.Feed.Numbers;
using LowLatencyMM.Feed.Parsing;
using LowLatencyMM.Feed.Rest;

namespace LowLatencyMM.Feed.Streams.Messages;

/// <summary>
/// From the <c>data</c> of a frame to what it says, for each stream. Unknown members are skipped, unknown enumeration values are Unknown, a
/// number that cannot be held exactly refuses the frame. Not for the hot path.
/// </summary>
internal static class MessageFormat
{
    private static readonly JsonSerializerOptions Json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        NumberHandling = JsonNumberHandling.AllowReadingFromString,
        RespectNullableAnnotations = true,
        Converters = { new ExactDecimalConverter() },
    };

    /// <summary>Adds what the data say. Frames of a type that the stream does not know add nothing.</summary>
    /// <param name="type">The envelope's <c>type</c> without the scope of v2, or empty.</param>
    /// <param name="data">The envelope's <c>data</c>.</param>
    /// <param name="items">Where to add.</param>
    /// <exception cref="JsonException">The data are not what the protocol says.</exception>
    public delegate void Reading<T>(string type, JsonElement data, List<T> items);

    public static void OrderBook(string type, JsonElement data, List<OrderBookUpdate> items)
    {
        string kind = type.Length > 0 ? type : OptionalText(data, "t") ?? "";
        if (kind is not ("SNAPSHOT" or "DELTA"))
            return;
        bool isSnapshot = kind == "SNAPSHOT";
        items.Add(new OrderBookUpdate(Text(data, "m"), isSnapshot, Levels(data, "b", isSnapshot), Levels(data, "a", isSnapshot)));
    }

    public static void BestBidAsk(string type, JsonElement data, List<BestBidAsk> items)
    {
        string kind = type.Length > 0 ? type : OptionalText(data, "t") ?? "";
        if (kind != "SNAPSHOT")
            return;
        (decimal? bid, decimal bidQuantity) = First(Levels(data, "b", isSnapshot: true));
        (decimal? ask, decimal askQuantity) = First(Levels(data, "a", isSnapshot: true));
        items.Add(new BestBidAsk(Text(data, "m"), bid, bidQuantity, ask, askQuantity));
    }

    public static void Trades(string type, JsonElement data, List<MarketTrade> items)
    {
        foreach (JsonElement trade in Elements(data))
        {
            items.Add(new MarketTrade(
                Text(trade, "m"), Integer(trade, "i"), WireNames.Side(Name(trade, "S")), WireNames.TradeType(Name(trade, "tT")),
                Number(trade, "p"), Number(trade, "q"), Integer(trade, "T")));
        }
    }

    public static void Price(string type, JsonElement data, List<MarketPrice> items) =>
        items.Add(new MarketPrice(Text(data, "m"), Number(data, "p")));

    public static void Funding(string type, JsonElement data, List<FundingUpdate> items)
    {
        foreach (JsonElement rate in Elements(data))
            items.Add(new FundingUpdate(Text(rate, "m"), Number(rate, "f"), OptionalInteger(rate, "T") ?? 0));
    }

    /// <summary>Candle frames do not name their market: each stream is of one.</summary>
    public static Reading<StreamCandle> CandlesOf(string market) => (type, data, items) =>
    {
        foreach (JsonElement candle in Elements(data))
        {
            items.Add(new StreamCandle(
                market, Integer(candle, "T"), Number(candle, "o"), Number(candle, "h"), Number(candle, "l"), Number(candle, "c"),
                OptionalNumber(candle, "v")));
        }
    };

    public static void Account(string type, JsonElement data, List<AccountUpdate> items) => items.Add(new AccountUpdate(type)
    {
        IsSnapshot = Member(data, "isSnapshot") is { ValueKind: JsonValueKind.True },
        Orders = Objects<OrderInfo>(data, "orders"),
        Trades = Objects<UserTradeInfo>(data, "trades"),
        Positions = Objects<PositionInfo>(data, "positions"),
        Balance = Member(data, "balance")?.Deserialize<BalanceInfo>(Json),
    });

    /// <summary>A member that is there and not null.</summary>
    public static JsonElement? Member(JsonElement parent, string name)
    {
        if (parent.ValueKind != JsonValueKind.Object)
            throw new JsonException($"An object with '{name}' is expected, not {parent.ValueKind}.");
        return parent.TryGetProperty(name, out JsonElement member) && member.ValueKind != JsonValueKind.Null ? member : null;
    }

    /// <summary>A text member, or null.</summary>
    public static string? OptionalText(JsonElement parent, string name) => Member(parent, name) switch
    {
        null => null,
        { ValueKind: JsonValueKind.String } text => text.GetString(),
        { } other => throw new JsonException($"'{name}' is {other.ValueKind}; a string is expected."),
    };

    /// <summary>A member with an integer, as a number or in a string; or null.</summary>
    public static long? OptionalInteger(JsonElement parent, string name)
    {
        if (Member(parent, name) is not { } member)
            return null;
        if (member.ValueKind == JsonValueKind.Number && member.TryGetInt64(out long value))
            return value;
        byte[] text = Encoding.UTF8.GetBytes(NumberText(member, name));
        return DecimalText.ReadExact(text, 0, out value) == DecimalError.None
            ? value
            : throw new JsonException($"'{name}' is {member.GetRawText()}; an integer is expected.");
    }

    private static string Text(JsonElement parent, string name) => OptionalText(parent, name) ?? throw Absent(name);

    private static long Integer(JsonElement parent, string name) => OptionalInteger(parent, name) ?? throw Absent(name);

    private static decimal Number(JsonElement parent, string name) => OptionalNumber(parent, name) ?? throw Absent(name);

    private static decimal? OptionalNumber(JsonElement parent, string name)
    {
        if (Member(parent, name) is not { } member)
            return null;
        return ExactDecimal.TryParse(NumberText(member, name), out decimal value)
            ? value
            : throw new JsonException($"'{name}' is {member.GetRawText()}; a decimal number of at most 28 digits is expected.");
    }

    private static string NumberText(JsonElement member, string name) => member.ValueKind switch
    {
        JsonValueKind.String => member.GetString()!,
        JsonValueKind.Number => member.GetRawText(),
        _ => throw new JsonException($"'{name}' is {member.ValueKind}; a number is expected."),
    };

    private static byte[] Name(JsonElement parent, string name) => Encoding.UTF8.GetBytes(OptionalText(parent, name) ?? "");

    /// <summary>The elements of an array, or the object itself: some streams are documented as both.</summary>
    private static IEnumerable<JsonElement> Elements(JsonElement data) =>
        data.ValueKind == JsonValueKind.Array ? data.EnumerateArray() : [data];

    private static IReadOnlyList<T> Objects<T>(JsonElement data, string name) => Member(data, name)?.Deserialize<List<T>>(Json) ?? [];

    private static List<OrderBookChange> Levels(JsonElement data, string name, bool isSnapshot)
    {
        var levels = new List<OrderBookChange>();
        if (Member(data, name) is not { } side)
            return levels;
        foreach (JsonElement level in Elements(side))
        {
            decimal price = Number(level, "p");
            decimal? size = OptionalNumber(level, "c"), quantity = OptionalNumber(level, "q");
            // A snapshot's q is the size; a delta's c is the resulting size, and without it q is the change.
            OrderBookChange change = isSnapshot
                ? new OrderBookChange(price, quantity ?? size ?? throw Absent("q"), IsAbsolute: true)
                : new OrderBookChange(price, size ?? quantity ?? throw Absent("q"), IsAbsolute: size is not null);
            if (price <= 0 || (change.IsAbsolute && change.Quantity < 0))
                throw new JsonException($"The level {level.GetRawText()} is impossible.");
            levels.Add(change);
        }
        return levels;
    }

    private static (decimal? Price, decimal Quantity) First(List<OrderBookChange> levels) =>
        levels.Count == 0 || levels[0].Quantity == 0 ? (null, 0) : (levels[0].Price, levels[0].Quantity);

    private static JsonException Absent(string name) => new($"'{name}' is absent.");
}
