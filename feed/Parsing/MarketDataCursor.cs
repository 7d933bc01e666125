using System.Runtime.CompilerServices;
using LowLatencyMM.Feed.Frames;
using LowLatencyMM.Feed.Numbers;

namespace LowLatencyMM.Feed.Parsing;

/// <summary>
/// Reads market data frames in the shapes in which the exchange writes them (no blanks, members in the usual orders), in one pass. Any surprise
/// gives false, and the general parser decides.
/// </summary>
/// <remarks>
/// Hot path. It accepts only what the general parser accepts, with the same result; tests hold the two together. Utf8JsonReader
/// spends most of its time on tokens; here a sequence of members is one comparison of words, and a number three vectors.
/// </remarks>
internal ref struct MarketDataCursor(ReadOnlySpan<byte> frame, byte[] tail, MarketNames markets, MarketDataScratch scratch)
{
    private const ulong ThreeBytes = 0xFF_FFFF;
    private const ulong SixBytes = 0xFFFF_FFFF_FFFF;
    private const ulong SevenBytes = 0xFF_FFFF_FFFF_FFFF;

    private static readonly ulong OpensWithQuantity = Word("{\"q\":\""u8);
    private static readonly ulong OpensWithPrice = Word("{\"p\":\""u8);
    private static readonly ulong ThenQuantity = Word("\",\"q\":\""u8);
    private static readonly ulong ThenPrice = Word("\",\"p\":\""u8);
    private static readonly ulong ThenTotal = Word("\",\"c\":\""u8);
    private static readonly ulong ThenLevel = Word("\"},"u8);
    private static readonly ulong ThenEnd = Word("\"}]"u8);

    private readonly MarketNames _markets = markets;
    private readonly MarketDataScratch _scratch = scratch;
    private FrameCursor _cursor = new(frame, tail);

    public long Seq { get; private set; }

    public long ExchangeMs { get; private set; }

    /// <summary><c>{"type":T,"data":{"t":T,"m":M,"b":[…],"a":[…][,"d":D]},"ts":N,"seq":N}</c></summary>
    public bool TryReadBook(bool snapshotOnly)
    {
        _scratch.IsSnapshot = snapshotOnly || !IsDelta();
        if (_scratch.IsSnapshot && !IsSnapshot())
            return false;
        FeedMarket? market = _markets.Skip(ref _cursor);
        if (market is null)
            return false;
        _scratch.Market = market;
        if (!_cursor.Skip(",\"b\":["u8) || !TryLevels(market, bids: true) || !_cursor.Skip(",\"a\":["u8) || !TryLevels(market, bids: false))
            return false;
        if (!_cursor.Skip("}"u8) && !_cursor.Skip(",\"d\":\"f\"}"u8) && !_cursor.Skip(",\"d\":\"1\"}"u8))
            return false;
        return TryEnd();
    }

    /// <summary><c>{"data":[{"i":N,"m":M,"S":S,"tT":T,"T":N,"p":D,"q":D}, …],"ts":N,"seq":N}</c>, the id first or last.</summary>
    public bool TryReadTrades()
    {
        if (!_cursor.Skip("{\"data\":["u8) && !_cursor.Skip("{\"type\":\"TRADES\",\"data\":["u8))
            return false;
        do
        {
            _cursor.Secure();
            if (!TryTrade())
                return false;
        }
        while (_cursor.Skip(","u8));
        return _cursor.Skip("]"u8) && TryEnd();
    }

    /// <summary><c>{"type":"MP" or "IP","data":{"m":M,"p":D,"ts":N[,"sourceEventId":null]},"ts":N,"seq":N}</c></summary>
    public bool TryReadPrice(bool isMark)
    {
        bool isExpected = isMark
            ? _cursor.Skip("{\"type\":\"MP\",\"data\":{\"m\":\""u8) || _cursor.Skip("{\"type\":\"PRICES.MP\",\"data\":{\"m\":\""u8)
            : _cursor.Skip("{\"type\":\"IP\",\"data\":{\"m\":\""u8) || _cursor.Skip("{\"type\":\"PRICES.IP\",\"data\":{\"m\":\""u8);
        if (!isExpected || _markets.Skip(ref _cursor) is not { } market)
            return false;
        _scratch.Market = market;
        _cursor.Secure();
        if (!_cursor.Skip(",\"p\":\""u8) || !_cursor.TryRounded(DecimalText.NanoScale, out _scratch.Value) || _scratch.Value <= 0)
            return false;
        if (!_cursor.Skip(",\"ts\":"u8) || !_cursor.TryInteger(out _))
            return false;
        _cursor.Skip(",\"sourceEventId\":null"u8);
        return _cursor.Skip("}"u8) && TryEnd();
    }

    private bool IsDelta() => _cursor.Skip("{\"type\":\"DELTA\",\"data\":{\"t\":\"DELTA\",\"m\":\""u8)
        || _cursor.Skip("{\"type\":\"ORDERBOOKS.DELTA\",\"data\":{\"t\":\"DELTA\",\"m\":\""u8);

    private bool IsSnapshot() => _cursor.Skip("{\"type\":\"SNAPSHOT\",\"data\":{\"t\":\"SNAPSHOT\",\"m\":\""u8)
        || _cursor.Skip("{\"type\":\"ORDERBOOKS.SNAPSHOT\",\"data\":{\"t\":\"SNAPSHOT\",\"m\":\""u8);

    private bool TryLevels(FeedMarket market, bool bids)
    {
        if (_cursor.Skip("]"u8))
            return true;
        DecimalGrid tick = market.Tick, step = market.Step;
        bool isSnapshot = _scratch.IsSnapshot;
        BookLevel[] room = _scratch.Levels(bids);
        int count = 0;
        while (true)
        {
            _cursor.Secure();
            // The place is kept in a register within a level.
            ref byte at = ref _cursor.At;
            long price, quantity, total = 0;
            ulong opening = Load(ref at) & SixBytes;
            at = ref Unsafe.Add(ref at, 6);
            int length;
            if (opening == OpensWithQuantity)
            {
                if ((length = Units(ref at, in step, out quantity)) < 0)
                    return false;
                at = ref Unsafe.Add(ref at, length);
                if ((Load(ref at) & SevenBytes) != ThenPrice)
                    return false;
                at = ref Unsafe.Add(ref at, 7);
                if ((length = Units(ref at, in tick, out price)) < 0)
                    return false;
            }
            else if (opening == OpensWithPrice)
            {
                if ((length = Units(ref at, in tick, out price)) < 0)
                    return false;
                at = ref Unsafe.Add(ref at, length);
                if ((Load(ref at) & SevenBytes) != ThenQuantity)
                    return false;
                at = ref Unsafe.Add(ref at, 7);
                if ((length = Units(ref at, in step, out quantity)) < 0)
                    return false;
            }
            else
            {
                return false;
            }
            at = ref Unsafe.Add(ref at, length);
            ulong next = Load(ref at);
            bool hasTotal = (next & SevenBytes) == ThenTotal;
            if (hasTotal)
            {
                at = ref Unsafe.Add(ref at, 7);
                if ((length = Units(ref at, in step, out total)) < 0)
                    return false;
                at = ref Unsafe.Add(ref at, length);
                next = Load(ref at);
            }
            _cursor.MoveTo(ref Unsafe.Add(ref at, 3));

            if (count == room.Length && !_scratch.TryGrow(bids, out room))
                return false;
            ref BookLevel level = ref room[count++];
            level = MarketDataParser.ToLevel(isSnapshot, price, hasQuantity: true, quantity, hasTotal, total);
            if (!MarketDataParser.IsPlausible(in level))
                return false;
            next &= ThreeBytes;
            if (next == ThenLevel)
                continue;
            _scratch.SetCount(bids, count);
            return next == ThenEnd;
        }
    }

    private bool TryTrade()
    {
        long id = 0;
        bool idFirst = _cursor.Skip("{\"i\":"u8);
        if (idFirst && !_cursor.TryInteger(out id))
            return false;
        if (!(idFirst ? _cursor.Skip(",\"m\":\""u8) : _cursor.Skip("{\"m\":\""u8)) || _markets.Skip(ref _cursor) is not { } market)
            return false;
        _cursor.Secure();
        Side side;
        if (_cursor.Skip(",\"S\":\"BUY\",\"tT\":\""u8))
            side = Side.Buy;
        else if (_cursor.Skip(",\"S\":\"SELL\",\"tT\":\""u8))
            side = Side.Sell;
        else
            return false;
        TradeType type;
        if (_cursor.Skip("TRADE\",\"T\":"u8))
            type = TradeType.Trade;
        else if (_cursor.Skip("LIQUIDATION\",\"T\":"u8))
            type = TradeType.Liquidation;
        else if (_cursor.Skip("DELEVERAGE\",\"T\":"u8))
            type = TradeType.Deleverage;
        else
            return false;
        if (!_cursor.TryInteger(out long time) || !_cursor.Skip(",\"p\":\""u8) || !_cursor.TryUnits(market.Tick, out long price))
            return false;
        _cursor.Secure();
        if (!_cursor.Skip(",\"q\":\""u8) || !_cursor.TryUnits(market.Step, out long quantity))
            return false;
        if (!idFirst && (!_cursor.Skip(",\"i\":"u8) || !_cursor.TryInteger(out id)))
            return false;
        var trade = new PublicTrade(market.Id, id, side, type, price, quantity, time);
        return _cursor.Skip("}"u8) && MarketDataParser.IsPlausible(in trade) && _scratch.TryAddTrade(in trade);
    }

    private bool TryEnd()
    {
        bool isEnd = _cursor.TryEnd(out long ts, out long seq);
        ExchangeMs = ts;
        Seq = seq;
        return isEnd;
    }

    /// <summary>Reads decimal text up to its closing quote; the count of bytes before the quote, or -1.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int Units(ref byte at, in DecimalGrid grid, out long units)
    {
        int length = grid.ReadQuoted(ref at, out units);
        if (length >= 0)
            return length;
        // A local of its own: what a call can write through a reference is kept out of registers.
        length = FrameCursor.ReadLong(ref at, grid, out long read);
        units = read;
        return length;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Load(ref byte at) => Unsafe.ReadUnaligned<ulong>(ref at);

    /// <summary>The literal's bytes as <see cref="Load"/> sees them, zeros behind.</summary>
    private static ulong Word(ReadOnlySpan<byte> literal)
    {
        Span<byte> bytes = stackalloc byte[sizeof(ulong)];
        bytes.Clear();
        literal.CopyTo(bytes);
        return Unsafe.ReadUnaligned<ulong>(ref bytes[0]);
    }
}
