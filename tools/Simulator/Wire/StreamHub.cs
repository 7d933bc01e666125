using System.Diagnostics;
using LowLatencyMM.Simulator.Matching;

namespace LowLatencyMM.Simulator.Wire;

/// <summary>
/// Turns what happens on the exchange into frames and hands each to the subscribers of its stream. Used by the simulation's thread
/// only. Member names and forms are those of the exchange's v1 streams.
/// </summary>
internal sealed class StreamHub : IExchangeSink
{
    private static readonly int Kinds = Enum.GetValues<StreamKind>().Length;

    private readonly MarketRules _rules;
    private readonly AccountJson _accountJson;
    private readonly FramePool _pool;
    private readonly Random? _variety;
    private readonly List<StreamConnection>[] _subscribers = new List<StreamConnection>[Kinds];
    private readonly int[] _toDrop = new int[Kinds];
    private readonly bool[] _stalled = new bool[Kinds];
    private readonly long _frameDelay;
    private readonly long _streamDelay;
    private Exchange? _exchange;

    public StreamHub(MarketRules rules, TimeSpan frameDelay, TimeSpan streamDelay, Random? variety)
    {
        _rules = rules;
        _variety = variety;
        _pool = new FramePool(variety);
        _accountJson = new AccountJson(rules);
        _frameDelay = ToStopwatch(frameDelay);
        _streamDelay = ToStopwatch(streamDelay);
        for (int i = 0; i < Kinds; i++)
            _subscribers[i] = [];
    }

    /// <summary>The exchange, which needs the hub to be made.</summary>
    public Exchange Exchange
    {
        get => _exchange ?? throw new InvalidOperationException("The exchange is not set yet");
        set => _exchange = value;
    }

    /// <summary>Number of subscribers of a stream.</summary>
    public int SubscriberCount(StreamKind kind) => _subscribers[(int)kind].Count;

    /// <summary>Adds a subscriber and sends it the state that its stream starts with.</summary>
    public void Subscribe(StreamConnection connection)
    {
        _subscribers[(int)connection.Kind].Add(connection);
        connection.Stall(_stalled[(int)connection.Kind]);
        switch (connection.Kind)
        {
            case StreamKind.Book:
                SendTo(connection, WriteSnapshot(Exchange.Book.Bids, Exchange.Book.Asks, Exchange.FrameMs));
                break;
            case StreamKind.BestBidAsk:
                SendTo(connection, WriteBestBidAsk(Exchange.Book.Best(Side.Buy), Exchange.Book.Best(Side.Sell)));
                break;
            case StreamKind.Account:
                SendTo(connection, WriteBalance(Exchange.Account));
                SendTo(connection, WritePositions(Exchange.Account, onlyOpen: true));
                SendTo(connection, WriteOrders([.. Exchange.OpenOrders]));
                break;
        }
    }

    /// <summary>Removes a subscriber.</summary>
    public void Unsubscribe(StreamConnection connection) => _subscribers[(int)connection.Kind].Remove(connection);

    /// <summary>Lets the next frames of a stream disappear: their numbers are used up.</summary>
    public void DropNext(StreamKind kind, int count) => _toDrop[(int)kind] += count;

    /// <summary>Holds a stream's frames back, or lets them go.</summary>
    public void Stall(StreamKind kind, bool stalled)
    {
        _stalled[(int)kind] = stalled;
        foreach (StreamConnection connection in _subscribers[(int)kind])
            connection.Stall(stalled);
    }

    /// <summary>Drops the connections of a stream.</summary>
    public void Close(StreamKind kind)
    {
        foreach (StreamConnection connection in _subscribers[(int)kind])
            connection.Abort();
        _subscribers[(int)kind].Clear();
    }

    /// <summary>Sends bytes as they are to the subscribers of a stream.</summary>
    public void SendRaw(StreamKind kind, byte[] message)
    {
        foreach (StreamConnection connection in _subscribers[(int)kind])
            connection.SendRaw(message);
    }

    public void OnBookDelta(ReadOnlySpan<LevelChange> bids, ReadOnlySpan<LevelChange> asks)
    {
        if (SubscriberCount(StreamKind.Book) == 0)
            return;
        Frame frame = _pool.Rent();
        Utf8Text text = frame.Text.Raw("{\"type\":\"DELTA\",\"data\":{\"t\":\"DELTA\",\"m\":"u8).Quoted(_rules.Name);
        WriteChanges(text.Raw(",\"b\":["u8), bids);
        WriteChanges(text.Raw("],\"a\":["u8), asks);
        Publish(StreamKind.Book, End(frame, "],\"d\":\"f\"}"u8, Exchange.NowMs));
    }

    public void OnBookSnapshot(BookSide bids, BookSide asks)
    {
        if (SubscriberCount(StreamKind.Book) > 0)
            Publish(StreamKind.Book, WriteSnapshot(bids, asks, Exchange.NowMs));
    }

    public void OnBestBidAsk(BookLevel bid, BookLevel ask)
    {
        if (SubscriberCount(StreamKind.BestBidAsk) > 0)
            Publish(StreamKind.BestBidAsk, WriteBestBidAsk(bid, ask));
    }

    public void OnPublicTrades(ReadOnlySpan<PublicTrade> trades)
    {
        if (SubscriberCount(StreamKind.Trades) > 0)
        {
            Frame frame = _pool.Rent();
            frame.Text.Raw("{\"data\":["u8);
            for (int i = 0; i < trades.Length; i++)
                MarketJson.WriteTrade(Separate(frame.Text, i), _rules, trades[i]);
            Publish(StreamKind.Trades, End(frame, "]"u8, Exchange.NowMs));
        }
        if (SubscriberCount(StreamKind.Candles) > 0)
        {
            Frame frame = _pool.Rent();
            MarketJson.WriteCandle(frame.Text.Raw("{\"data\":["u8), _rules, Exchange.Statistics.Candles[^1]);
            Publish(StreamKind.Candles, End(frame, "]"u8, Exchange.NowMs));
        }
    }

    public void OnMarkPrice(long midTwice)
    {
        if (SubscriberCount(StreamKind.MarkPrice) > 0)
            Publish(StreamKind.MarkPrice, WritePrice("MP"u8, midTwice));
        if (SubscriberCount(StreamKind.IndexPrice) > 0)
            Publish(StreamKind.IndexPrice, WritePrice("IP"u8, midTwice));
    }

    public void OnOrders(ReadOnlySpan<Order> orders)
    {
        if (SubscriberCount(StreamKind.Account) > 0)
            Publish(StreamKind.Account, WriteOrders(orders));
    }

    public void OnFill(Fill fill)
    {
        if (SubscriberCount(StreamKind.Account) == 0)
            return;
        Frame frame = _pool.Rent();
        _accountJson.Write(frame.Text.Raw("{\"type\":\"TRADE\",\"data\":{\"trades\":["u8), fill, withExternalId: true);
        Publish(StreamKind.Account, End(frame, "]}"u8, Exchange.NowMs));
    }

    public void OnPosition(Account account)
    {
        if (SubscriberCount(StreamKind.Account) > 0)
            Publish(StreamKind.Account, WritePositions(account, onlyOpen: false));
    }

    public void OnBalance(Account account)
    {
        if (SubscriberCount(StreamKind.Account) > 0)
            Publish(StreamKind.Account, WriteBalance(account));
    }

    private Frame WriteSnapshot(BookSide bids, BookSide asks, long timeMs)
    {
        Frame frame = _pool.Rent();
        Utf8Text text = frame.Text.Raw("{\"type\":\"SNAPSHOT\",\"data\":{\"t\":\"SNAPSHOT\",\"m\":"u8).Quoted(_rules.Name);
        WriteLevels(text.Raw(",\"b\":["u8), bids);
        WriteLevels(text.Raw("],\"a\":["u8), asks);
        return End(frame, "],\"d\":\"f\"}"u8, timeMs);
    }

    private Frame WriteBestBidAsk(BookLevel bid, BookLevel ask)
    {
        Frame frame = _pool.Rent();
        Utf8Text text = frame.Text.Raw("{\"type\":\"SNAPSHOT\",\"data\":{\"t\":\"SNAPSHOT\",\"m\":"u8).Quoted(_rules.Name);
        text.Raw(",\"b\":["u8);
        if (bid.Price != 0)
            WriteLevel(text, bid.Price, bid.Size);
        text.Raw("],\"a\":["u8);
        if (ask.Price != 0)
            WriteLevel(text, ask.Price, ask.Size);
        return End(frame, "],\"d\":\"1\"}"u8, Exchange.NowMs);
    }

    private Frame WritePrice(ReadOnlySpan<byte> type, long midTwice)
    {
        Frame frame = _pool.Rent();
        frame.Text.Raw("{\"type\":\""u8).Raw(type).Raw("\",\"data\":{\"m\":"u8).Quoted(_rules.Name)
            .Raw(",\"p\":"u8).QuotedHalf(_rules.Prices, midTwice);
        return End(frame, ",\"ts\":0}"u8, Exchange.NowMs);
    }

    private Frame WriteOrders(ReadOnlySpan<Order> orders)
    {
        Frame frame = _pool.Rent();
        frame.Text.Raw("{\"type\":\"ORDER\",\"data\":{\"orders\":["u8);
        for (int i = 0; i < orders.Length; i++)
            _accountJson.Write(Separate(frame.Text, i), orders[i]);
        return End(frame, "]}"u8, Exchange.NowMs);
    }

    private Frame WritePositions(Account account, bool onlyOpen)
    {
        Frame frame = _pool.Rent();
        frame.Text.Raw("{\"type\":\"POSITION\",\"data\":{\"positions\":["u8);
        if (!onlyOpen || account.Position != 0)
            _accountJson.WritePosition(frame.Text, account);
        return End(frame, "]}"u8, Exchange.NowMs);
    }

    private Frame WriteBalance(Account account)
    {
        Frame frame = _pool.Rent();
        AccountJson.WriteBalance(frame.Text.Raw("{\"type\":\"BALANCE\",\"data\":{\"balance\":"u8), account);
        return End(frame, "}"u8, Exchange.NowMs);
    }

    private void WriteChanges(Utf8Text text, ReadOnlySpan<LevelChange> changes)
    {
        for (int i = 0; i < changes.Length; i++)
        {
            LevelChange change = changes[i];
            Separate(text, i).Raw("{\"q\":"u8).Quoted(_rules.Sizes, change.Change)
                .Raw(",\"p\":"u8).Quoted(_rules.Prices, change.Price).Raw(",\"c\":"u8);
            if (change.Size == 0)
                text.Raw("\"0\"}"u8);
            else
                text.Quoted(_rules.Sizes, change.Size).Raw((byte)'}');
        }
    }

    private void WriteLevels(Utf8Text text, BookSide levels)
    {
        for (int depth = 0; depth < levels.Count; depth++)
            WriteLevel(Separate(text, depth), levels.Price(depth), levels.Size(depth));
    }

    private void WriteLevel(Utf8Text text, long price, long size) =>
        text.Raw("{\"q\":"u8).Quoted(_rules.Sizes, size).Raw(",\"p\":"u8).Quoted(_rules.Prices, price).Raw((byte)'}');

    private static Utf8Text Separate(Utf8Text text, int index) => index == 0 ? text : text.Raw((byte)',');

    private Frame End(Frame frame, ReadOnlySpan<byte> data, long timeMs)
    {
        frame.Text.Raw(data);
        if (_variety?.Next(8) == 0)
            frame.Text.Raw(",\"error\":null,\"unheardOf\":{\"deep\":[1,-2.5e3,\"\\u00e9}\",true]}"u8);
        frame.Text.Raw(",\"ts\":"u8).Integer(timeMs).Raw(",\"seq\":"u8);
        return frame;
    }

    private void SendTo(StreamConnection connection, Frame frame)
    {
        connection.Send(frame, Due(connection.Kind));
        frame.Release();
    }

    private void Publish(StreamKind kind, Frame frame)
    {
        bool drop = _toDrop[(int)kind] > 0;
        if (drop)
            _toDrop[(int)kind]--;
        long due = Due(kind);
        foreach (StreamConnection connection in _subscribers[(int)kind])
        {
            if (drop)
                connection.Skip();
            else
                connection.Send(frame, due);
        }
        frame.Release();
    }

    private long Due(StreamKind kind)
    {
        long delay = kind == StreamKind.Account ? _streamDelay : _frameDelay;
        return delay == 0 ? 0 : Stopwatch.GetTimestamp() + delay;
    }

    private static long ToStopwatch(TimeSpan delay) => (long)(delay.TotalSeconds * Stopwatch.Frequency);
}
