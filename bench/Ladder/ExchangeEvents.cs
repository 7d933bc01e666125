using System.Globalization;
using LowLatencyMM.Core.Events;
using LowLatencyMM.Core.Ring;
using LowLatencyMM.Feed.Frames;
using LowLatencyMM.Host.Ingress;
using LowLatencyMM.Host.WarmUp;
using LowLatencyMM.Simulator.Matching;
using BookLevel = LowLatencyMM.Feed.Frames.BookLevel;
using ConnectionState = LowLatencyMM.Core.Events.ConnectionState;
using Fill = LowLatencyMM.Simulator.Matching.Fill;
using OrderStatus = LowLatencyMM.Core.Events.OrderStatus;
using PublicTrade = LowLatencyMM.Simulator.Matching.PublicTrade;
using Side = LowLatencyMM.Core.Events.Side;
using SimulatedSide = LowLatencyMM.Simulator.Matching.Side;
using SimulatedStatus = LowLatencyMM.Simulator.Matching.OrderStatus;
using StatusReason = LowLatencyMM.Core.Events.StatusReason;
using TradeType = LowLatencyMM.Core.Events.TradeType;

namespace LowLatencyMM.Bench.Ladder;

/// <summary>
/// What the exchange tells, as events of the engine's ring: market data at once, through the engine's own sink, and the account's after
/// half a round trip. Consuming is the caller's.
/// </summary>
internal sealed class ExchangeEvents(RingBuffer<Event> ring, ChainClock clock, Schedule schedule, long delayNs) : IExchangeSink
{
    private const decimal Nano = 1e9m;
    private const decimal Micro = 1e6m;

    private readonly MarketDataSink _marketData = new(ring, new ArrivalStamps(ring));
    private readonly List<BookLevel> _bids = [];
    private readonly List<BookLevel> _asks = [];
    private readonly List<Feed.Frames.PublicTrade> _trades = [];
    private readonly Dictionary<(int Market, StreamKind Stream), long> _sequences = [];
    private IReadOnlyList<Market> _markets = [];
    private long _nonces = 1;

    /// <summary>Brings the engine to where a live one quotes from: connections up, book, prices, an account without position, started.</summary>
    public void Begin(Exchange exchange, long nonces)
    {
        _markets = exchange.Markets;
        Next(EventKind.Session, StreamId.Engine).Session.OrderEpoch = 1;
        Publish();
        AddNonces(nonces);
        Connect(StreamId.Control, 0);
        Connect(StreamId.Account, 0);
        foreach (Market market in _markets)
        {
            ushort number = NumberOf(market);
            foreach (StreamId stream in new[] { StreamId.OrdersBuy, StreamId.OrdersSell, StreamId.OrderBook, StreamId.BestBidAsk })
                Connect(stream, number);
            OnPrices(market);
            OnBookSnapshot(market, market.Book.Bids, market.Book.Asks);
            OnBestBidAsk(market, market.Book.Best(SimulatedSide.Buy), market.Book.Best(SimulatedSide.Sell));
            Next(EventKind.Position, StreamId.Account, number).Flags = EventFlags.Snapshot | EventFlags.FromRest | EventFlags.FrameStart | EventFlags.FrameEnd;
            Publish();
        }
        Next(EventKind.AccountReady, StreamId.Account).AccountReady.ConnectionEpoch = 1;
        Publish();
        Next(EventKind.OperatorCommand, StreamId.Engine).OperatorCommand.Action = OperatorAction.Start;
        Publish();
    }

    /// <summary>Lets the engine know that time passes.</summary>
    public void Tick()
    {
        Next(EventKind.Timer, StreamId.Engine);
        Publish();
    }

    /// <summary>Reserves nonces for the engine.</summary>
    public void AddNonces(long count)
    {
        ref Event block = ref Next(EventKind.NonceBlock, StreamId.Engine);
        block.NonceBlock.FirstNonce = _nonces;
        block.NonceBlock.Count = count;
        _nonces += count;
        Publish();
    }

    /// <summary>The answer to a request.</summary>
    public void Answer(ushort market, in OrderSentPayload sent, long orderId, RequestError? error)
    {
        ref Event answer = ref Next(EventKind.OrderAnswer, sent.Side == Side.Buy ? StreamId.OrdersBuy : StreamId.OrdersSell, market);
        answer.OrderAnswer.OwnId = sent.OwnId;
        answer.OrderAnswer.Request = sent.Request;
        answer.OrderAnswer.Outcome = error is null ? AnswerOutcome.Accepted : AnswerOutcome.Rejected;
        answer.OrderAnswer.HttpStatus = error?.HttpStatus ?? 200;
        answer.OrderAnswer.ErrorCode = error?.Code ?? 0;
        answer.OrderAnswer.OrderId = orderId;
        Publish();
    }

    public void OnBookDelta(Market market, ReadOnlySpan<LevelChange> bids, ReadOnlySpan<LevelChange> asks)
    {
        _bids.Clear();
        _asks.Clear();
        foreach (LevelChange change in bids)
            _bids.Add(new BookLevel(change.Price, change.Size, IsAbsolute: true));
        foreach (LevelChange change in asks)
            _asks.Add(new BookLevel(change.Price, change.Size, IsAbsolute: true));
        TellBook(market, isSnapshot: false);
    }

    public void OnBookSnapshot(Market market, BookSide bids, BookSide asks)
    {
        _bids.Clear();
        _asks.Clear();
        for (int depth = 0; depth < bids.Count; depth++)
            _bids.Add(new BookLevel(bids.Price(depth), bids.Size(depth), IsAbsolute: true));
        for (int depth = 0; depth < asks.Count; depth++)
            _asks.Add(new BookLevel(asks.Price(depth), asks.Size(depth), IsAbsolute: true));
        TellBook(market, isSnapshot: true);
    }

    public void OnBestBidAsk(Market market, Simulator.Matching.BookLevel bid, Simulator.Matching.BookLevel ask) =>
        _marketData.OnBestBidAsk(new BestBidAskFrame(Header(market, StreamKind.BestBidAsk), bid.Price, bid.Size, ask.Price, ask.Size));

    public void OnPublicTrades(Market market, ReadOnlySpan<PublicTrade> trades)
    {
        _trades.Clear();
        foreach (PublicTrade trade in trades)
        {
            _trades.Add(new Feed.Frames.PublicTrade(
                NumberOf(market), trade.Id, trade.TakerSide == SimulatedSide.Buy ? Feed.Frames.Side.Buy : Feed.Frames.Side.Sell,
                Feed.Frames.TradeType.Trade, trade.Price, trade.Size, trade.TimeMs));
        }
        _marketData.OnTrades(new TradesFrame(Header(market, StreamKind.PublicTrades), _trades.ToArray()));
    }

    public void OnPrices(Market market) =>
        _marketData.OnPrice(new PriceFrame(Header(market, StreamKind.MarkPrice), (long)(market.Oracle.Mark * Nano)));

    public void OnFunding(Market market, FundingRate rate)
    {
    }

    public void OnSecond()
    {
    }

    public void OnOrders(ReadOnlySpan<Order> orders)
    {
        foreach (Order order in orders)
        {
            ushort market = NumberOf(order.Market);
            AccountOrderPayload update = default;
            update.OwnId = long.Parse(order.ExternalId, CultureInfo.InvariantCulture);
            update.OrderId = order.Id;
            update.Side = SideOf(order.Side);
            update.Status = StatusOf(order.Status);
            update.Reason = ReasonOf(order.Reason);
            update.PriceTicks = order.Price;
            update.QuantitySteps = order.Size;
            update.FilledSteps = order.Filled;
            update.FeeMicro = (long)(order.Fees * Micro);
            update.CreatedMs = order.CreatedMs;
            update.UpdatedMs = order.UpdatedMs;
            schedule.After(delayNs, () =>
            {
                Whole(EventKind.AccountOrder, market).AccountOrder = update;
                Publish();
            });
        }
    }

    public void OnFill(Fill fill)
    {
        ushort market = (ushort)_markets.ToList().FindIndex(candidate => candidate.Rules == fill.Market);
        AccountTradePayload trade = default;
        trade.TradeId = fill.Id;
        trade.OrderId = fill.OrderId;
        trade.OwnId = long.Parse(fill.ExternalId, CultureInfo.InvariantCulture);
        trade.Side = SideOf(fill.Side);
        trade.PriceNano = (long)(fill.Market.Prices.ToDecimal(fill.Price) * Nano);
        trade.QuantitySteps = fill.Size;
        trade.ValueMicro = (long)(fill.Market.Value(fill.Price, fill.Size) * Micro);
        trade.FeeNano = (long)(fill.Fee * Nano);
        trade.IsTaker = fill.IsTaker ? 1 : 0;
        trade.TradeType = TradeType.Trade;
        trade.CreatedMs = fill.TimeMs;
        schedule.After(delayNs, () =>
        {
            Whole(EventKind.AccountTrade, market).AccountTrade = trade;
            Publish();
        });
    }

    public void OnPosition(Position position)
    {
        ushort market = NumberOf(position.Market);
        PositionPayload told = default;
        told.PositionId = position.Id;
        told.SizeSteps = position.Size;
        told.OpenPriceNano = (long)(position.OpenPrice * Nano);
        told.MarkPriceNano = (long)(position.Mark * Nano);
        told.IsClosed = position.Size == 0 ? 1 : 0;
        told.UpdatedMs = position.UpdatedMs;
        schedule.After(delayNs, () =>
        {
            Whole(EventKind.Position, market).Position = told;
            Publish();
        });
    }

    public void OnBalance(Account account)
    {
    }

    private static Side SideOf(SimulatedSide side) => side == SimulatedSide.Buy ? Side.Buy : Side.Sell;

    private static OrderStatus StatusOf(SimulatedStatus status) => status switch
    {
        SimulatedStatus.New => OrderStatus.New,
        SimulatedStatus.PartiallyFilled => OrderStatus.PartiallyFilled,
        SimulatedStatus.Filled => OrderStatus.Filled,
        SimulatedStatus.Cancelled => OrderStatus.Cancelled,
        SimulatedStatus.Rejected => OrderStatus.Rejected,
        SimulatedStatus.Expired => OrderStatus.Expired,
        _ => throw new InvalidOperationException($"An order became {status}; the engine sends none that could."),
    };

    private static StatusReason ReasonOf(Simulator.Matching.StatusReason reason) => reason switch
    {
        Simulator.Matching.StatusReason.None => StatusReason.None,
        Simulator.Matching.StatusReason.PostOnlyFailed => StatusReason.PostOnlyFailed,
        Simulator.Matching.StatusReason.OrderReplaced => StatusReason.OrderReplaced,
        Simulator.Matching.StatusReason.SelfTradeProtection => StatusReason.SelfTradeProtection,
        Simulator.Matching.StatusReason.NotEnoughFunds => StatusReason.NotEnoughFunds,
        _ => StatusReason.Unknown,
    };

    private void TellBook(Market market, bool isSnapshot) =>
        _marketData.OnBook(new BookFrame(Header(market, StreamKind.OrderBook), isSnapshot, _bids.ToArray(), _asks.ToArray()));

    private FrameHeader Header(Market market, StreamKind stream)
    {
        ushort number = NumberOf(market);
        long sequence = _sequences.GetValueOrDefault((number, stream)) + 1;
        _sequences[(number, stream)] = sequence;
        return new FrameHeader(stream, number, 1, clock.NowNs, clock.NowNs / 1_000_000, sequence);
    }

    private ushort NumberOf(Market market)
    {
        for (int i = 0; i < _markets.Count; i++)
        {
            if (_markets[i] == market)
                return (ushort)i;
        }
        throw new InvalidOperationException($"{market.Rules.Name} is not a market of this exchange.");
    }

    private void Connect(StreamId stream, ushort market)
    {
        ref Event connected = ref Next(EventKind.Connection, stream, market);
        connected.Connection.State = ConnectionState.Connected;
        connected.Connection.ConnectionEpoch = 1;
        Publish();
    }

    private ref Event Whole(EventKind kind, ushort market)
    {
        ref Event e = ref Next(kind, StreamId.Account, market);
        e.Flags = EventFlags.FrameStart | EventFlags.FrameEnd;
        return ref e;
    }

    private ref Event Next(EventKind kind, StreamId stream, ushort market = 0)
    {
        long sequence = ring.Next(1);
        ref Event e = ref ring[sequence];
        e.Begin(kind, EventFlags.None, market, stream, clock.NowNs);
        return ref e;
    }

    // One thread: what was claimed last is what is published.
    private void Publish() => ring.Publish(ring.Cursor);
}
