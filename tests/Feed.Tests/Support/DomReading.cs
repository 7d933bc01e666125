using System.Text;
using System.Text.Json;
using LowLatencyMM.Feed.Frames;
using LowLatencyMM.Feed.Numbers;
using LowLatencyMM.Feed.Parsing;

namespace LowLatencyMM.Feed.Tests.Support;

/// <summary>
/// Frames read the slow and obvious way, from a JSON document and with decimals: what an accepted frame must have said. A frame from which that
/// cannot be read fails the test.
/// </summary>
internal static class DomReading
{
    /// <summary>What <paramref name="frame"/> says of the market, in the words of <see cref="FrameText.Of(MarketDataParser)"/>.</summary>
    public static string Market(StreamKind kind, byte[] frame, FeedMarket market)
    {
        using JsonDocument document = Parse(frame);
        JsonElement root = document.RootElement;
        JsonElement data = root.GetProperty("data");
        string type = (Text(root, "type") ?? "").Split('.')[^1];
        var bids = new List<BookLevel>();
        var asks = new List<BookLevel>();
        var trades = new List<PublicTrade>();
        bool isSnapshot = false;
        long value = 0, valueMs = 0;
        switch (kind)
        {
            case StreamKind.OrderBook or StreamKind.BestBidAsk:
                Assert.Equal(market.Name, Text(data, "m"));
                isSnapshot = (type.Length > 0 ? type : Text(data, "t")) == "SNAPSHOT";
                bids.AddRange(Items(data, "b").Select(level => Level(level, market, isSnapshot)));
                asks.AddRange(Items(data, "a").Select(level => Level(level, market, isSnapshot)));
                break;
            case StreamKind.PublicTrades:
                trades.AddRange(data.EnumerateArray().Where(trade => Text(trade, "m") == market.Name).Select(trade => Trade(trade, market)));
                break;
            case StreamKind.Funding:
                JsonElement rate = data.ValueKind == JsonValueKind.Array ? data.EnumerateArray().Last(r => Text(r, "m") == market.Name) : data;
                Assert.Equal(market.Name, Text(rate, "m"));
                value = Rounded(rate, "f", DecimalText.PicoScale);
                valueMs = Integer(rate, "T");
                break;
            default:
                Assert.Equal(market.Name, Text(data, "m"));
                value = Rounded(data, "p", DecimalText.NanoScale);
                break;
        }
        return FrameText.Of(Integer(root, "seq"), Integer(root, "ts"), isSnapshot, value, valueMs, [.. bids], [.. asks], [.. trades]);
    }

    /// <summary>What <paramref name="frame"/> says of the account, in the words of <see cref="FrameText.Of(AccountParser)"/>.</summary>
    public static string Account(byte[] frame, FeedMarket market)
    {
        using JsonDocument document = Parse(frame);
        JsonElement root = document.RootElement;
        JsonElement data = root.GetProperty("data");
        var text = new StringBuilder(FrameText.Head(Integer(root, "seq"), Integer(root, "ts"), Boolean(data, "isSnapshot")));
        foreach (JsonElement order in Items(data, "orders").Where(order => Text(order, "market") == market.Name))
            text.Append(FrameText.Of(Order(order, market), Text(order, "externalId")!));
        foreach (JsonElement fill in Items(data, "trades").Where(fill => Text(fill, "market") == market.Name))
            text.Append(FrameText.Of(Fill(fill, market), Text(fill, "externalOrderId") ?? ""));
        foreach (JsonElement position in Items(data, "positions").Where(position => Text(position, "market") == market.Name))
            text.Append(FrameText.Of(Position(position, market)));
        if (data.TryGetProperty("balance", out JsonElement balance) && balance.ValueKind != JsonValueKind.Null)
            text.Append(FrameText.Of(Balance(balance)));
        return text.ToString();
    }

    private static JsonDocument Parse(byte[] frame)
    {
        try
        {
            return JsonDocument.Parse(frame);
        }
        catch (JsonException e)
        {
            Assert.Fail("It was accepted, but it is no JSON: " + e.Message);
            throw;
        }
    }

    private static BookLevel Level(JsonElement level, FeedMarket market, bool isSnapshot)
    {
        long? quantity = MaybeUnits(level, "q", market.Step), total = MaybeUnits(level, "c", market.Step);
        bool takeTotal = isSnapshot ? quantity is null : total is not null;
        return new BookLevel(MaybeUnits(level, "p", market.Tick)!.Value, (takeTotal ? total : quantity)!.Value, isSnapshot || takeTotal);
    }

    private static PublicTrade Trade(JsonElement trade, FeedMarket market) => new(
        market.Id, Integer(trade, "i"), WireNames.Side(Utf8(trade, "S")), WireNames.TradeType(Utf8(trade, "tT")),
        MaybeUnits(trade, "p", market.Tick)!.Value, MaybeUnits(trade, "q", market.Step)!.Value, Integer(trade, "T"));

    private static OrderUpdate Order(JsonElement order, FeedMarket market) => new()
    {
        Market = market.Id,
        Id = Integer(order, "id"),
        Side = WireNames.Side(Utf8(order, "side")),
        Type = WireNames.OrderType(Utf8(order, "type")),
        Status = WireNames.OrderStatus(Utf8(order, "status")),
        StatusReason = WireNames.OrderStatusReason(Utf8(order, "statusReason")),
        PostOnly = Boolean(order, "postOnly"),
        ReduceOnly = Boolean(order, "reduceOnly"),
        PriceTicks = MaybeUnits(order, "price", market.Tick) ?? 0,
        QuantitySteps = MaybeUnits(order, "qty", market.Step)!.Value,
        FilledSteps = MaybeUnits(order, "filledQty", market.Step) ?? 0,
        PayedFeeMicro = Rounded(order, "payedFee", DecimalText.MicroScale),
        AveragePriceNano = Rounded(order, "averagePrice", DecimalText.NanoScale),
        CreatedMs = Integer(order, "createdTime"),
        UpdatedMs = Integer(order, "updatedTime"),
        ExpireMs = Integer(order, "expireTime"),
    };

    private static Fill Fill(JsonElement fill, FeedMarket market)
    {
        long nano = Rounded(fill, "price", DecimalText.NanoScale);
        (DecimalError onTick, _) = DecimalOracle.Read(NumberText(fill, "price")!, market.Tick.Scale, round: false);
        return new Fill
        {
            Market = market.Id,
            Id = Integer(fill, "id"),
            OrderId = Integer(fill, "orderId"),
            Side = WireNames.Side(Utf8(fill, "side")),
            Type = WireNames.TradeType(Utf8(fill, "tradeType")),
            IsTaker = Boolean(fill, "isTaker"),
            PriceNano = nano,
            PriceTicks = onTick == DecimalError.None ? MaybeUnits(fill, "price", market.Tick)!.Value : Frames.Fill.OffTick,
            QuantitySteps = MaybeUnits(fill, "qty", market.Step)!.Value,
            ValueMicro = Rounded(fill, "value", DecimalText.MicroScale),
            FeeNano = Rounded(fill, "fee", DecimalText.NanoScale),
            CreatedMs = Integer(fill, "createdTime"),
        };
    }

    private static PositionUpdate Position(JsonElement position, FeedMarket market)
    {
        PositionSide side = WireNames.PositionSide(Utf8(position, "side"));
        PositionStatus status = WireNames.PositionStatus(Utf8(position, "status"));
        long size = MaybeUnits(position, "size", market.Step)!.Value;
        return new PositionUpdate
        {
            Market = market.Id,
            Id = Integer(position, "id"),
            Side = side,
            Status = status,
            SizeSteps = status == PositionStatus.Closed ? 0 : side == PositionSide.Short ? -size : size,
            OpenPriceNano = Rounded(position, "openPrice", DecimalText.NanoScale),
            MarkPriceNano = Rounded(position, "markPrice", DecimalText.NanoScale),
            ValueMicro = Rounded(position, "value", DecimalText.MicroScale),
            MarginMicro = Rounded(position, "margin", DecimalText.MicroScale),
            UnrealisedPnlMicro = Rounded(position, "unrealisedPnl", DecimalText.MicroScale),
            RealisedPnlMicro = Rounded(position, "realisedPnl", DecimalText.MicroScale),
            CreatedMs = LastInteger(position, "createdAt", "createdTime"),
            UpdatedMs = LastInteger(position, "updatedAt", "updatedTime"),
        };
    }

    private static AccountBalance Balance(JsonElement balance) => new()
    {
        BalanceMicro = Rounded(balance, "balance", DecimalText.MicroScale),
        EquityMicro = Rounded(balance, "equity", DecimalText.MicroScale),
        AvailableForTradeMicro = Rounded(balance, "availableForTrade", DecimalText.MicroScale),
        AvailableForWithdrawalMicro = Rounded(balance, "availableForWithdrawal", DecimalText.MicroScale),
        UnrealisedPnlMicro = Rounded(balance, "unrealisedPnl", DecimalText.MicroScale),
        InitialMarginMicro = Rounded(balance, "initialMargin", DecimalText.MicroScale),
        ExposureMicro = Rounded(balance, "exposure", DecimalText.MicroScale),
        MarginRatioNano = Rounded(balance, "marginRatio", DecimalText.NanoScale),
        UpdatedMs = Integer(balance, "updatedTime"),
    };

    private static IEnumerable<JsonElement> Items(JsonElement parent, string name) =>
        parent.TryGetProperty(name, out JsonElement items) && items.ValueKind != JsonValueKind.Null ? items.EnumerateArray() : [];

    private static string? Text(JsonElement parent, string name) =>
        parent.TryGetProperty(name, out JsonElement text) && text.ValueKind != JsonValueKind.Null ? text.GetString() : null;

    private static byte[] Utf8(JsonElement parent, string name) => Samples.Utf8(Text(parent, name) ?? "");

    private static bool Boolean(JsonElement parent, string name) => parent.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.True;

    /// <summary>A number's text, be it a JSON number or in a string; null if absent or null.</summary>
    private static string? NumberText(JsonElement parent, string name)
    {
        if (!parent.TryGetProperty(name, out JsonElement value) || value.ValueKind == JsonValueKind.Null)
            return null;
        return value.ValueKind == JsonValueKind.Number ? value.GetRawText() : value.GetString();
    }

    private static long? MaybeUnits(JsonElement parent, string name, DecimalGrid grid) =>
        NumberText(parent, name) is { } text ? DecimalOracle.Units(text, grid) : null;

    private static long Rounded(JsonElement parent, string name, int scale) =>
        NumberText(parent, name) is { } text ? DecimalOracle.Rounded(text, scale) : 0;

    private static long Integer(JsonElement parent, string name) => MaybeUnits(parent, name, new DecimalGrid(1, 0)) ?? 0;

    /// <summary>Two names for one thing: the one that comes later in the object counts.</summary>
    private static long LastInteger(JsonElement parent, string one, string other)
    {
        string? last = parent.EnumerateObject().Select(member => member.Name).LastOrDefault(name => name == one || name == other);
        return last is null ? 0 : Integer(parent, last);
    }
}
