using LowLatencyMM.Core;
using LowLatencyMM.Core.Events;
using LowLatencyMM.Core.Ring;
using LowLatencyMM.Core.Settings;
using LowLatencyMM.Feed;
using LowLatencyMM.Feed.Frames;
using LowLatencyMM.Feed.Orders;
using LowLatencyMM.Feed.Rest;
using LowLatencyMM.Feed.Streams;
using LowLatencyMM.Gateway;
using LowLatencyMM.Host.Configuration;
using LowLatencyMM.Host.Egress;
using LowLatencyMM.Host.Estimates;
using LowLatencyMM.Host.Ingress;
using LowLatencyMM.Host.Measurement;
using LowLatencyMM.Host.Sessions;
using LowLatencyMM.Host.WarmUp;
using LowLatencyMM.Journal;
using LowLatencyMM.Signing;
using WaitMode = LowLatencyMM.Host.Configuration.WaitMode;

namespace LowLatencyMM.Host;

/// <summary>
/// Who publishes and who consumes after whom, in the order of the data's way:
/// streams → ring → journal, core, gateway → order connections → ring. Streams are read by threads of their own, or by the
/// engine's while the ring is empty (<see cref="Topology"/>).
/// </summary>
public sealed class EngineWiring : IDisposable
{
    private const int ControlRingSize = 1_024;

    private static readonly StreamKind[] MarketStreams =
        [StreamKind.OrderBook, StreamKind.BestBidAsk, StreamKind.PublicTrades, StreamKind.MarkPrice, StreamKind.Funding];

    private readonly RunConfiguration _configuration;
    private readonly WallClock _clock;
    private readonly TradingCore _core;
    private readonly StarkSigner _signer;
    private readonly SigningAhead? _ahead;
    private readonly OrderGateway<RequestSink> _gateway;
    private readonly OrderTransport<AnswerSink> _transport;
    private readonly Disruptor<Event> _engine;
    private readonly Disruptor<Event> _control;
    private readonly RingBuffer<Event> _controlRing;
    private readonly ArrivalStamps _stamps;
    private readonly ExtendedStream[] _streams;
    private readonly StreamThread[] _streamThreads;
    private readonly PolledStreams? _polled;
    private readonly Rehearsal? _rehearsal;
    private readonly FusedHandler<RequestSink> _handler;
    private readonly StreamSet _streamSet = new();
    private readonly RestBackup[] _backups;
    private readonly FailedAttempts _attempts;
    private readonly FitWorker? _fits;
    private readonly CancellationTokenSource _controlEnd = new();
    private TimerThread? _timer;
    private SigningThread? _signing;
    private Exception? _streamFault;
    private bool _isRunning;

    /// <summary>Builds everything; nothing runs yet.</summary>
    public EngineWiring(
        RunConfiguration configuration, Credentials credentials, ExchangeFacts facts, TradingCore core, EngineSettings settings,
        ExtendedRestClient rest, RateBudget budget, AccountFile account, WallClock clock, FailedAttempts attempts)
    {
        _configuration = configuration;
        _clock = clock;
        _core = core;
        _attempts = attempts;
        Gauges = new EngineGauges(core.MarketCount);
        // First what can fail: the disk may be full.
        Journal = JournalWriter.Create(configuration.JournalDirectory, Header(credentials, facts, settings, clock));
        _polled = configuration.Topology == Topology.FusedPolling ? new PolledStreams(NoteFault) : null;
        _rehearsal = Rehearses(configuration) ? new Rehearsal(_polled!, settings, facts.Feeds[0], configuration.RehearsalInterval) : null;
        Ring = new RingBuffer<Event>(MarketDataSink.RingSize, MarketDataSink.RingReserve, RingWait(configuration.Waiting, _rehearsal ?? (IEventSource?)_polled));
        _stamps = new ArrivalStamps(Ring);
        _controlRing = new RingBuffer<Event>(ControlRingSize, 0, new BlockingWaitStrategy());

        // Out: order connections, one for each market's side, and the control calls.
        int connections = OrderConnections.Count(facts.Markets.Count);
        var pending = new PendingRequests(connections);
        _transport = new OrderTransport<AnswerSink>(TransportOptions(configuration, connections, budget), new AnswerSink(Ring, _stamps, pending), clock);
        _signer = new StarkSigner(credentials.PrivateKey, facts.Domain, credentials.Vault, credentials.PublicKey);
        _ahead = Ahead(configuration, credentials, facts, settings);
        _gateway = new OrderGateway<RequestSink>(
            new RequestSink(_transport, pending, _controlRing, clock), Ring, facts.Markets, _signer, credentials.Vault,
            Target(configuration, _transport.HostHeader), credentials.ApiKey, _ahead);

        // The engine: one thread, journal before core before gateway.
        _engine = new Disruptor<Event>(Ring);
        _fits = FitWorker.IsNeeded(settings) ? new FitWorker(Ring, settings, clock) : null;
        _handler = new FusedHandler<RequestSink>(Journal, _core, _gateway, Gauges, _stamps, _streamSet, _fits, _ahead);
        _engine.HandleEventsWith(_handler);

        // In: market data and the account.
        var fills = new NewestFill();
        var accountSink = new AccountSink(Ring, _stamps, new ForeignIds(), fills, facts.Feeds.Count, TellAccountConnection);
        _streams = Streams(configuration, credentials, facts, accountSink);
        _streamThreads = _polled is null ? Threads(_streams, configuration.Waiting) : [];
        _backups = configuration.RestBackupInterval is { } interval
            ? [.. facts.Feeds.Select(market => new RestBackup(Ring, rest, market, clock, interval, configuration.RestBackupLogPrices ? Console.Error.WriteLine : null))]
            : [];
        Control = new ControlCalls(
            Ring, rest, facts.Feeds, accountSink, fills, account, Gauges, clock, TimeSpan.FromSeconds(configuration.DeadManSwitchSeconds), _controlEnd.Token);
        _control = new Disruptor<Event>(_controlRing);
        _control.HandleEventsWith(Control);
    }

    /// <summary>The one total order of events.</summary>
    public RingBuffer<Event> Ring { get; }

    /// <summary>What the control calls are asked.</summary>
    internal RingBuffer<Event> ControlRing => _controlRing;

    /// <summary>The journal.</summary>
    public JournalWriter Journal { get; }

    /// <summary>The control calls.</summary>
    public ControlCalls Control { get; }

    /// <summary>What the engine measures of itself.</summary>
    public EngineGauges Gauges { get; }

    /// <summary>What the engine or its control calls died of; null while all is well.</summary>
    public Exception? Fault => _engine.Fault ?? _control.Fault ?? Volatile.Read(ref _streamFault);

    /// <summary>Bytes allocated by each of the engine's threads since its start: ring handlers with the journal, timer, signing, order connections, socket readers.</summary>
    public IReadOnlyList<ThreadAllocation> Allocations() =>
    [
        new("engine", Gauges.Status.AllocatedBytes),
        new("timer", _timer?.AllocatedBytes ?? 0),
        new("signing ahead", _signing?.AllocatedBytes ?? 0),
        .. Enumerable.Range(0, _transport.Connections).Select(connection => new ThreadAllocation($"orders {connection}", _transport.AllocatedBytesOf(connection))),
        .. _streamThreads.Select(stream => new ThreadAllocation(stream.Name, stream.AllocatedBytes)),
    ];

    /// <summary>How often an order was signed before it was wanted.</summary>
    public SignedAhead SignedAhead => _gateway.Ahead;

    /// <summary>Signatures made ahead.</summary>
    public long AheadSignatures => _ahead?.Signatures ?? 0;

    /// <summary>Hash of the core's state; after <see cref="Stop"/> only.</summary>
    public ulong StateHash() => _core.StateHash();

    /// <summary>Starts the consumers, then what they consume.</summary>
    /// <param name="past">Events from before the session, which come first.</param>
    public void Start(IEnumerable<Event> past)
    {
        _isRunning = true;
        _signing = _ahead is null ? null : new SigningThread(_ahead);
        _engine.Start();
        WarmStart.Publish(past, Ring);
        _fits?.Start();
        _control.Start();
        _transport.Start();
        foreach (StreamThread stream in _streamThreads)
            stream.Start();
        _polled?.Begin(_streams);
        _rehearsal?.Begin([_polled!.Touch, .. _handler.Touches(), _transport.Touch]);
        _attempts.Begin(Ring);
        _timer = new TimerThread(Ring, _controlRing, _clock, _configuration.TimerInterval);
        foreach (RestBackup backup in _backups)
            backup.Start(_controlEnd.Token);
    }

    /// <summary>
    /// Ends what publishes, then lets the engine handle what is still in the ring, then closes the journal. Does nothing the second time.
    /// </summary>
    /// <exception cref="JournalException">The journal could not be completed.</exception>
    public void Stop()
    {
        if (!_isRunning)
            return;
        _isRunning = false;
        _timer?.Dispose();
        _fits?.Dispose();
        _controlEnd.Cancel();
        _control.Shutdown();
        foreach (RestBackup backup in _backups)
            backup.Join();
        _attempts.End();
        foreach (StreamThread stream in _streamThreads)
            stream.Stop();
        _polled?.End(() => _engine.IsRunning);
        _transport.Stop();
        _engine.Shutdown();
        _signing?.Dispose();
        Gauges.PublishLast(_core, Ring.Cursor + 1);
        Journal.Close();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Stop();
        foreach (StreamThread stream in _streamThreads)
            stream.Dispose();
        _transport.Dispose();
        _gateway.Dispose();
        _ahead?.Dispose();
        _signer.Dispose();
        Journal.Dispose();
        _controlRing.Dispose();
        Ring.Dispose();
        _polled?.Dispose();
        _rehearsal?.Dispose();
        _controlEnd.Dispose();
    }

    private static SigningAhead? Ahead(RunConfiguration configuration, Credentials credentials, ExchangeFacts facts, EngineSettings settings) =>
        configuration.SignsAhead && settings.Markets.Any(market => market.Orders.PlannedOrders > 0)
            ? new SigningAhead([.. settings.Markets.Select((market, number) => new SigningLadder(
                new OrderTerms(market.Market, credentials.Vault, (ushort)number),
                new StarkSigner(credentials.PrivateKey, facts.Domain, credentials.Vault), (ushort)number))])
            : null;

    /// <summary>A thread that gives its core away, or sleeps, is late by more than a rehearsal saves.</summary>
    private static bool Rehearses(RunConfiguration configuration) =>
        configuration is { Topology: Topology.FusedPolling, Waiting: WaitMode.Spinning } && configuration.RehearsalInterval > TimeSpan.Zero;

    private static IWaitStrategy RingWait(WaitMode mode, IEventSource? polled) => (mode, polled) switch
    {
        (WaitMode.Spinning, null) => new BusySpinWaitStrategy(),
        (WaitMode.Yielding, null) => new YieldingWaitStrategy(),
        (_, null) => new SpinThenYieldThenBlockWaitStrategy(),
        (WaitMode.Spinning, _) => PollingWaitStrategy.Spinning(polled),
        (WaitMode.Yielding, _) => PollingWaitStrategy.Yielding(polled),
        _ => PollingWaitStrategy.Resting(polled),
    };

    private static OrderTransportOptions TransportOptions(RunConfiguration configuration, int connections, RateBudget budget) => new()
    {
        BaseAddress = configuration.RestBase,
        Connections = connections,
        Budget = budget,
        CertificateValidation = CertificateTrust.Pinned(configuration.TrustedCertificate),
    };

    private static HttpTarget Target(RunConfiguration configuration, string host) => new()
    {
        Host = host,
        BasePath = configuration.RestBase.AbsolutePath.TrimEnd('/'),
        UserAgent = EngineVersion.UserAgent,
    };

    private static SessionHeader Header(Credentials credentials, ExchangeFacts facts, EngineSettings settings, WallClock clock)
    {
        long startNs = clock.NowNs();
        return new()
        {
            StartNs = startNs,
            StartMonotonicNs = clock.ToMonotonicNs(startNs),
            EngineVersion = EngineVersion.Text,
            Settings = settings,
            Domain = new SessionDomain(facts.Domain.Name, facts.Domain.Version, facts.Domain.ChainId, facts.Domain.Revision),
            PublicKey = credentials.PublicKey.ToString(),
            PositionId = credentials.Vault,
        };
    }

    /// <summary>How the streams of a configuration are connected.</summary>
    internal static StreamOptions StreamOptions(RunConfiguration configuration, Credentials credentials) => new()
    {
        BaseAddress = configuration.StreamBase,
        UserAgent = EngineVersion.UserAgent,
        ApiKey = credentials.ApiKey,
        CertificateValidation = CertificateTrust.Pinned(configuration.TrustedCertificate),
    };

    private ExtendedStream[] Streams(RunConfiguration configuration, Credentials credentials, ExchangeFacts facts, AccountSink accountSink)
    {
        StreamOptions options = StreamOptions(configuration, credentials);
        return configuration.StreamApi == StreamApi.V2
            ? [RpcStreams(options, facts, accountSink)]
            :
            [
                .. facts.Feeds.SelectMany(market => MarketStreams.Select(kind => MarketStream(kind, options, market))),
                ExtendedStreams.Account([.. facts.Feeds], accountSink, options, _clock),
            ];
    }

    /// <summary>A thread that sleeps in its receive call serves one socket; one that polls serves all.</summary>
    private StreamThread[] Threads(ExtendedStream[] streams, WaitMode mode) => mode switch
    {
        WaitMode.Spinning => [new StreamThread("streams", Feed.Streams.WaitMode.Spinning, streams, onFault: NoteFault)],
        WaitMode.Yielding => [new StreamThread("streams", Feed.Streams.WaitMode.Yielding, streams, onFault: NoteFault)],
        _ => [.. streams.Select(stream => new StreamThread($"stream {stream.Kind}", Feed.Streams.WaitMode.Blocking, [stream], onFault: NoteFault))],
    };

    private ExtendedStream MarketStream(StreamKind kind, StreamOptions options, FeedMarket market)
    {
        ExtendedStream stream = ExtendedStreams.MarketData(kind, market, new MarketDataSink(Ring, _stamps), options, _clock);
        _streamSet.Add((ushort)market.Id, StreamEvents.StreamOf(kind), stream.Reconnect);
        return stream;
    }

    private ExtendedStream RpcStreams(StreamOptions options, ExchangeFacts facts, AccountSink accountSink)
    {
        var topics = new ExtendedRpcStreams(options, _clock);
        foreach (FeedMarket market in facts.Feeds)
        {
            foreach (StreamKind kind in MarketStreams)
            {
                topics.Add(kind, market, new MarketDataSink(Ring, _stamps));
                _streamSet.Add((ushort)market.Id, StreamEvents.StreamOf(kind), () => topics.Renew(kind, market.Id));
            }
        }
        return topics.AddAccount(facts.AccountId, [.. facts.Feeds], accountSink).Build();
    }

    /// <summary>The first fault counts: later ones follow from it.</summary>
    private void NoteFault(Exception fault) => Interlocked.CompareExchange(ref _streamFault, fault, null);

    private void TellAccountConnection(bool isConnected, long connectionEpoch)
    {
        // The engine's own thread cannot wait for control calls, which may be waiting for room in its ring.
        long sequence = 0;
        if (_polled is null || _controlRing.IsHalted)
            sequence = _controlRing.Next(1);
        else if (!_controlRing.TryNext(1, out sequence))
            throw new InvalidOperationException($"The control calls are {ControlRingSize} requests behind.");
        ref Event e = ref _controlRing[sequence];
        e.Begin(EventKind.Connection, EventFlags.None, 0, StreamId.Account, _clock.NowNs());
        e.Connection.State = isConnected ? Core.Events.ConnectionState.Connected : Core.Events.ConnectionState.Disconnected;
        e.Connection.ConnectionEpoch = connectionEpoch;
        _controlRing.Publish(sequence);
    }
}
