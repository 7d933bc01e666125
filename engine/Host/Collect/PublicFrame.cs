using System.Globalization;
using System.Text.Json;
using LowLatencyMM.Feed.Frames;

namespace LowLatencyMM.Host.Collect;

/// <summary>
/// A frame of books or trades with the exchange's decimal text kept. Read by <c>System.Text.Json</c>: collecting is not the hot path, and what
/// is written must be what was sent, trailing zeros included.
/// </summary>
public sealed class PublicFrame
{
    /// <summary>The exchange's <c>ts</c>, Unix milliseconds.</summary>
    public required long ExchangeMs { get; init; }

    /// <summary>The exchange's <c>seq</c> on this connection.</summary>
    public required long Seq { get; init; }

    /// <summary>Whether this version knows the frame's type. One that it does not know counts in <see cref="Seq"/> and says nothing.</summary>
    public bool IsKnown { get; init; } = true;

    /// <summary>Whether the levels replace the whole book.</summary>
    public bool IsSnapshot { get; init; }

    /// <summary>Bid levels.</summary>
    public IReadOnlyList<CollectedLevel> Bids { get; init; } = [];

    /// <summary>Ask levels.</summary>
    public IReadOnlyList<CollectedLevel> Asks { get; init; } = [];

    /// <summary>Trades.</summary>
    public IReadOnlyList<CollectedTrade> Trades { get; init; } = [];

    /// <summary>Reads a message.</summary>
    /// <param name="kind">Order book, best bid and ask, or public trades.</param>
    /// <param name="market">The market that it must be of.</param>
    /// <param name="message">The bytes.</param>
    /// <exception cref="FormatException">It is not such a frame; says what is wrong with it. Nothing is ever taken for 0.</exception>
    public static PublicFrame Parse(StreamKind kind, string market, ReadOnlySpan<byte> message)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(message.ToArray());
            JsonElement root = document.RootElement;
            if (root.ValueKind != JsonValueKind.Object)
                throw new FormatException($"a frame is a {root.ValueKind}, expected an object");
            JsonElement data = Member(root, "data");
            long ts = Integer(root, "ts"), seq = Integer(root, "seq");
            string? type = Text(root, "type") ?? (data.ValueKind == JsonValueKind.Object ? Text(data, "t") : null);
            if (!IsKnownType(kind, type))
                return new PublicFrame { ExchangeMs = ts, Seq = seq, IsKnown = false };
            return kind == StreamKind.PublicTrades
                ? new PublicFrame { ExchangeMs = ts, Seq = seq, Trades = ReadTrades(data, market) }
                : ReadBook(data, type == "SNAPSHOT", market, ts, seq);
        }
        catch (JsonException e)
        {
            throw new FormatException($"it is not JSON near byte {e.BytePositionInLine}", e);
        }
    }

    /// <summary>Frames of trades need no type. A book without one cannot be read at all.</summary>
    private static bool IsKnownType(StreamKind kind, string? type) => (kind, type) switch
    {
        (StreamKind.PublicTrades, null or "TRADES") => true,
        (StreamKind.PublicTrades, _) => false,
        (_, null) => throw new FormatException("it has no type, expected SNAPSHOT or DELTA"),
        _ => type is "SNAPSHOT" or "DELTA",
    };

    private static PublicFrame ReadBook(JsonElement data, bool snapshot, string market, long ts, long seq)
    {
        RequireMarket(data, market);
        return new PublicFrame
        {
            ExchangeMs = ts,
            Seq = seq,
            IsSnapshot = snapshot,
            Bids = ReadLevels(data, "b", snapshot),
            Asks = ReadLevels(data, "a", snapshot),
        };
    }

    private static List<CollectedLevel> ReadLevels(JsonElement data, string side, bool snapshot)
    {
        var levels = new List<CollectedLevel>();
        if (!data.TryGetProperty(side, out JsonElement array) || array.ValueKind == JsonValueKind.Null)
            return levels;
        foreach (JsonElement level in Items(array, side))
        {
            (decimal price, string priceText) = Number(level, "p");
            bool hasTotal = level.TryGetProperty("c", out JsonElement total) && total.ValueKind != JsonValueKind.Null;
            bool hasChange = level.TryGetProperty("q", out JsonElement change) && change.ValueKind != JsonValueKind.Null;
            bool takesTotal = snapshot ? !hasChange : hasTotal;
            (decimal quantity, string quantityText) = Number(level, takesTotal ? "c" : "q");
            bool isAbsolute = snapshot || takesTotal;
            if (price <= 0 || (isAbsolute && quantity < 0))
                throw new FormatException($"a level of {quantityText} at {priceText}, expected a positive price and no negative size");
            levels.Add(new CollectedLevel(price, priceText, quantity, quantityText, isAbsolute));
        }
        return levels;
    }

    private static List<CollectedTrade> ReadTrades(JsonElement data, string market)
    {
        var trades = new List<CollectedTrade>();
        foreach (JsonElement trade in Items(data, "data"))
        {
            RequireMarket(trade, market);
            (decimal price, string priceText) = Number(trade, "p");
            (decimal quantity, string quantityText) = Number(trade, "q");
            if (price <= 0 || quantity <= 0)
                throw new FormatException($"a trade of {quantityText} at {priceText}, expected both above 0");
            string side = Text(trade, "S") ?? throw new FormatException("a trade without its side S");
            trades.Add(new CollectedTrade(
                Integer(trade, "T"), Integer(trade, "i"), side.ToLowerInvariant(), priceText, quantityText, Text(trade, "tT") ?? ""));
        }
        return trades;
    }

    private static JsonElement.ArrayEnumerator Items(JsonElement array, string name) =>
        array.ValueKind == JsonValueKind.Array ? array.EnumerateArray() : throw new FormatException($"{name} is a {array.ValueKind}, expected an array");

    private static JsonElement Member(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out JsonElement member) && member.ValueKind != JsonValueKind.Null
            ? member
            : throw new FormatException($"member {name} is missing");

    private static long Integer(JsonElement element, string name)
    {
        JsonElement member = Member(element, name);
        return member.ValueKind == JsonValueKind.Number && member.TryGetInt64(out long value)
            ? value
            : throw new FormatException($"{name} is {member.GetRawText()}, expected a whole number");
    }

    private static string? Text(JsonElement element, string name) =>
        element.TryGetProperty(name, out JsonElement member) && member.ValueKind == JsonValueKind.String ? member.GetString() : null;

    /// <summary>A decimal number in quotes, or bare, and its own text.</summary>
    private static (decimal Value, string Text) Number(JsonElement element, string name)
    {
        JsonElement member = Member(element, name);
        string? text = member.ValueKind switch
        {
            JsonValueKind.String => member.GetString(),
            JsonValueKind.Number => member.GetRawText(),
            _ => null,
        };
        const NumberStyles styles = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent;
        return decimal.TryParse(text, styles, CultureInfo.InvariantCulture, out decimal value)
            ? (value, text!)
            : throw new FormatException($"{name} is {member.GetRawText()}, expected a decimal number");
    }

    private static void RequireMarket(JsonElement element, string market)
    {
        string? named = element.ValueKind == JsonValueKind.Object ? Text(element, "m") : null;
        if (named != market)
            throw new FormatException($"market m is '{named}', expected {market}");
    }
}
