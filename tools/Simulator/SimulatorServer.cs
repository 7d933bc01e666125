using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using LowLatencyMM.Simulator.Faulting;
using LowLatencyMM.Simulator.Matching;
using LowLatencyMM.Simulator.Recording;
using LowLatencyMM.Simulator.Rest;
using LowLatencyMM.Simulator.Wire;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace LowLatencyMM.Simulator;

/// <summary>A running simulator on 127.0.0.1: REST and WebSocket streams in the exchange's own bytes.</summary>
public sealed class SimulatorServer : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly SimulationLoop _loop;
    private readonly CancellationTokenSource _stopping;
    private readonly StreamHub _hub;
    private readonly FeedLog? _feedLog;
    private int _disposed;

    private SimulatorServer(WebApplication app, SimulationLoop loop, CancellationTokenSource stopping, StreamHub hub, FeedLog? feedLog,
        Faults faults, IReadOnlyList<MarketRules> markets, int port, X509Certificate2? certificate)
    {
        _feedLog = feedLog;
        _app = app;
        _loop = loop;
        _stopping = stopping;
        _hub = hub;
        Faults = faults;
        Markets = markets;
        Port = port;
        Certificate = certificate;
        string secure = certificate is null ? "" : "s";
        RestBase = new Uri($"http{secure}://127.0.0.1:{port}{RestApi.BasePath}");
        StreamBase = new Uri($"ws{secure}://127.0.0.1:{port}{StreamEndpoint.BasePath}");
        Control = new Uri($"http{secure}://127.0.0.1:{port}{ControlApi.BasePath}");
        RpcStream = new Uri($"ws{secure}://127.0.0.1:{port}{StreamEndpoint.RpcPath}");
    }

    /// <summary>TCP port on 127.0.0.1.</summary>
    public int Port { get; }

    /// <summary>What REST paths are appended to.</summary>
    public Uri RestBase { get; }

    /// <summary>What v1 stream paths are appended to.</summary>
    public Uri StreamBase { get; }

    /// <summary>What the paths of control calls are appended to.</summary>
    public Uri Control { get; }

    /// <summary>Address of v2 connections.</summary>
    public Uri RpcStream { get; }

    /// <summary>The self-signed certificate, null without TLS. Clients have to be told to trust it.</summary>
    public X509Certificate2? Certificate { get; }

    /// <summary>Things that go wrong on purpose.</summary>
    public Faults Faults { get; }

    /// <summary>The markets served, in the order of the options.</summary>
    public IReadOnlyList<MarketRules> Markets { get; }

    /// <summary>The first market served.</summary>
    public MarketRules Rules => Markets[0];

    /// <summary>Reads the recording, opens the port and starts the simulation.</summary>
    /// <exception cref="RecordingException">The recording cannot be played.</exception>
    /// <exception cref="PortInUseException">The port is taken.</exception>
    /// <exception cref="SimulatorException">An option is out of range.</exception>
    public static async Task<SimulatorServer> StartAsync(SimulatorOptions options, CancellationToken cancellationToken = default)
    {
        Check(options);
        List<(MarketRules Rules, MarketRecording Recording)> markets = [.. MarketsOf(options).Select(market => Load(options, market))];
        MarketRules[] rules = [.. markets.Select(market => market.Rules)];
        SimulationSchedule schedule = new(options.Speed, options.Burst);
        StreamHub hub = new(options, schedule);
        ExchangeSettings settings = new()
        {
            InitialBalance = options.InitialBalance,
            OwnOrdersVisible = options.OwnOrdersVisible,
            MaxExpiryDays = options.MaxExpiryDays,
            FundingInterval = options.FundingInterval.Ticks * 100,
            FundingRate = options.FundingRate,
            Liquidation = options.Liquidation,
            Assumptions = options.Assumptions,
        };
        long startMs = (options.StartTime ?? DateTimeOffset.UtcNow).ToUnixTimeMilliseconds();
        Exchange exchange = new(markets, settings, startMs, hub);
        hub.Exchange = exchange;

        SimulationLoop loop = new(exchange, schedule, options.Precise);
        FaultPlan plan = new(options.FaultSeed, options.Faults);
        Faults faults = new(loop, hub, plan, new FaultLog());
        CancellationTokenSource stopping = new();
        X509Certificate2? certificate = options.Tls ? MakeCertificate() : null;
        FeedLog? feedLog = options.FeedLog is { } path ? new FeedLog(path) : null;
        WebApplication app = Build(options, certificate,
            new RestApi(loop, new TradingApi(loop, faults, new OrderSignatureCheck(rules), options.Assumptions), faults, options,
                options.WireVariety ? new JsonVariety(options.Seed) : null),
            new StreamEndpoint(loop, hub, plan, faults.Log, feedLog, stopping.Token), new ControlApi(faults));
        try
        {
            await app.StartAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (e is IOException or SocketException)
        {
            await app.DisposeAsync().ConfigureAwait(false);
            certificate?.Dispose();
            feedLog?.Dispose();
            throw e.InnerException is AddressInUseException
                ? new PortInUseException(options.Port, e)
                : new SimulatorException($"cannot listen on port {options.Port} of 127.0.0.1: {e.Message}", e);
        }
        loop.Start();
        return new SimulatorServer(app, loop, stopping, hub, feedLog, faults, rules, PortOf(app), certificate);
    }

    /// <summary>The exchange's state now.</summary>
    public Task<ExchangeState> GetStateAsync() => _loop.InvokeAsync((exchange, _) => new ExchangeState(
        exchange.NowMs,
        [.. exchange.OpenOrders.Select(order => new OpenOrder(
            order.Id, order.ExternalId, order.Side, order.Price, order.Size, order.Filled, order.QueueAhead, order.Market.Rules.Name))],
        [.. exchange.Fills],
        exchange.Account.Balance,
        exchange.Account.Equity,
        [.. exchange.Markets.Select(market => new MarketState(
            market.Rules, market.Position.Size, market.Book.Best(Side.Buy), market.Book.Best(Side.Sell), market.Oracle.Mark,
            market.Book.Bids.Levels(), market.Book.Asks.Levels()))]));

    /// <summary>Connections of a stream.</summary>
    public Task<int> CountSubscribersAsync(StreamKind stream) => _loop.InvokeAsync((_, _) => _hub.SubscriberCount(stream));

    /// <summary>Breaks the streams and stops.</summary>
    /// <exception cref="SimulatorException">The feed log could not be completed.</exception>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _disposed, 1) != 0)
            return;
        await _stopping.CancelAsync().ConfigureAwait(false);
        await _app.DisposeAsync().ConfigureAwait(false);
        _loop.Dispose();
        _stopping.Dispose();
        Certificate?.Dispose();
        _feedLog?.Dispose();
    }

    private static IReadOnlyList<MarketOptions> MarketsOf(SimulatorOptions options) =>
        options.Markets.Count > 0 ? options.Markets : [new MarketOptions(options.Market, options.Tick, options.Step)];

    private static (MarketRules, MarketRecording) Load(SimulatorOptions options, MarketOptions market)
    {
        MarketRules rules = new(market.Name, market.Tick, market.Step);
        return (rules, options.DataFile is null
            ? RecordingReader.ReadBundled(rules.Name, rules.Prices, rules.Sizes, threeMarkets: options.Markets.Count > 0)
            : RecordingReader.ReadFile(options.DataFile, rules.Name, rules.Prices, rules.Sizes));
    }

    private static void Check(SimulatorOptions options)
    {
        if (options.Markets.DistinctBy(market => market.Name).Count() != options.Markets.Count)
            throw new SimulatorException("a market is named twice");
        if (options.FundingInterval < TimeSpan.FromMilliseconds(1) || options.FundingInterval.Ticks % TimeSpan.TicksPerMillisecond != 0)
            throw new SimulatorException($"funding interval is {options.FundingInterval}, expected whole milliseconds, at least one");
        if (options.FundingRate is < -1 or > 1)
            throw new SimulatorException(FormattableString.Invariant($"funding rate is {options.FundingRate}, expected -1 to 1"));
        if (options.Port is < 0 or > 65535)
            throw new SimulatorException($"port is {options.Port}, expected 0 to 65535");
        if (options.Speed is not (>= 0.01 and <= 1000))
            throw new SimulatorException(FormattableString.Invariant($"speed is {options.Speed}, expected 0.01 to 1000"));
        if (options.Burst < TimeSpan.Zero || options.Burst > TimeSpan.FromMinutes(1))
            throw new SimulatorException($"burst is {options.Burst}, expected zero to a minute");
        if (options.InitialBalance < 0)
            throw new SimulatorException(FormattableString.Invariant($"initial balance is {options.InitialBalance}, expected 0 or more"));
        if (options.MaxExpiryDays is < 1 or > 365)
            throw new SimulatorException($"longest expiry is {options.MaxExpiryDays} days, expected 1 to 365");
        if (options.AnswerDelay < TimeSpan.Zero || options.StreamDelay < TimeSpan.Zero || options.FrameDelay < TimeSpan.Zero)
            throw new SimulatorException("a delay is negative");
        if (options.StartTime is { Year: < 2011 or > 2070 })
            throw new SimulatorException($"start time is {options.StartTime:O}, expected a year from 2011 to 2070 (ids carry the time)");
    }

    private static WebApplication Build(SimulatorOptions options, X509Certificate2? certificate, RestApi rest, StreamEndpoint streams,
        ControlApi control)
    {
        WebApplicationBuilder builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelCore();
        if (certificate is not null)
            builder.WebHost.UseKestrelHttpsConfiguration();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Listen(IPAddress.Loopback, options.Port, listen =>
            {
                listen.Protocols = HttpProtocols.Http1;
                if (certificate is not null)
                    listen.UseHttps(certificate);
            });
        });
        builder.Services.AddSingleton<IHostLifetime, HostedLifetime>();
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = TimeSpan.FromSeconds(2));

        WebApplication app = builder.Build();
        app.UseWebSockets(new WebSocketOptions { KeepAliveInterval = options.PingInterval, KeepAliveTimeout = options.PongTimeout });
        app.Run(context => context.Request.Path.Value switch
        {
            { } path when path.StartsWith(RestApi.BasePath + "/", StringComparison.Ordinal) => rest.HandleAsync(context),
            { } path when path.StartsWith(StreamEndpoint.RootPath + "/", StringComparison.Ordinal) => streams.HandleAsync(context),
            { } path when path.StartsWith(ControlApi.BasePath + "/", StringComparison.Ordinal) => control.HandleAsync(context),
            _ => NotFoundAsync(context),
        });
        return app;
    }

    private static Task NotFoundAsync(HttpContext context)
    {
        context.Response.StatusCode = StatusCodes.Status404NotFound;
        return Task.CompletedTask;
    }

    private static int PortOf(WebApplication app)
    {
        IServer server = app.Services.GetRequiredService<IServer>();
        IServerAddressesFeature addresses = server.Features.GetRequiredFeature<IServerAddressesFeature>();
        return new Uri(addresses.Addresses.First()).Port;
    }

    private static X509Certificate2 MakeCertificate()
    {
        using ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        CertificateRequest request = new("CN=LowLatencyMM simulator", key, HashAlgorithmName.SHA256);
        SubjectAlternativeNameBuilder names = new();
        names.AddIpAddress(IPAddress.Loopback);
        names.AddDnsName("localhost");
        request.CertificateExtensions.Add(names.Build());
        using X509Certificate2 certificate = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(30));
        return X509CertificateLoader.LoadPkcs12(certificate.Export(X509ContentType.Pkcs12), null);
    }
}
