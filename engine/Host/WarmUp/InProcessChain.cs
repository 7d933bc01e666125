using LowLatencyMM.Core;
using LowLatencyMM.Core.Events;
using LowLatencyMM.Core.Ring;
using LowLatencyMM.Core.Settings;
using LowLatencyMM.Feed;
using LowLatencyMM.Feed.Frames;
using LowLatencyMM.Feed.Orders;
using LowLatencyMM.Gateway;
using LowLatencyMM.Host.Egress;
using LowLatencyMM.Host.Ingress;
using LowLatencyMM.Host.Measurement;
using LowLatencyMM.Journal;
using LowLatencyMM.Signing;

namespace LowLatencyMM.Host.WarmUp;

/// <summary>
/// The whole chain from a frame's bytes to a signed request, on one thread, without sockets: parser, ring, journal, core and gateway
/// are the live ones, down to the same compiled code; the transport drops what it is given, and the chain answers in the exchange's place that all went well.
/// Time is the caller's.
/// </summary>
public sealed class InProcessChain : IDisposable
{
    private const string Key = "0x1";
    private const uint Vault = 1;

    private const int ControlRingSize = 64;

    private readonly string? _folder;
    private readonly RingBuffer<Event> _ring;
    private readonly RingBuffer<Event> _controlRing = new(ControlRingSize, 0, new BusySpinWaitStrategy());
    private readonly OrderTransport<AnswerSink> _transport;
    private readonly Sequence _consumed = new();
    private readonly StarkPrivateKey _key;
    private readonly StarkSigner _signer;
    private readonly SecretText _apiKey = new("none");
    private readonly JournalWriter _journal;
    private readonly OrderGateway<RequestSink> _gateway;
    private readonly ChainClock _clock = new();
    private readonly InProcessExchange _exchange;
    private readonly SigningAhead _ahead;
    private readonly ArrivalStamps _stamps;
    private readonly FusedHandler<RequestSink> _handler;
    private SigningThread? _signing;
    private OrderTimingPayload _firstTiming;

    /// <summary>Builds the chain.</summary>
    /// <param name="settings">The core's settings.</param>
    /// <param name="market">The market as the parsers need it.</param>
    /// <param name="scratchFolder">A folder that does not exist yet, for a journal that <see cref="Dispose"/> deletes; null for a journal that keeps nothing.</param>
    /// <param name="ringSize">Slots of the ring: a power of two.</param>
    /// <param name="signs">Whether orders that are planned are really signed.</param>
    public InProcessChain(
        EngineSettings settings, FeedMarket market, string? scratchFolder = null, int ringSize = MarketDataSink.RingSize, bool signs = true)
    {
        _folder = scratchFolder;
        _ring = new RingBuffer<Event>(ringSize, ringSize / 4, new BusySpinWaitStrategy());
        _ring.AddGatingSequence(_consumed);
        // Nobody answers queries.
        _controlRing.Halt();
        if (!StarkPrivateKey.TryParseHex(Key, out StarkPrivateKey? key))
            throw new InvalidOperationException("The chain's fixed key is no private key.");
        _key = key;
        _signer = new StarkSigner(key, SigningDomain.Testnet, Vault);
        StarkSigner? aheadSigner = signs ? new StarkSigner(key, SigningDomain.Testnet, Vault) : null;
        _ahead = new SigningAhead(new SigningLadder(new OrderTerms(settings.Market, Vault), aheadSigner, market: 0));
        int connections = OrderConnections.Count(1);
        var pending = new PendingRequests(connections);
        _stamps = new ArrivalStamps(_ring);
        _transport = new OrderTransport<AnswerSink>(
            new OrderTransportOptions { BaseAddress = new Uri("http://localhost"), Connections = connections, Drops = true },
            new AnswerSink(_ring, _stamps, pending), _clock.Wall);
        _gateway = new OrderGateway<RequestSink>(
            new RequestSink(_transport, pending, _controlRing, _clock.Wall), _ring, settings.Market, _signer, Vault,
            new HttpTarget { Host = _transport.HostHeader, BasePath = "/api/v1", UserAgent = EngineVersion.UserAgent }, _apiKey, _ahead);
        var header = new SessionHeader
        {
            StartNs = 0,
            EngineVersion = EngineVersion.Text,
            Settings = settings,
            Domain = new SessionDomain("Perpetuals", "v0", "SN_SEPOLIA", 1),
            PublicKey = _signer.PublicKey.ToString(),
            PositionId = Vault,
        };
        _journal = scratchFolder is null ? JournalWriter.Scratch(header) : JournalWriter.Create(scratchFolder, header);
        Core = new TradingCore(settings);
        _handler = new FusedHandler<RequestSink>(_journal, Core, _gateway, Gauges, _stamps, ahead: _ahead);
        _exchange = new InProcessExchange(_ring, _stamps, market, _clock);
    }

    /// <summary>The core.</summary>
    public TradingCore Core { get; }

    /// <summary>What the handler measures.</summary>
    public EngineGauges Gauges { get; } = new();

    /// <summary>
    /// Whether what was planned is signed here, as the signing thread does in the live engine: by <see cref="Answer"/> and <see cref="Tick"/>, or, if the
    /// chain <see cref="ConsumesLater"/>, by <see cref="SignAhead"/>.
    /// </summary>
    public bool SignsAhead { get; set; }

    /// <summary>Whether <see cref="Receive"/> and <see cref="Tick"/> only publish, for <see cref="TryConsume"/> to handle.</summary>
    public bool ConsumesLater { get; set; }

    /// <summary>
    /// When the first request was given to the transport since the last frame or tick, on the machine's monotonic clock, nanoseconds; 0 if none was.
    /// </summary>
    public long FirstSendNs { get; private set; }

    /// <summary>When the last one was.</summary>
    public long LastSendNs { get; private set; }

    /// <summary>The stages of the first order since the last frame or tick.</summary>
    public ref readonly OrderTimingPayload FirstTiming => ref _firstTiming;

    /// <summary>As <see cref="FusedHandler{TSink}.Touches"/>.</summary>
    public Func<long>[] Touches() => _handler.Touches();

    /// <summary>Signs on another thread from now on, as the live engine does.</summary>
    public void SignOnThread() => _signing ??= new SigningThread(_ahead);

    /// <summary>Whether all that is planned has been signed on the other thread.</summary>
    public bool IsSigned => _ahead.IsDone;

    /// <summary>How often an order was signed before it was wanted.</summary>
    public SignedAhead Ahead => _gateway.Ahead;

    /// <summary>Requests that were finished and dropped.</summary>
    public long Requests => _exchange.Requests;

    /// <summary>Brings the engine to where a live one quotes from: connections up, account known and flat, started.</summary>
    public void Begin(long nowNs)
    {
        SetTime(nowNs);
        _exchange.Begin();
        Consume();
    }

    /// <summary>Gives one frame to its stream's parser and runs everything that follows from it.</summary>
    public void Read(StreamKind stream, ReadOnlySpan<byte> frame, long nowNs)
    {
        SetTime(nowNs);
        _exchange.Read(stream, frame);
        Consume();
    }

    /// <summary>As <see cref="Read"/>, with a WebSocket frame that goes through the stream's connection; for books and best prices.</summary>
    public void Receive(StreamKind stream, ReadOnlySpan<byte> bytes, long nowNs)
    {
        SetTime(nowNs);
        _exchange.Receive(stream, bytes);
        if (!ConsumesLater)
            Consume();
    }

    /// <summary>Answers what was sent since the last call: accepted, and then resting, replaced or cancelled.</summary>
    public void Answer()
    {
        _exchange.Answer();
        Consume();
        SignAhead();
    }

    /// <summary>Lets time pass.</summary>
    public void Tick(long nowNs)
    {
        SetTime(nowNs);
        _exchange.Tick();
        if (ConsumesLater)
            return;
        Consume();
        SignAhead();
    }

    /// <summary>Publishes the answer to the first request that has none yet, as <see cref="Answer"/> does for all; false if there is none.</summary>
    public bool AnswerNext() => _exchange.AnswerNext();

    /// <summary>Handles the next event; false if there is none.</summary>
    public bool TryConsume()
    {
        long next = _consumed.Value + 1;
        if (next > _ring.Cursor)
            return false;
        ref Event e = ref _ring[next];
        _handler.OnEvent(ref e, next, endOfBatch: next == _ring.Cursor);
        if (e.Kind == EventKind.OrderSent && e.OrderSent.Outcome == SendOutcome.Sent)
            Note(in e);
        else if (e.Kind == EventKind.OrderTiming && _firstTiming.OwnId == 0)
            _firstTiming = e.OrderTiming;
        _consumed.SetValue(next);
        return true;
    }

    /// <summary>Signs what was planned, if <see cref="SignsAhead"/>.</summary>
    public void SignAhead()
    {
        while (SignsAhead && _ahead.SignNext())
        {
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _signing?.Dispose();
        _journal.Dispose();
        _gateway.Dispose();
        _ahead.Dispose();
        _signer.Dispose();
        _key.Dispose();
        _apiKey.Dispose();
        _ring.Dispose();
        _controlRing.Dispose();
        if (_folder is not null)
            Directory.Delete(_folder, recursive: true);
    }

    private void Consume()
    {
        while (TryConsume())
        {
        }
    }

    private void SetTime(long nowNs)
    {
        FirstSendNs = 0;
        LastSendNs = 0;
        _firstTiming.OwnId = 0;
        _clock.NowNs = nowNs;
    }

    private void Note(in Event sent)
    {
        LastSendNs = _clock.Wall.ToMonotonicNs(sent.OrderSent.BeforeSendNs);
        if (FirstSendNs == 0)
            FirstSendNs = LastSendNs;
        _exchange.Note(in sent);
    }
}
