using LowLatencyMM.Simulator.Faulting;
using LowLatencyMM.Simulator.Matching;

namespace LowLatencyMM.Simulator.Wire;

/// <summary>
/// Turns what happens on the exchange into frames and hands each to the subscribers of its topic, in v1 and v2 form. Used by the
/// simulation's thread only; allocates nothing once its buffers have grown, since the engine may run in the same process.
/// </summary>
internal sealed class StreamHub : IExchangeSink
{
    private static readonly int Kinds = Enum.GetValues<StreamKind>().Length;

    private readonly FramePool _pool;
    private readonly Utf8Text _data;
    private readonly Random? _variety;
    private readonly JsonVariety? _jsonVariety;
    private readonly Dictionary<StreamConnection, string> _connections = [];
    private readonly Dictionary<StreamTopic, List<Subscription>> _topics = [];
    private readonly List<StreamTopic> _candleTopics = [];
    private readonly int[] _subscribers = new int[Kinds];
    private readonly int[] _toDrop = new int[Kinds];
    private readonly bool[] _stalled = new bool[Kinds];
    private readonly bool _plainAccountTellsSnapshot;
    private readonly long _frameDelay;
    private readonly long _streamDelay;
    private readonly SimulationSchedule _schedule;
    private Exchange? _exchange;

    public StreamHub(SimulatorOptions options, SimulationSchedule schedule)
    {
        _schedule = schedule;
        Random? variety = options.WireVariety ? new Random(options.Seed) : null;
        _jsonVariety = options.WireVariety ? new JsonVariety(options.Seed) : null;
        _plainAccountTellsSnapshot = options.Assumptions.PlainAccountTellsSnapshot;
        _variety = variety;
        _pool = new FramePool();
        _data = new Utf8Text(variety);
        _frameDelay = (long)options.FrameDelay.TotalNanoseconds;
        _streamDelay = (long)options.StreamDelay.TotalNanoseconds;
    }

    /// <summary>The exchange, which needs the hub to be made.</summary>
    public Exchange Exchange
    {
        get => _exchange ?? throw new InvalidOperationException("The exchange is not set yet");
        set => _exchange = value;
    }

    /// <summary>Number of subscriptions of a kind.</summary>
    public int SubscriberCount(StreamKind kind) => _subscribers[(int)kind];

    /// <summary>Takes note of a connection, so that the plan's faults reach it.</summary>
    public void Add(StreamConnection connection, string path) => _connections.Add(connection, path);

    public void Remove(StreamConnection connection) => _connections.Remove(connection);

    /// <summary>Adds a subscription and sends it the state that its topic starts with.</summary>
    public void Subscribe(Subscription subscription)
    {
        StreamTopic topic = subscription.Topic;
        if (!_topics.TryGetValue(topic, out List<Subscription>? subscriptions))
        {
            _topics.Add(topic, subscriptions = []);
            if (topic.Kind == StreamKind.Candles)
                _candleTopics.Add(topic);
        }
        subscriptions.Add(subscription);
        _subscribers[(int)topic.Kind]++;
        if (_stalled[(int)topic.Kind])
            subscription.Connection.Stall(true);
        SendFirst(subscription);
    }

    /// <summary>Removes a subscription.</summary>
    public void Unsubscribe(Subscription subscription)
    {
        if (_topics.TryGetValue(subscription.Topic, out List<Subscription>? subscriptions) && subscriptions.Remove(subscription))
            _subscribers[(int)subscription.Topic.Kind]--;
    }

    /// <summary>Lets the next frames of a kind disappear: their numbers are used up.</summary>
    public void DropNext(StreamKind kind, int count) => _toDrop[(int)kind] += count;

    /// <summary>Holds back the frames of every connection that carries a kind, or lets them go.</summary>
    public void Stall(StreamKind kind, bool stalled)
    {
        _stalled[(int)kind] = stalled;
        foreach (Subscription subscription in Of(kind))
        {
            if (stalled)
                Note(FaultKind.StreamStalled, subscription);
            subscription.Connection.Stall(stalled);
        }
    }

    /// <summary>Drops every connection that carries a kind.</summary>
    public void Close(StreamKind kind)
    {
        foreach (Subscription subscription in Of(kind))
        {
            Note(FaultKind.StreamBroken, subscription);
            subscription.Connection.Abort();
            Unsubscribe(subscription);
        }
    }

    /// <summary>Shuts this side of every connection that carries a kind.</summary>
    public void HalfClose(StreamKind kind)
    {
        foreach (Subscription subscription in Of(kind))
        {
            Note(FaultKind.StreamHalfClosed, subscription);
            subscription.Connection.HalfClose();
        }
    }

    /// <summary>Sends bytes as they are to the subscribers of a kind.</summary>
    public void SendRaw(StreamKind kind, byte[] message)
    {
        foreach (Subscription subscription in Of(kind))
        {
            Note(FaultKind.MessageInjected, subscription);
            subscription.Connection.SendRaw(message);
        }
    }

    public void OnSecond()
    {
        foreach ((StreamConnection connection, string path) in _connections)
            connection.Tick(path, Exchange.NowMs);
    }

    public void OnBookDelta(Market market, ReadOnlySpan<LevelChange> bids, ReadOnlySpan<LevelChange> asks)
    {
        if (SubscriberCount(StreamKind.Book) == 0)
            return;
        BookJson.WriteDelta(_data, market.Rules, bids, asks);
        Publish(StreamKind.Book, market, MessageType.Delta, Exchange.NowMs);
    }

    public void OnBookSnapshot(Market market, BookSide bids, BookSide asks)
    {
        if (SubscriberCount(StreamKind.Book) == 0)
            return;
        BookJson.WriteSnapshot(_data, market.Rules, bids, asks);
        Publish(StreamKind.Book, market, MessageType.Snapshot, Exchange.NowMs);
    }

    public void OnBestBidAsk(Market market, BookLevel bid, BookLevel ask)
    {
        if (SubscriberCount(StreamKind.BestBidAsk) == 0)
            return;
        BookJson.WriteBest(_data, market.Rules, bid, ask);
        Publish(StreamKind.BestBidAsk, market, MessageType.Snapshot, Exchange.NowMs);
    }

    public void OnPublicTrades(Market market, ReadOnlySpan<PublicTrade> trades)
    {
        if (SubscriberCount(StreamKind.Trades) == 0)
            return;
        WriteTrades(market, trades);
        Publish(StreamKind.Trades, market, MessageType.Trades, Exchange.NowMs);
    }

    public void OnPrices(Market market)
    {
        if (SubscriberCount(StreamKind.MarkPrice) > 0)
        {
            WritePrice(market, market.Oracle.Mark);
            Publish(StreamKind.MarkPrice, market, MessageType.MarkPrice, Exchange.NowMs);
        }
        if (SubscriberCount(StreamKind.IndexPrice) > 0)
        {
            WritePrice(market, market.Oracle.Index);
            Publish(StreamKind.IndexPrice, market, MessageType.IndexPrice, Exchange.NowMs);
        }
        if (SubscriberCount(StreamKind.Candles) == 0)
            return;
        foreach (StreamTopic topic in _candleTopics)
        {
            if (topic.Market == market && TryWriteCandle(topic))
                Publish(topic, MessageType.Candles, Exchange.NowMs);
        }
    }

    public void OnFunding(Market market, FundingRate rate)
    {
        if (SubscriberCount(StreamKind.Funding) == 0)
            return;
        MarketJson.WriteFunding(_data, market.Rules, rate);
        Publish(StreamKind.Funding, market, MessageType.Funding, Exchange.NowMs);
    }

    public void OnOrders(ReadOnlySpan<Order> orders)
    {
        if (SubscriberCount(StreamKind.Account) == 0)
            return;
        WriteOrders(orders);
        Publish(StreamKind.Account, null, MessageType.Order, Exchange.NowMs);
    }

    public void OnFill(Fill fill)
    {
        if (SubscriberCount(StreamKind.Account) == 0)
            return;
        AccountJson.Write(_data.Raw("{\"trades\":["u8), fill, withExternalId: true);
        _data.Raw((byte)']');
        Publish(StreamKind.Account, null, MessageType.Trade, Exchange.NowMs);
    }

    public void OnPosition(Position position)
    {
        if (SubscriberCount(StreamKind.Account) == 0)
            return;
        AccountJson.Write(_data.Raw("{\"positions\":["u8), position);
        _data.Raw((byte)']');
        Publish(StreamKind.Account, null, MessageType.Position, Exchange.NowMs);
    }

    public void OnBalance(Account account)
    {
        if (SubscriberCount(StreamKind.Account) == 0)
            return;
        AccountJson.WriteBalance(_data.Raw("{\"balance\":"u8), account);
        Publish(StreamKind.Account, null, MessageType.Balance, Exchange.NowMs);
    }

    private void SendFirst(Subscription subscription)
    {
        switch (subscription.Topic.Kind)
        {
            case StreamKind.Book:
                foreach (Market market in Markets(subscription.Topic))
                {
                    BookJson.WriteSnapshot(_data, market.Rules, market.Book.Bids, market.Book.Asks);
                    SendTo(subscription, MessageType.Snapshot, Exchange.FrameMs);
                }
                break;
            case StreamKind.BestBidAsk:
                foreach (Market market in Markets(subscription.Topic))
                {
                    BookJson.WriteBest(_data, market.Rules, market.Book.Best(Side.Buy), market.Book.Best(Side.Sell));
                    SendTo(subscription, MessageType.Snapshot, Exchange.NowMs);
                }
                break;
            case StreamKind.Trades when subscription.IsRpc:
                foreach (Market market in Markets(subscription.Topic))
                {
                    PublicTrade[] last = [.. market.Statistics.Trades.TakeLast(50)];
                    if (last.Length == 0)
                        continue;
                    WriteTrades(market, last);
                    SendTo(subscription, MessageType.Trades, Exchange.NowMs);
                }
                break;
            case StreamKind.Candles when TryWriteCandle(subscription.Topic):
                SendTo(subscription, MessageType.Candles, Exchange.NowMs);
                break;
            case StreamKind.Account:
                SendAccount(subscription);
                break;
        }
    }

    private void SendAccount(Subscription subscription)
    {
        AccountJson.WriteBalance(_data.Raw("{\"balance\":"u8), Exchange.Account);
        SendTo(subscription, MessageType.Balance, Exchange.NowMs);
        _data.Raw("{\"positions\":["u8);
        int index = 0;
        foreach (Position position in Exchange.Account.Positions)
        {
            if (position.Size != 0)
                AccountJson.Write(_data.Separate(index++), position);
        }
        _data.Raw((byte)']');
        SendTo(subscription, MessageType.Position, Exchange.NowMs);
        WriteOrders([.. Exchange.OpenOrders]);
        SendTo(subscription, MessageType.Order, Exchange.NowMs);
    }

    private void WriteTrades(Market market, ReadOnlySpan<PublicTrade> trades)
    {
        _data.Raw((byte)'[');
        for (int i = 0; i < trades.Length; i++)
            MarketJson.WriteTrade(_data.Separate(i), market.Rules, trades[i]);
        _data.Raw((byte)']');
    }

    private void WritePrice(Market market, decimal price) =>
        _data.Raw("{\"m\":"u8).Quoted(market.Rules.Name).Raw(",\"p\":"u8).Quoted(price, "0.############").Raw(",\"ts\":0}"u8);

    private bool TryWriteCandle(in StreamTopic topic)
    {
        if (MarketJson.Series(topic.Market!, topic.Source).Latest(topic.IntervalMs) is not { } candle)
            return false;
        MarketJson.WriteCandle(_data.Raw((byte)'['), topic.Market!.Rules, topic.Source, candle);
        _data.Raw((byte)']');
        return true;
    }

    private void WriteOrders(ReadOnlySpan<Order> orders)
    {
        _data.Raw("{\"orders\":["u8);
        for (int i = 0; i < orders.Length; i++)
            AccountJson.Write(_data.Separate(i), orders[i]);
        _data.Raw((byte)']');
    }

    private IEnumerable<Market> Markets(StreamTopic topic) => topic.Market is { } market ? [market] : Exchange.Markets;

    private IEnumerable<Subscription> Of(StreamKind kind) =>
        [.. _topics.Where(topic => topic.Key.Kind == kind).SelectMany(topic => topic.Value)];

    private void SendTo(Subscription subscription, MessageType type, long timeMs)
    {
        Frame frame = Compose(type, timeMs, subscription.IsRpc, isSnapshot: true);
        subscription.Connection.Send(frame, subscription, IntendedNs(subscription.Topic.Kind), Delay(subscription.Topic.Kind));
        frame.Release();
        _data.Clear();
    }

    /// <summary>Sends what is in <see cref="_data"/> to the subscribers of a market's topic and of all markets' topic.</summary>
    private void Publish(StreamKind kind, Market? market, MessageType type, long timeMs)
    {
        bool drop = _toDrop[(int)kind] > 0;
        if (drop)
            _toDrop[(int)kind]--;
        Frame? plain = null, rpc = null;
        Publish(new StreamTopic(kind, market), type, timeMs, drop, ref plain, ref rpc);
        if (market is not null)
            Publish(new StreamTopic(kind), type, timeMs, drop, ref plain, ref rpc);
        plain?.Release();
        rpc?.Release();
        _data.Clear();
    }

    private void Publish(in StreamTopic topic, MessageType type, long timeMs)
    {
        Frame? plain = null, rpc = null;
        Publish(topic, type, timeMs, drop: false, ref plain, ref rpc);
        plain?.Release();
        rpc?.Release();
        _data.Clear();
    }

    private void Publish(in StreamTopic topic, MessageType type, long timeMs, bool drop, ref Frame? plain, ref Frame? rpc)
    {
        if (!_topics.TryGetValue(topic, out List<Subscription>? subscriptions))
            return;
        long intended = IntendedNs(topic.Kind), delay = Delay(topic.Kind);
        foreach (Subscription subscription in subscriptions)
        {
            if (drop || subscription.Connection.DropsFrame())
            {
                subscription.Connection.Skip(subscription, Exchange.NowMs, intended);
                continue;
            }
            if (_variety?.Next(64) == 0)
                SendUnknown(subscription, timeMs, intended, delay);
            Frame frame = subscription.IsRpc
                ? rpc ??= Compose(type, timeMs, isRpc: true, isSnapshot: false)
                : plain ??= Compose(type, timeMs, isRpc: false, isSnapshot: false);
            subscription.Connection.Send(frame, subscription, intended, delay);
        }
    }

    /// <summary>Puts the envelope around what is in <see cref="_data"/>. Account data lack their closing brace until here.</summary>
    private Frame Compose(MessageType type, long timeMs, bool isRpc, bool isSnapshot)
    {
        Frame frame = _pool.Rent();
        Utf8Text text = frame.Text;
        ReadOnlySpan<byte> name = isRpc ? type.RpcName() : type.PlainName();
        if (name.IsEmpty)
            text.Raw("{\"data\":"u8);
        else
            text.Raw("{\"type\":\""u8).Raw(name).Raw("\",\"data\":"u8);
        int start = text.Length;
        text.Raw(_data.Written);
        if (type.IsAccount() && (isRpc || _plainAccountTellsSnapshot))
            text.Raw(",\"isSnapshot\":"u8).Boolean(isSnapshot);
        if (type.IsAccount())
            text.Raw((byte)'}');
        if (_variety is not null)
            Vary(text, start);
        text.Raw(",\"ts\":"u8).Integer(timeMs).Raw(",\"seq\":"u8);
        return frame;
    }

    /// <summary>Lets the data that begin at a position, and the envelope, look as they might another day.</summary>
    private void Vary(Utf8Text text, int start)
    {
        ReadOnlyMemory<byte> varied = _jsonVariety!.Vary(text.Written[start..].ToArray());
        text.Truncate(start);
        text.Raw(varied.Span);
        if (_variety!.Next(8) == 0)
            text.Raw(",\"error\":null,\"unheardOf\":{\"deep\":[1,-2.5e3,\"\\u00e9}\",true]}"u8);
    }

    /// <summary>A message of a type that nobody knows; clients ignore it but for its number.</summary>
    private void SendUnknown(Subscription subscription, long timeMs, long intended, long delay)
    {
        Frame frame = _pool.Rent();
        frame.Text.Raw("{\"type\":\"NEVER_SEEN\",\"data\":{\"x\":[]},\"ts\":"u8).Integer(timeMs).Raw(",\"seq\":"u8);
        subscription.Connection.Send(frame, subscription, intended, delay);
        frame.Release();
    }

    private void Note(FaultKind kind, Subscription subscription) =>
        subscription.Connection.Note(kind, subscription.Name, Exchange.NowMs, subscription.Connection.NextSeq);

    /// <summary>Nanoseconds that frames of a kind are held back.</summary>
    private long Delay(StreamKind kind) => kind == StreamKind.Account ? _streamDelay : _frameDelay;

    private long IntendedNs(StreamKind kind) => _schedule.IntendedNs(Exchange.Now) + Delay(kind);
}
