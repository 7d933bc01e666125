using LowLatencyMM.Core;
using LowLatencyMM.Core.Events;
using LowLatencyMM.Core.Ring;
using LowLatencyMM.Core.Settings;
using LowLatencyMM.Feed;
using LowLatencyMM.Feed.Frames;
using LowLatencyMM.Feed.Streams;
using LowLatencyMM.Gateway;
using LowLatencyMM.Host.Ingress;
using LowLatencyMM.Host.Measurement;
using LowLatencyMM.Journal;
using LowLatencyMM.Signing;
using ConnectionState = LowLatencyMM.Core.Events.ConnectionState;
using OrderStatus = LowLatencyMM.Core.Events.OrderStatus;
using Side = LowLatencyMM.Core.Events.Side;

namespace LowLatencyMM.Host.WarmUp;

/// <summary>
/// The whole chain from a frame's bytes to a signed request, on one thread, without sockets: parser, ring, journal, core and gateway
/// are the live ones; the transport drops what it is given, and the chain answers in the exchange's place that all went well.
/// Time is the caller's.
/// </summary>
public sealed class InProcessChain : IDisposable
{
    private const string Key = "0x1";
    private const uint Vault = 1;
    private const long NonceCount = 1_000_000;

    private readonly string _folder;
    private readonly RingBuffer<Event> _ring = new(MarketDataSink.RingSize, MarketDataSink.RingReserve, new BusySpinWaitStrategy());
    private readonly Sequence _consumed = new();
    private readonly StarkPrivateKey _key;
    private readonly StarkSigner _signer;
    private readonly SecretText _apiKey = new("none");
    private readonly JournalWriter _journal;
    private readonly OrderGateway<DroppingSink> _gateway;
    private readonly ChainClock _clock = new();
    private readonly Event[] _unanswered = new Event[DecisionBatch.Capacity];
    private readonly FusedHandler<DroppingSink> _handler;
    private readonly MarketDataMessages<MarketDataSink> _book;
    private readonly MarketDataMessages<MarketDataSink> _bestBidAsk;
    private readonly MarketDataMessages<MarketDataSink> _trades;
    private readonly MarketDataMessages<MarketDataSink> _markPrice;
    private int _unansweredCount;
    private long _firstNonce = 1;
    private long _noncesLeft;
    private long _orderId;

    /// <summary>Builds the chain with a journal of its own in a folder that <see cref="Dispose"/> deletes.</summary>
    /// <param name="settings">The core's settings.</param>
    /// <param name="market">The market as the parsers need it.</param>
    /// <param name="scratchFolder">A folder that does not exist yet.</param>
    public InProcessChain(EngineSettings settings, FeedMarket market, string scratchFolder)
    {
        _folder = scratchFolder;
        _ring.AddGatingSequence(_consumed);
        if (!StarkPrivateKey.TryParseHex(Key, out StarkPrivateKey? key))
            throw new InvalidOperationException("The chain's fixed key is no private key.");
        _key = key;
        _signer = new StarkSigner(key, SigningDomain.Testnet, Vault);
        _gateway = new OrderGateway<DroppingSink>(
            new DroppingSink(_clock), _ring, settings.Market, _signer, Vault,
            new HttpTarget { Host = "localhost", BasePath = "/api/v1", UserAgent = EngineVersion.UserAgent }, _apiKey);
        _journal = JournalWriter.Create(scratchFolder, new SessionHeader
        {
            StartNs = 0,
            EngineVersion = EngineVersion.Text,
            Settings = settings,
            Domain = new SessionDomain("Perpetuals", "v0", "SN_SEPOLIA", 1),
            PublicKey = _signer.PublicKey.ToString(),
            PositionId = Vault,
        });
        Core = new TradingCore(settings);
        _handler = new FusedHandler<DroppingSink>(_journal, Core, _gateway, Gauges);
        var sink = new MarketDataSink(_ring);
        _book = new MarketDataMessages<MarketDataSink>(StreamKind.OrderBook, market, sink);
        _bestBidAsk = new MarketDataMessages<MarketDataSink>(StreamKind.BestBidAsk, market, sink);
        _trades = new MarketDataMessages<MarketDataSink>(StreamKind.PublicTrades, market, sink);
        _markPrice = new MarketDataMessages<MarketDataSink>(StreamKind.MarkPrice, market, sink);
    }

    /// <summary>The core.</summary>
    public TradingCore Core { get; }

    /// <summary>What the handler measures.</summary>
    public EngineGauges Gauges { get; } = new();

    /// <summary>Requests that were finished and dropped.</summary>
    public long Requests { get; private set; }

    /// <summary>Brings the engine to where a live one quotes from: connections up, account known and flat, started.</summary>
    public void Begin(long nowNs)
    {
        _clock.NowNs = nowNs;
        Next(EventKind.Session, StreamId.Engine).Session.OrderEpoch = 1;
        Publish();
        AddNonces();
        foreach (StreamId stream in new[] { StreamId.OrdersBuy, StreamId.OrdersSell, StreamId.OrderBook, StreamId.BestBidAsk, StreamId.Account })
        {
            ref Event connected = ref Next(EventKind.Connection, stream);
            connected.Connection.State = ConnectionState.Connected;
            connected.Connection.ConnectionEpoch = 1;
            Publish();
        }
        Next(EventKind.Position, StreamId.Account).Flags = EventFlags.Snapshot | EventFlags.FromRest | EventFlags.FrameStart | EventFlags.FrameEnd;
        Publish();
        Next(EventKind.AccountReady, StreamId.Account).AccountReady.ConnectionEpoch = 1;
        Publish();
        Next(EventKind.OperatorCommand, StreamId.Engine).OperatorCommand.Action = OperatorAction.Start;
        Publish();
    }

    /// <summary>Gives one frame to its stream's parser and runs everything that follows from it.</summary>
    public void Read(StreamKind stream, ReadOnlySpan<byte> frame, long nowNs)
    {
        _clock.NowNs = nowNs;
        MarketDataMessages<MarketDataSink> messages = stream switch
        {
            StreamKind.OrderBook => _book,
            StreamKind.BestBidAsk => _bestBidAsk,
            StreamKind.PublicTrades => _trades,
            _ => _markPrice,
        };
        messages.Read(frame, 1, nowNs);
        Consume();
    }

    /// <summary>Answers what was sent since the last call: accepted, and then resting, replaced or cancelled.</summary>
    public void Answer()
    {
        int count = _unansweredCount;
        _unansweredCount = 0;
        for (int i = 0; i < count; i++)
            Answer(_unanswered[i].OrderSent);
        if (_noncesLeft < NonceCount / 2)
            AddNonces();
    }

    /// <summary>Lets time pass.</summary>
    public void Tick(long nowNs)
    {
        _clock.NowNs = nowNs;
        Next(EventKind.Timer, StreamId.Engine);
        Publish();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _journal.Dispose();
        _gateway.Dispose();
        _signer.Dispose();
        _key.Dispose();
        _apiKey.Dispose();
        _ring.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private void Answer(OrderSentPayload sent)
    {
        ref Event answer = ref Next(EventKind.OrderAnswer, sent.Side == Side.Buy ? StreamId.OrdersBuy : StreamId.OrdersSell);
        answer.OrderAnswer.OwnId = sent.OwnId;
        answer.OrderAnswer.Request = sent.Request;
        answer.OrderAnswer.Outcome = AnswerOutcome.Accepted;
        answer.OrderAnswer.HttpStatus = 200;
        answer.OrderAnswer.OrderId = sent.Request == RequestKind.Cancel ? 0 : ++_orderId;
        Publish();
        if (sent.CancelOwnId != 0)
            Update(sent.CancelOwnId, OrderStatus.Cancelled, StatusReason.OrderReplaced, sent);
        Update(sent.OwnId, sent.Request == RequestKind.Cancel ? OrderStatus.Cancelled : OrderStatus.New, StatusReason.None, sent);
    }

    private void Update(long ownId, OrderStatus status, StatusReason reason, in OrderSentPayload sent)
    {
        ref Event update = ref Next(EventKind.AccountOrder, StreamId.Account);
        update.Flags = EventFlags.FrameStart | EventFlags.FrameEnd;
        update.AccountOrder.OwnId = ownId;
        update.AccountOrder.OrderId = _orderId;
        update.AccountOrder.Side = sent.Side;
        update.AccountOrder.Status = status;
        update.AccountOrder.Reason = reason;
        update.AccountOrder.PriceTicks = sent.PriceTicks;
        update.AccountOrder.QuantitySteps = sent.QuantitySteps;
        update.AccountOrder.UpdatedMs = _clock.NowNs / 1_000_000;
        Publish();
    }

    private void AddNonces()
    {
        ref Event block = ref Next(EventKind.NonceBlock, StreamId.Engine);
        block.NonceBlock.FirstNonce = _firstNonce;
        block.NonceBlock.Count = NonceCount;
        _firstNonce += NonceCount;
        _noncesLeft += NonceCount;
        Publish();
    }

    private ref Event Next(EventKind kind, StreamId stream)
    {
        long sequence = _ring.Next(1);
        ref Event e = ref _ring[sequence];
        e.Begin(kind, EventFlags.None, 0, stream, _clock.NowNs);
        return ref e;
    }

    private void Publish()
    {
        _ring.Publish(_ring.Cursor);
        Consume();
    }

    private void Consume()
    {
        for (long next = _consumed.Value + 1; next <= _ring.Cursor; next++)
        {
            ref Event e = ref _ring[next];
            _handler.OnEvent(ref e, next, endOfBatch: next == _ring.Cursor);
            if (e.Kind == EventKind.OrderSent && e.OrderSent.Outcome == SendOutcome.Sent)
                Note(in e);
            _consumed.SetValue(next);
        }
    }

    private void Note(in Event sent)
    {
        _unanswered[_unansweredCount++] = sent;
        Requests++;
        if (sent.OrderSent.Nonce != 0)
            _noncesLeft--;
    }
}
