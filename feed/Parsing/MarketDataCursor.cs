using System.Runtime.CompilerServices;
using LowLatencyMM.Feed.Frames;
using LowLatencyMM.Feed.Numbers;

namespace LowLatencyMM.Feed.Parsing;

/// <summary>
/// Reads the hot frames in the shapes in which the exchange writes them (no blanks, members in the usual orders). Any surprise gives
/// false, and the general parser decides.
/// </summary>
/// <remarks>
/// It accepts only what the general parser accepts, with the same result; a property test holds the two together. Utf8JsonReader
/// spends most of its time on tokens; comparing the literals between the numbers spares them.
/// </remarks>
internal ref struct MarketDataCursor(ReadOnlySpan<byte> frame)
{
    private readonly ReadOnlySpan<byte> _frame = frame;
    private int _at;

    public long Seq { get; private set; }

    public long ExchangeMs { get; private set; }

    /// <summary><c>{"type":T,"data":{"t":T,"m":M,"b":[…],"a":[…][,"d":D]},"ts":N,"seq":N}</c></summary>
    public bool TryReadBook(ReadOnlySpan<FeedMarket> markets, MarketDataScratch scratch, bool snapshotOnly)
    {
        if (Skip("{\"type\":\"SNAPSHOT\",\"data\":{\"t\":\"SNAPSHOT\",\"m\":\""u8))
            scratch.IsSnapshot = true;
        else if (snapshotOnly || !Skip("{\"type\":\"DELTA\",\"data\":{\"t\":\"DELTA\",\"m\":\""u8))
            return false;
        if (!TryMarket(markets, out FeedMarket? market))
            return false;
        scratch.Market = market;
        if (!Skip(",\"b\":["u8) || !TryLevels(market!, scratch, bid: true))
            return false;
        if (!Skip(",\"a\":["u8) || !TryLevels(market!, scratch, bid: false))
            return false;
        if (Skip(",\"d\":\""u8) && !Skip("f\""u8) && !Skip("1\""u8))
            return false;
        return Skip("}"u8) && TryEnd();
    }

    /// <summary><c>{"data":[{"i":N,"m":M,"S":S,"tT":T,"T":N,"p":D,"q":D}, …],"ts":N,"seq":N}</c>, the id first or last.</summary>
    public bool TryReadTrades(ReadOnlySpan<FeedMarket> markets, MarketDataScratch scratch)
    {
        if (!Skip("{\"data\":["u8))
            return false;
        do
        {
            if (!TryTrade(markets, scratch))
                return false;
        }
        while (Skip(","u8));
        return Skip("]"u8) && TryEnd();
    }

    private bool TryLevels(FeedMarket market, MarketDataScratch scratch, bool bid)
    {
        if (Skip("]"u8))
            return true;
        do
        {
            if (!TryLevel(market, scratch, bid))
                return false;
        }
        while (Skip(","u8));
        return Skip("]"u8);
    }

    private bool TryLevel(FeedMarket market, MarketDataScratch scratch, bool bid)
    {
        long price, quantity;
        if (Skip("{\"q\":\""u8))
        {
            if (!TryUnits(market.Step, out quantity) || !Skip(",\"p\":\""u8) || !TryUnits(market.Tick, out price))
                return false;
        }
        else if (Skip("{\"p\":\""u8))
        {
            if (!TryUnits(market.Tick, out price) || !Skip(",\"q\":\""u8) || !TryUnits(market.Step, out quantity))
                return false;
        }
        else
        {
            return false;
        }
        long total = 0;
        bool hasTotal = Skip(",\"c\":\""u8);
        if (hasTotal && !TryUnits(market.Step, out total))
            return false;
        if (!Skip("}"u8))
            return false;
        BookLevel level = MarketDataParser.ToLevel(scratch.IsSnapshot, price, hasQuantity: true, quantity, hasTotal, total);
        return MarketDataParser.IsPlausible(in level) && scratch.TryAddLevel(bid, in level);
    }

    private bool TryTrade(ReadOnlySpan<FeedMarket> markets, MarketDataScratch scratch)
    {
        long id = 0;
        bool idFirst = Skip("{\"i\":"u8);
        if (idFirst && !TryInteger(out id))
            return false;
        if (!Skip(idFirst ? ",\"m\":\""u8 : "{\"m\":\""u8) || !TryMarket(markets, out FeedMarket? market))
            return false;
        Side side;
        if (Skip(",\"S\":\"BUY\",\"tT\":\""u8))
            side = Side.Buy;
        else if (Skip(",\"S\":\"SELL\",\"tT\":\""u8))
            side = Side.Sell;
        else
            return false;
        TradeType type;
        if (Skip("TRADE\",\"T\":"u8))
            type = TradeType.Trade;
        else if (Skip("LIQUIDATION\",\"T\":"u8))
            type = TradeType.Liquidation;
        else if (Skip("DELEVERAGE\",\"T\":"u8))
            type = TradeType.Deleverage;
        else
            return false;
        if (!TryInteger(out long time) || !Skip(",\"p\":\""u8) || !TryUnits(market!.Tick, out long price))
            return false;
        if (!Skip(",\"q\":\""u8) || !TryUnits(market.Step, out long quantity))
            return false;
        if (!idFirst && (!Skip(",\"i\":"u8) || !TryInteger(out id)))
            return false;
        var trade = new PublicTrade(market.Id, id, side, type, price, quantity, time);
        return Skip("}"u8) && MarketDataParser.IsPlausible(in trade) && scratch.TryAddTrade(in trade);
    }

    /// <summary><c>,"ts":N,"seq":N}</c> and nothing after it.</summary>
    private bool TryEnd()
    {
        if (!Skip(",\"ts\":"u8) || !TryInteger(out long ts) || !Skip(",\"seq\":"u8) || !TryInteger(out long seq))
            return false;
        ExchangeMs = ts;
        Seq = seq;
        return Skip("}"u8) && _at == _frame.Length;
    }

    private bool TryMarket(ReadOnlySpan<FeedMarket> markets, out FeedMarket? market)
    {
        ReadOnlySpan<byte> rest = _frame[_at..];
        foreach (FeedMarket candidate in markets)
        {
            byte[] name = candidate.NameUtf8;
            if (rest.Length > name.Length && rest[name.Length] == '"' && rest.StartsWith(name))
            {
                _at += name.Length + 1;
                market = candidate;
                return true;
            }
        }
        market = null;
        return false;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private bool TryUnits(in DecimalGrid grid, out long units)
    {
        int length = grid.ReadQuoted(_frame[_at..], out units);
        if (length < 0)
            return false;
        _at += length + 1;
        return true;
    }

    /// <summary>A JSON integer that is not negative, without superfluous zeros.</summary>
    private bool TryInteger(out long value)
    {
        ulong magnitude = 0;
        int at = _at;
        uint digit;
        while ((uint)at < (uint)_frame.Length && (digit = (uint)(_frame[at] - '0')) <= 9)
        {
            magnitude = magnitude * 10 + digit;
            at++;
        }
        int digits = at - _at;
        value = (long)magnitude;
        // Nineteen digits stay below 2^64, so that a wrap shows as a negative value; more could wrap twice.
        if (digits is 0 or > 19 || value < 0 || (digits > 1 && _frame[_at] == '0'))
            return false;
        _at = at;
        return true;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private bool Skip(ReadOnlySpan<byte> literal)
    {
        if (!_frame[_at..].StartsWith(literal))
            return false;
        _at += literal.Length;
        return true;
    }
}
