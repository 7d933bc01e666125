using System.Text.Json;
using LowLatencyMM.Feed.Frames;
using LowLatencyMM.Feed.Numbers;

namespace LowLatencyMM.Feed.Parsing;

/// <summary>Parses the frames of one market data stream, straight from UTF-8 to integers.</summary>
/// <remarks>
/// Hot path: no allocation, no exception. The usual shapes are read by <see cref="MarketDataCursor"/>, all others by the general parser, with
/// the same result.
/// </remarks>
internal sealed class MarketDataParser(StreamKind kind, IReadOnlyList<FeedMarket> markets) : FrameParser(markets)
{
    public StreamKind Kind { get; } = kind;

    public MarketDataScratch Scratch { get; } = new();

    protected override void Reset()
    {
        base.Reset();
        Scratch.Clear();
    }

    protected override bool TryParseFast(ReadOnlySpan<byte> frame)
    {
        var cursor = new MarketDataCursor(frame, Tail, Names, Scratch);
        bool read = Kind switch
        {
            StreamKind.OrderBook or StreamKind.BestBidAsk => cursor.TryReadBook(snapshotOnly: Kind == StreamKind.BestBidAsk),
            StreamKind.PublicTrades => cursor.TryReadTrades(),
            StreamKind.MarkPrice or StreamKind.IndexPrice => cursor.TryReadPrice(isMark: Kind == StreamKind.MarkPrice),
            _ => false,
        };
        Seq = cursor.Seq;
        ExchangeMs = cursor.ExchangeMs;
        return read;
    }

    protected override bool IsKnownType(scoped ReadOnlySpan<byte> type) => Kind switch
    {
        StreamKind.OrderBook or StreamKind.BestBidAsk => type.SequenceEqual("SNAPSHOT"u8) || type.SequenceEqual("DELTA"u8),
        StreamKind.MarkPrice => type.SequenceEqual("MP"u8),
        StreamKind.IndexPrice => type.SequenceEqual("IP"u8),
        _ => true,
    };

    protected override ParseOutcome ReadData(ref Utf8JsonReader reader, scoped ReadOnlySpan<byte> type)
    {
        if (!type.IsEmpty && !IsKnownType(type))
            return SkipUnknownType();
        return Kind switch
        {
            StreamKind.OrderBook or StreamKind.BestBidAsk => ReadBook(ref reader, type),
            StreamKind.PublicTrades => ReadTrades(ref reader),
            StreamKind.MarkPrice or StreamKind.IndexPrice => ReadPrice(ref reader),
            _ => ReadFunding(ref reader),
        };
    }

    private ParseOutcome ReadBook(ref Utf8JsonReader reader, scoped ReadOnlySpan<byte> envelopeType)
    {
        if (!TryFindMarket(reader, "m"u8, out FeedMarket? market))
            return ParseOutcome.Rejected;
        if (market is null)
            return SkipForeignMarket();
        Scratch.Market = market;
        Utf8JsonReader bids = default, asks = default;
        bool hasBids = false, hasAsks = false, hasType = !envelopeType.IsEmpty;
        Scratch.IsSnapshot = envelopeType.SequenceEqual("SNAPSHOT"u8);
        int start = (int)reader.TokenStartIndex;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("b"u8))
            {
                reader.Read();
                bids = reader;
                hasBids = reader.TokenType != JsonTokenType.Null;
                reader.Skip();
            }
            else if (reader.ValueTextEquals("a"u8))
            {
                reader.Read();
                asks = reader;
                hasAsks = reader.TokenType != JsonTokenType.Null;
                reader.Skip();
            }
            else if (reader.ValueTextEquals("t"u8) && envelopeType.IsEmpty)
            {
                reader.Read();
                if (!TryText(ref reader, out ReadOnlySpan<byte> text))
                    return ParseOutcome.Rejected;
                if (!text.IsEmpty && !IsKnownType(text))
                    return SkipUnknownType();
                hasType = !text.IsEmpty;
                Scratch.IsSnapshot = text.SequenceEqual("SNAPSHOT"u8);
            }
            else
            {
                SkipMember(ref reader, reader.ValueTextEquals("t"u8) || reader.ValueTextEquals("m"u8) || reader.ValueTextEquals("d"u8));
            }
        }
        if (!hasType || (!hasBids && !hasAsks))
            return FailAt(start, RejectionReason.MissingMember);
        if (Kind == StreamKind.BestBidAsk && !Scratch.IsSnapshot)
            return FailAt(start, RejectionReason.WrongType);
        bool read = (!hasBids || ReadLevels(ref bids, bid: true, market)) && (!hasAsks || ReadLevels(ref asks, bid: false, market));
        return read ? ParseOutcome.Frame : ParseOutcome.Rejected;
    }

    private bool ReadLevels(ref Utf8JsonReader reader, bool bid, FeedMarket market)
    {
        if (reader.TokenType != JsonTokenType.StartArray)
            return Refuse(in reader, RejectionReason.WrongType);
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (!ReadLevel(ref reader, bid, market))
                return false;
        }
        return true;
    }

    private bool ReadLevel(ref Utf8JsonReader reader, bool bid, FeedMarket market)
    {
        if (reader.TokenType != JsonTokenType.StartObject)
            return Refuse(in reader, RejectionReason.WrongType);
        int start = (int)reader.TokenStartIndex;
        long price = 0, quantity = 0, total = 0;
        bool hasPrice = false, hasQuantity = false, hasTotal = false;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("p"u8))
            {
                reader.Read();
                hasPrice = reader.TokenType != JsonTokenType.Null;
                if (!TryUnits(ref reader, market.Tick, out price))
                    return false;
            }
            else if (reader.ValueTextEquals("q"u8))
            {
                reader.Read();
                hasQuantity = reader.TokenType != JsonTokenType.Null;
                if (!TryUnits(ref reader, market.Step, out quantity))
                    return false;
            }
            else if (reader.ValueTextEquals("c"u8))
            {
                reader.Read();
                hasTotal = reader.TokenType != JsonTokenType.Null;
                if (!TryUnits(ref reader, market.Step, out total))
                    return false;
            }
            else
            {
                SkipMember(ref reader, known: false);
            }
        }
        if (!hasPrice || !(hasQuantity || hasTotal))
        {
            FailAt(start, RejectionReason.MissingMember);
            return false;
        }
        BookLevel level = ToLevel(Scratch.IsSnapshot, price, hasQuantity, quantity, hasTotal, total);
        if (!IsPlausible(in level))
        {
            FailAt(start, RejectionReason.OutOfRange);
            return false;
        }
        return Scratch.TryAddLevel(bid, in level) || Refuse(in reader, RejectionReason.TooManyItems);
    }

    /// <summary>A snapshot's <c>q</c> is the size; a delta's <c>c</c> is the resulting size, and without it <c>q</c> is the change.</summary>
    public static BookLevel ToLevel(bool snapshot, long price, bool hasQuantity, long quantity, bool hasTotal, long total)
    {
        bool takeTotal = snapshot ? !hasQuantity : hasTotal;
        return new BookLevel(price, takeTotal ? total : quantity, snapshot || takeTotal);
    }

    public static bool IsPlausible(in BookLevel level) => level.PriceTicks > 0 && (!level.IsAbsolute || level.QuantitySteps >= 0);

    public static bool IsPlausible(in PublicTrade trade) => trade.PriceTicks > 0 && trade.QuantitySteps > 0;

    private ParseOutcome ReadTrades(ref Utf8JsonReader reader)
    {
        if (reader.TokenType != JsonTokenType.StartArray)
            return Fail(in reader, RejectionReason.WrongType);
        bool foreign = false;
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (!TryFindMarket(reader, "m"u8, out FeedMarket? market))
                return ParseOutcome.Rejected;
            if (market is null)
            {
                foreign = true;
                reader.Skip();
            }
            else if (!ReadTrade(ref reader, market))
            {
                return ParseOutcome.Rejected;
            }
        }
        if (foreign)
            Counters.ForeignMarkets++;
        return Scratch.Trades.IsEmpty ? ParseOutcome.Skipped : ParseOutcome.Frame;
    }

    private bool ReadTrade(ref Utf8JsonReader reader, FeedMarket market)
    {
        int start = (int)reader.TokenStartIndex;
        long id = 0, price = 0, quantity = 0, time = 0;
        bool hasId = false, hasPrice = false, hasQuantity = false, hasTime = false;
        Side side = Side.Unknown;
        TradeType type = TradeType.Unknown;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("p"u8))
            {
                reader.Read();
                hasPrice = reader.TokenType != JsonTokenType.Null;
                if (!TryUnits(ref reader, market.Tick, out price))
                    return false;
            }
            else if (reader.ValueTextEquals("q"u8))
            {
                reader.Read();
                hasQuantity = reader.TokenType != JsonTokenType.Null;
                if (!TryUnits(ref reader, market.Step, out quantity))
                    return false;
            }
            else if (reader.ValueTextEquals("i"u8))
            {
                reader.Read();
                hasId = reader.TokenType != JsonTokenType.Null;
                if (!TryInteger(ref reader, out id))
                    return false;
            }
            else if (reader.ValueTextEquals("T"u8))
            {
                reader.Read();
                hasTime = reader.TokenType != JsonTokenType.Null;
                if (!TryInteger(ref reader, out time))
                    return false;
            }
            else if (reader.ValueTextEquals("S"u8))
            {
                reader.Read();
                if (!TryText(ref reader, out ReadOnlySpan<byte> text))
                    return false;
                side = WireNames.Side(text);
            }
            else if (reader.ValueTextEquals("tT"u8))
            {
                reader.Read();
                if (!TryText(ref reader, out ReadOnlySpan<byte> text))
                    return false;
                type = WireNames.TradeType(text);
            }
            else
            {
                SkipMember(ref reader, reader.ValueTextEquals("m"u8));
            }
        }
        if (!hasId || !hasPrice || !hasQuantity || !hasTime)
        {
            FailAt(start, RejectionReason.MissingMember);
            return false;
        }
        if (side == Side.Unknown || type == TradeType.Unknown)
            Counters.UnknownValues++;
        var trade = new PublicTrade(market.Id, id, side, type, price, quantity, time);
        if (!IsPlausible(in trade))
        {
            FailAt(start, RejectionReason.OutOfRange);
            return false;
        }
        return Scratch.TryAddTrade(in trade) || Refuse(in reader, RejectionReason.TooManyItems);
    }

    private ParseOutcome ReadPrice(ref Utf8JsonReader reader)
    {
        if (!TryFindMarket(reader, "m"u8, out FeedMarket? market))
            return ParseOutcome.Rejected;
        if (market is null)
            return SkipForeignMarket();
        Scratch.Market = market;
        int start = (int)reader.TokenStartIndex;
        bool hasPrice = false;
        long price = 0;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("p"u8))
            {
                reader.Read();
                hasPrice = reader.TokenType != JsonTokenType.Null;
                if (!TryRounded(ref reader, DecimalText.NanoScale, exact: false, out price))
                    return ParseOutcome.Rejected;
            }
            else
            {
                SkipMember(ref reader, reader.ValueTextEquals("m"u8) || reader.ValueTextEquals("ts"u8) || reader.ValueTextEquals("sourceEventId"u8));
            }
        }
        if (!hasPrice)
            return FailAt(start, RejectionReason.MissingMember);
        Scratch.Value = price;
        return price > 0 ? ParseOutcome.Frame : FailAt(start, RejectionReason.OutOfRange);
    }

    /// <summary>The object of the documented sample, or the array of the documented table, of which the last entry of ours counts.</summary>
    private ParseOutcome ReadFunding(ref Utf8JsonReader reader)
    {
        if (reader.TokenType != JsonTokenType.StartArray)
            return ReadFundingRate(ref reader);
        ParseOutcome outcome = ParseOutcome.Skipped;
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            ParseOutcome one = ReadFundingRate(ref reader);
            if (one == ParseOutcome.Rejected)
                return one;
            if (one == ParseOutcome.Frame)
                outcome = one;
        }
        return outcome;
    }

    private ParseOutcome ReadFundingRate(ref Utf8JsonReader reader)
    {
        if (!TryFindMarket(reader, "m"u8, out FeedMarket? market))
            return ParseOutcome.Rejected;
        if (market is null)
        {
            reader.Skip();
            return SkipForeignMarket();
        }
        Scratch.Market = market;
        int start = (int)reader.TokenStartIndex;
        bool hasRate = false;
        long rate = 0, time = 0;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("f"u8))
            {
                reader.Read();
                hasRate = reader.TokenType != JsonTokenType.Null;
                if (!TryRounded(ref reader, DecimalText.PicoScale, exact: false, out rate))
                    return ParseOutcome.Rejected;
            }
            else if (reader.ValueTextEquals("T"u8))
            {
                reader.Read();
                if (!TryInteger(ref reader, out time))
                    return ParseOutcome.Rejected;
            }
            else
            {
                SkipMember(ref reader, reader.ValueTextEquals("m"u8));
            }
        }
        Scratch.Value = rate;
        Scratch.ValueMs = time;
        return hasRate ? ParseOutcome.Frame : FailAt(start, RejectionReason.MissingMember);
    }
}
