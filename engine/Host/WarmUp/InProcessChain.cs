using LowLatencyMM.Core;
using LowLatencyMM.Core.Events;
using LowLatencyMM.Core.Ring;
using LowLatencyMM.Core.Settings;
using LowLatencyMM.Feed;
using LowLatencyMM.Feed.Frames;
using LowLatencyMM.Gateway;
using LowLatencyMM.Host.Egress;
using LowLatencyMM.Host.Ingress;
using LowLatencyMM.Host.Measurement;
using LowLatencyMM.Journal;
using LowLatencyMM.Signing;

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
    private const int SpinsPerLook = 20;

    private readonly string _folder;
    private readonly RingBuffer<Event> _ring = new(MarketDataSink.RingSize, MarketDataSink.RingReserve, new BusySpinWaitStrategy());
    private readonly Sequence _consumed = new();
    private readonly StarkPrivateKey _key;
    private readonly StarkSigner _signer;
    private readonly SecretText _apiKey = new("none");
    private readonly JournalWriter _journal;
    private readonly OrderGateway<DroppingSink> _gateway;
    private readonly ChainClock _clock = new();
    private readonly InProcessExchange _exchange;
    private readonly SigningAhead _ahead;
    private readonly FusedHandler<DroppingSink> _handler;
    private SigningThread? _signing;

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
        _ahead = new SigningAhead(new SigningLadder(new OrderTerms(settings.Market, Vault), new StarkSigner(key, SigningDomain.Testnet, Vault), market: 0));
        _gateway = new OrderGateway<DroppingSink>(
            new DroppingSink(_clock), _ring, settings.Market, _signer, Vault,
            new HttpTarget { Host = "localhost", BasePath = "/api/v1", UserAgent = EngineVersion.UserAgent }, _apiKey, _ahead);
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
        var stamps = new ArrivalStamps(_ring);
        _handler = new FusedHandler<DroppingSink>(_journal, Core, _gateway, Gauges, stamps, ahead: _ahead);
        _exchange = new InProcessExchange(_ring, stamps, market, _clock);
    }

    /// <summary>The core.</summary>
    public TradingCore Core { get; }

    /// <summary>What the handler measures.</summary>
    public EngineGauges Gauges { get; } = new();

    /// <summary>Whether <see cref="Answer"/> and <see cref="Tick"/> sign what was planned, as the signing thread does in the live engine.</summary>
    public bool SignsAhead { get; set; }

    /// <summary>
    /// When the first request was given to the transport since time was last set (by a frame or a tick), as
    /// <see cref="System.Diagnostics.Stopwatch.GetTimestamp"/>; 0 if none was.
    /// </summary>
    public long FirstSendAt => _clock.FirstSendAt;

    /// <summary>When the last one was.</summary>
    public long LastSendAt => _clock.LastSendAt;

    /// <summary>Signs on another thread from now on, as the live engine does.</summary>
    public void SignOnThread() => _signing ??= new SigningThread(_ahead);

    /// <summary>
    /// Waits until all that is planned has been signed on the other thread. Spins, as an engine does that waits for a frame: a thread that gave its
    /// core away would come back to cold caches.
    /// </summary>
    public void AwaitSigned()
    {
        while (!_ahead.IsDone)
            Thread.SpinWait(SpinsPerLook);
    }

    /// <summary>How often an order was signed before it was wanted.</summary>
    public SignedAhead Ahead => _gateway.Ahead;

    /// <summary>Requests that were finished and dropped.</summary>
    public long Requests => _exchange.Requests;

    /// <summary>Brings the engine to where a live one quotes from: connections up, account known and flat, started.</summary>
    public void Begin(long nowNs)
    {
        _clock.NowNs = nowNs;
        _exchange.Begin();
        Consume();
    }

    /// <summary>Gives one frame to its stream's parser and runs everything that follows from it.</summary>
    public void Read(StreamKind stream, ReadOnlySpan<byte> frame, long nowNs)
    {
        _clock.NowNs = nowNs;
        _exchange.Read(stream, frame);
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
        _clock.NowNs = nowNs;
        _exchange.Tick();
        Consume();
        SignAhead();
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
        Directory.Delete(_folder, recursive: true);
    }

    private void SignAhead()
    {
        while (SignsAhead && _ahead.SignNext())
        {
        }
    }

    private void Consume()
    {
        for (long next = _consumed.Value + 1; next <= _ring.Cursor; next++)
        {
            ref Event e = ref _ring[next];
            _handler.OnEvent(ref e, next, endOfBatch: next == _ring.Cursor);
            if (e.Kind == EventKind.OrderSent && e.OrderSent.Outcome == SendOutcome.Sent)
                _exchange.Note(in e);
            _consumed.SetValue(next);
        }
    }
}
